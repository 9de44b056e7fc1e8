"""Problems of import runs (`archive_importproblem`): their kind is the reason without its particulars."""

from __future__ import annotations

import re

from archive.models import ImportProblem, ImportRun, widths

PARTICULARS = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|(?<![\w-])[\d,.]*\d(?![\w-])")
DETAIL = re.compile(r"\((\w*(?:Error|Exception|Warning)): .*?\)(?=[. ])", re.DOTALL)


def kind_of(reason: str, source: str) -> str:
    """The reason without names of files, numbers, quoted words and what an exception said of them."""
    for name in names_in(source):
        reason = reason.replace(name, "…")
    reason = DETAIL.sub(r"(\1)", reason)
    return " ".join(PARTICULARS.sub("…", reason).split())[: widths.PROBLEM_KIND]


def names_in(source: str) -> list[str]:
    """What a reason may call a source: all of it, its container, what stands in that; the longest first.

    A bare word is none: it may be a word of the reason.
    """
    cuts = [at for at, mark in enumerate(source) if mark == "/" and at]
    parts = {source, *(source[:at] for at in cuts), *(source[at + 1 :] for at in cuts)}
    return sorted((part for part in parts if {".", "/", ":"} & set(part)), key=len, reverse=True)


def problem_of(run: ImportRun, source: str, reason: str, offset: int = 0) -> ImportProblem:
    """A problem of a run, not written yet."""
    return ImportProblem(run=run, source=source, offset=offset, reason=reason, kind=kind_of(reason, source))
