"""The sample notes all find their words."""

import json

import pytest

from annotations.models import Annotation, Event
from annotations.sample_notes import load
from archive.importing import import_sources
from tests.paths import SEEDS


@pytest.mark.django_db
def test_every_sample_note_finds_its_words() -> None:
    import_sources([SEEDS / "000_6d073b4f7d4f71f5.txt", SEEDS / "lanterns.mbox", SEEDS / "workshop"])
    given = json.loads((SEEDS / "notes.json").read_text())["notes"]
    assert load(SEEDS / "notes.json") == len(given)
    assert {annotation.target.exact for annotation in Annotation.objects.all()} == {
        note["exact"] for note in given
    }
    assert Event.objects.count() == len(given) + sum(len(note.get("replies", [])) for note in given)
    assert load(SEEDS / "notes.json") == 0, "a second time nothing is loaded"
