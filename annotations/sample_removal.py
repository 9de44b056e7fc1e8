"""The sample taken out again: its lists, notes, tags and people. The counterpart of `sample_notes`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from annotations.anchoring.removal_guard import obstacle
from annotations.models import Annotation, Event, Reply, Tag, Target
from annotations.models.annotations import AnnotationQuerySet
from annotations.models.tag_paths import path_and_above
from archive.hooks import Obstacle
from archive.importing.keeping import keep_threads_of
from archive.importing.undoing import undo_run, what_goes
from archive.models import ImportRun, MailingList


@dataclass(frozen=True, slots=True)
class Sample:
    """What a first start brought: its run, lists, notes and people; and what members wrote on it since."""

    run: ImportRun
    lists: list[MailingList]
    messages: list[int]
    notes: AnnotationQuerySet
    people: list[User]
    obstacles: list[Obstacle]


class SampleInUse(Exception):  # noqa: N818
    """Members wrote on the sample: their words stand in the way."""


def find_sample(folder: Path) -> Sample | None:
    """The sample that was imported from `folder` (the one of `seeds/`), or None when it is not here."""
    run = next((run for run in ImportRun.objects.filter(started_by=None) if is_of(folder, run)), None)
    if run is None:
        return None
    messages = what_goes(run).all
    people = list(User.objects.filter(username__in=names_in(folder), is_active=False))
    notes = Annotation.objects.on_messages(messages)
    return Sample(
        run=run,
        lists=list(MailingList.objects.filter(postings__import_run=run).distinct().in_order()),
        messages=messages,
        notes=notes.filter(author__in=people),
        people=people,
        obstacles=[obstacle(note) for note in written_by_others(notes, people)],
    )


def is_of(folder: Path, run: ImportRun) -> bool:
    """Whether a run brought nothing but files of this folder, wherever Postil stood at that time."""
    sources = [Path(source) for source in run.sources]
    are_here = (one.parent.name == folder.name and (folder / one.name).exists() for one in sources)
    return run.may_be_undone and bool(sources) and all(are_here)


def written_by_others(notes: AnnotationQuerySet, people: Sequence[User]) -> AnnotationQuerySet:
    """Notes on the sample by members, and sample notes that members answered or resolved."""
    answered = Reply.objects.exclude(author__in=people).values("annotation")
    touched = Event.objects.exclude(actor__in=people).values("annotation")
    others = ~Q(author__in=people) | Q(pk__in=answered) | Q(pk__in=touched)
    return notes.filter(others).select_related("author", "target").in_text_order()


@transaction.atomic
def remove_sample(folder: Path, *, keep_written_on: bool = False) -> set[int]:
    """Takes the sample out; keys of threads that changed, to be traced anew. Raises SampleInUse, StaysThere.

    With `keep_written_on` the threads that members wrote on stay, with all notes there.
    """
    sample = find_sample(folder)
    if sample and sample.obstacles and keep_written_on:
        keep_threads_of(sample.run, [one.message for one in sample.obstacles])
        sample = find_sample(folder)
    if sample is None:
        return set()
    if sample.obstacles:
        raise SampleInUse
    Target.objects.filter(annotation__in=sample.notes.values("pk")).delete()
    forget_tags(folder)
    changed = undo_run(sample.run)
    MailingList.objects.filter(pk__in=[one.pk for one in sample.lists], postings=None).delete()
    forget_people(sample.people)
    return changed


def forget_tags(folder: Path) -> None:
    """Takes away the sample's tags that nothing carries now and nobody described otherwise."""
    described = {tag["path"]: tag["description"] for tag in read(folder)["tags"]}
    paths = {step for note in read(folder)["notes"] for path in note["tags"] for step in path_and_above(path)}
    unused = Tag.objects.filter(path__in=paths | set(described), annotation_tags=None, aliases=None)
    going = {tag.path for tag in unused if tag.description == described.get(tag.path, "")}
    staying = Tag.objects.exclude(path__in=going).values_list("path", flat=True)
    going -= {step for path in staying for step in path_and_above(path)}
    Tag.objects.filter(path__in=going).delete()


def forget_people(people: Sequence[User]) -> None:
    """Takes away sample team mates who said nothing elsewhere."""
    speaking = Q(annotations=None, replies=None, events=None, resolved_annotations=None)
    User.objects.filter(speaking, pk__in=[one.pk for one in people]).delete()


def names_in(folder: Path) -> list[str]:
    return [one["username"] for one in read(folder)["users"]]


def read(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "notes.json").read_text())
    return loaded
