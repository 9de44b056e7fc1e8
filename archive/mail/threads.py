"""From (id, references) to trees: parents, order and depth.

Pure functions of the set of nodes: the same messages give the same trees, in whatever order they come.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, TypeVar

LAST = dt.datetime.max.replace(tzinfo=dt.UTC)
Parents = dict[str, str | None]
Key = TypeVar("Key")
Decided = Mapping[str, str | None]
Rank = tuple[dt.datetime, str]


class Node(NamedTuple):
    """A message to place. `references` name its ancestors, the oldest first, the parent last."""

    key: str
    references: tuple[str, ...]
    sent_at: dt.datetime | None
    is_missing: bool = False


class Place(NamedTuple):
    """Where a message stands: `order` counts from 0 through the tree of `root`, depth first."""

    key: str
    parent: str | None
    order: int
    depth: int
    root: str


def arrange(nodes: Collection[Node], decided: Decided = MappingProxyType({})) -> list[Place]:
    """Places every message and every missing one that references name; trees one after the other.

    `decided` overrules references: what a message answers, or None for one that begins a tree.
    """
    known = {node.key: node for node in nodes}
    lines = {key: ancestry(node) for key, node in known.items()}
    parents = first_parents(known, lines)
    dates = {key: node.sent_at or LAST for key, node in known.items()}
    break_cycles(parents, dates)
    overrule(parents, decided)
    children = children_of(parents)
    ranks = rank_all(known, parents, children, dates)
    return place_all(children, ranks)


def ancestry(node: Node) -> list[str]:
    """A message's ancestors, each once and never itself, the parent last."""
    return [key for key in dict.fromkeys(node.references) if key != node.key]


def first_parents(known: dict[str, Node], lines: dict[str, list[str]]) -> Parents:
    """Each message under the last of its references; without any, where most of the others put it."""
    parents: Parents = {key: line[-1] if line else None for key, line in lines.items()}
    for line in lines.values():
        for key in line:
            parents.setdefault(key, None)
    for key, votes in votes_for(parents, lines).items():
        most = max(votes.values())
        parents[key] = min(candidate for candidate, count in votes.items() if count == most)
    return parents


def votes_for(parents: Parents, lines: dict[str, list[str]]) -> dict[str, Counter[str]]:
    """For messages without a parent: how often each other id stands just before them in references."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines.values():
        for before, key in pairwise(line):
            if parents[key] is None:
                votes[key][before] += 1
    return votes


def break_cycles(parents: Parents, dates: dict[str, dt.datetime]) -> None:
    """In each loop the oldest message, then the one with the smallest key, becomes a root."""
    walked: dict[str, str] = {}
    for start in parents:
        key: str | None = start
        while key is not None and key not in walked:
            walked[key] = start
            key = parents[key]
        if key is not None and walked[key] == start:
            parents[min(loop_through(key, parents), key=lambda at: (dates.get(at, LAST), at))] = None


def loop_through(start: str, parents: Parents) -> list[str]:
    loop, key = [start], parents[start]
    while key is not None and key != start:
        loop.append(key)
        key = parents[key]
    return loop


def overrule(parents: Parents, decided: Decided) -> None:
    """Takes trees apart, then joins them in the order given.

    A join that would make a circle is passed over: its message stands where references put it, if it can.
    """
    told = {key: parents[key] for key in decided if key in parents}
    parents |= dict.fromkeys(told)
    joins = [(key, decided[key]) for key in told if decided[key] is not None]
    passed_over = [key for key, onto in joins if not put_below(onto, key, parents)]
    for key in passed_over:
        put_below(told[key], key, parents)


def put_below(onto: str | None, key: str, parents: Parents) -> bool:
    """Whether it could be done without a circle."""
    if onto not in parents or key in line_above(onto, parents):
        return False
    parents[key] = onto
    return True


def line_above(key: Key | None, parents: Mapping[Key, Key | None]) -> set[Key]:
    """A message and all that it stands below."""
    line: set[Key] = set()
    while key is not None:
        line.add(key)
        key = parents[key]
    return line


def children_of(parents: Parents) -> dict[str | None, list[str]]:
    children: dict[str | None, list[str]] = defaultdict(list)
    for key, parent in parents.items():
        children[parent].append(key)
    return children


def rank_all(
    known: dict[str, Node],
    parents: Parents,
    children: dict[str | None, list[str]],
    dates: dict[str, dt.datetime],
) -> dict[str, Rank]:
    """What siblings are sorted by: date, then key. A missing message has that of its earliest descendant."""
    earliest = dict.fromkeys(parents, LAST)
    for key in reversed(roots_first(children)):
        node = known.get(key)
        if node is not None and not node.is_missing:
            earliest[key] = min(earliest[key], dates[key])
        parent = parents[key]
        if parent is not None:
            earliest[parent] = min(earliest[parent], earliest[key])
    missing = {key for key in parents if key not in known or known[key].is_missing}
    return {key: (earliest[key] if key in missing else dates[key], key) for key in parents}


def roots_first(children: dict[str | None, list[str]]) -> list[str]:
    """All keys, each after its parent."""
    keys = list(children.get(None, ()))
    for key in keys:
        keys += children.get(key, ())
    return keys


def place_all(children: dict[str | None, list[str]], ranks: dict[str, Rank]) -> list[Place]:
    places = []
    for root in by_rank(children.get(None, ()), ranks):
        stack: list[tuple[str, str | None, int]] = [(root, None, 0)]
        order = 0
        while stack:
            key, parent, depth = stack.pop()
            places.append(Place(key, parent, order, depth, root))
            order += 1
            below = by_rank(children.get(key, ()), ranks)
            stack += [(child, key, depth + 1) for child in reversed(below)]
    return places


def by_rank(keys: Iterable[str], ranks: dict[str, Rank]) -> list[str]:
    return sorted(keys, key=ranks.__getitem__)
