"""Texts of stored messages (`archive_body`, `archive_span`) as tracing reads them: speakers as the text alone tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from archive.importing.database import select
from archive.importing.quotes import sql
from archive.importing.threads.split_families import Families
from archive.mail.cut_pieces import NOBODIES
from archive.mail.origins import Source
from archive.mail.passages import Kind, Known, Span
from archive.mail.thread_quotes import ThreadToTrace


def load_threads(threads: list[int], families: Families) -> list[ThreadToTrace]:
    """Threads with their messages; those that an administrator split are read as one, for their quotes are."""
    rows = select(sql.TREES, threads=threads)
    parents: dict[int, dict[int, int | None]] = defaultdict(dict)
    family_of: dict[int, int] = {}
    for key, thread, parent in rows:
        family = min(families.of(thread))
        parents[family][key] = parent
        family_of[key] = family
    for tree in parents.values():
        families.restore(tree)
    sources: dict[int, list[Source]] = defaultdict(list)
    for source in load_messages(family_of):
        sources[family_of[source.key]].append(source)
    return [ThreadToTrace(tuple(sources[family]), tree) for family, tree in parents.items()]


def load_messages(keys: Collection[int]) -> list[Source]:
    """Those of the messages that are stored, the oldest first."""
    spans = spans_of(keys)
    rows = select(sql.STORED_TEXTS, messages=list(keys), nobodies=list(NOBODIES))
    return [Source(key, text, tuple(spans[key]), author, sent_at) for key, text, author, sent_at in rows]


def spans_of(keys: Collection[int]) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    kinds, knowns = {str(kind): kind for kind in Kind}, {str(known): known for known in Known}
    for message, kind, *told, known in select(sql.SPANS, messages=list(keys)):
        spans[message].append(Span._make((kinds[kind], *told, knowns[known])))
    return spans
