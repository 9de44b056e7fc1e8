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
    resolved = [note for note in given if "resolved_by" in note]
    assert resolved
    assert Event.objects.count() == len(given) + len(resolved) + sum(
        len(note.get("replies", [])) for note in given
    )
    for note in Annotation.objects.exclude(resolved_at=None):
        assert note.events.get(verb=Event.Verb.RESOLVED).at == note.resolved_at
        assert note.events.get(verb=Event.Verb.WROTE).at == note.created_at
    assert load(SEEDS / "notes.json") == 0, "a second time nothing is loaded"
