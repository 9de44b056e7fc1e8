"""How tags change: renamed, or merged into another. Each is one transaction of a fixed number of statements, and
leaves an event on every annotation that carries a tag concerned. Old paths stay as aliases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from annotations.models import Event, Tag, TagAlias
from annotations.models.tag_paths import MAX_PATH, hue_of, normal_path, path_and_above
from annotations.tagging import sql
from archive.importing.database import execute


class TagChangeError(ValueError):
    """A change that cannot be made. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one tag: it takes a path, or is folded into the tag that has it."""

    tag: Tag
    path: str
    into: Tag | None = None

    @property
    def survivor(self) -> Tag:
        return self.into or self.tag


def usable_path(typed: str) -> str:
    """The path that was typed, in its one spelling; a part above its name that is an alias gives way to its
    tag. Raises TagChangeError."""
    path = normal_path(typed)
    if not path:
        raise TagChangeError("Write a path of words divided by slashes, such as network/iptables.")
    above, slash, name = path.rpartition("/")
    return TagAlias.objects.followed([above])[above] + slash + name


def plan_rename(tag: Tag, path: str) -> list[Move]:
    """The moves of a tag and all below it when it takes a path. Raises TagChangeError."""
    moves = plan(tag, path)
    for move in moves:
        if move.into and move.into.path == move.path:
            raise TagChangeError(f"{move.path} is a tag already. To join the two, merge one into the other.")
        if move.into:
            raise TagChangeError(f"{move.path} is an alias of {move.into}. Take the alias away there first.")
    return moves


def plan(tag: Tag, path: str) -> list[Move]:
    """The moves of a tag and all below it to a path and below; where another tag has one, as its path or as an
    alias, they fold into it. Raises TagChangeError."""
    if path.startswith(f"{tag.path}/"):
        raise TagChangeError(f"{path} lies below {tag.path}. A tag and those below it cannot move there.")
    moved = list(Tag.objects.below(tag.path).by_path())
    new = {one: path + one.path.removeprefix(tag.path) for one in moved}
    if long := next((one for one in new.values() if len(one) > MAX_PATH), ""):
        raise TagChangeError(f"{long} is longer than {MAX_PATH} characters. Choose a shorter path.")
    aliases = TagAlias.objects.filter(alias__in=new.values()).exclude(tag__in=moved).select_related("tag")
    taken = {alias.alias: alias.tag for alias in aliases}
    taken |= {other.path: other for other in Tag.objects.filter(path__in=new.values()) if other not in new}
    return [Move(one, at, taken.get(at)) for one, at in new.items()]


@transaction.atomic
def rename_tag(actor: User, tag: Tag, path: str) -> int:
    """Gives a tag another path, and all below it with it; how many tags that were. Raises TagChangeError."""
    wanted = usable_path(path)
    if wanted == tag.path:
        return 0
    list(Tag.objects.below(tag.path).select_for_update())
    moves = plan_rename(tag, wanted)
    record_changes(actor, [move.tag for move in moves])
    make_moves(moves)
    add_tags_above(wanted)
    return len(moves)


@transaction.atomic
def merge_tags(actor: User, gone: Iterable[Tag], kept: Tag) -> int:
    """Folds tags into one: their notes carry it, tags below them come to be below it, their paths are aliases of
    it; on how many notes that left an event. Raises TagChangeError when `kept` lies below one of the others."""
    folded = sorted((tag for tag in gone if tag != kept), key=lambda tag: tag.level, reverse=True)
    moved = [move.tag for tag in folded for move in plan(tag, kept.path)]
    list(Tag.objects.filter(pk__in=[tag.pk for tag in [*moved, kept]]).order_by("pk").select_for_update())
    recorded = record_changes(actor, moved)
    for tag in folded:
        make_moves(plan(tag, kept.path))
    return recorded


def record_changes(actor: User, tags: Sequence[Tag]) -> int:
    """An event on each annotation that carries one of these tags, with what it said before."""
    return execute(
        sql.RECORD_CHANGES,
        at=timezone.now(),
        actor=actor.pk,
        verb=Event.Verb.EDITED.value,
        tags=[tag.pk for tag in tags],
    )


def make_moves(moves: Sequence[Move]) -> None:
    old = {move.tag.path: move.survivor for move in moves}
    fold([(move.tag, move.into) for move in moves if move.into])
    set_paths([(move.tag, move.path) for move in moves if not move.into])
    standing = set(Tag.objects.filter(path__in=old).values_list("path", flat=True))
    TagAlias.objects.bulk_create(
        [TagAlias(alias=path, tag=tag) for path, tag in old.items() if path not in standing],
        ignore_conflicts=True,
    )


def fold(pairs: Sequence[tuple[Tag, Tag]]) -> None:
    """Notes, aliases and, where there is none, the description of the first go to the second of each pair."""
    gone, survivors = [tag.pk for tag, _ in pairs], [survivor.pk for _, survivor in pairs]
    for statement in (sql.MOVE_NOTES, sql.MOVE_ALIASES, sql.MOVE_DESCRIPTIONS):
        execute(statement, gone=gone, survivors=survivors)
    Tag.objects.filter(pk__in=gone).delete()


def set_paths(pairs: Sequence[tuple[Tag, str]]) -> None:
    """By way of paths that nobody can type: a tag may take the path that another leaves."""
    ids, paths = [tag.pk for tag, _ in pairs], [path for _, path in pairs]
    TagAlias.objects.filter(alias__in=paths).delete()
    Tag.objects.filter(pk__in=ids).update(path=Concat(Value("/"), F("pk")))
    execute(sql.SET_PATHS, tags=ids, paths=paths)


def add_tags_above(path: str) -> None:
    """Makes the tags above a path that are not there."""
    *above, _ = path_and_above(path)
    Tag.objects.bulk_create([Tag(path=step, hue=hue_of(step)) for step in above], ignore_conflicts=True)
