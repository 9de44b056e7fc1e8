"""Where patches stand in unquoted text: `diff` output is no prose, its `>` and `--` mark nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

HUNK = re.compile(r"@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@")
HEADER = re.compile(
    r"diff -|diff --|Index: |={60,}$|index [0-9a-f]{4,}|old mode|new mode|(?:new|deleted) file mode"
    r"|similarity index"
    r"|dissimilarity index|(?:copy|rename) (?:from|to) |(?:- )?--- |\+\+\+ |GIT binary patch|Binary files "
    r"|RCS file:|retrieving revision"
)
NAMES = ("--- ", "- --- ")
BEGINS = ("diff ", "Index: ", "--- ", "@@ -")
DIFF_HEADS = re.compile("[-dI@]")
STAT = re.compile(r" \S.{0,300}? \| +(?:\d+|Bin)\b| (?:\.\.\.|\{|\S).{0,300} => .{0,300}\| +\d+")
STAT_END = re.compile(
    r" ?\d+ files? changed\b| (?:create|delete) mode \d+ | (?:rename|copy) .{1,300}\(\d+%\)"
    r"| mode change \d+ "
)
# The head of a hunk in diff's normal format, and what its lines begin with.
NORMAL = re.compile(r"\d{1,9}(?:,\d{1,9})?[acd]\d{1,9}(?:,\d{1,9})?")
NORMAL_SIGNS = ("< ", "> ", "\\ No newline")
DIGITS = re.compile("[0-9]")
CONTEXT_RULE = "*" * 15
PROPERTIES = "Property changes on: "
# Signs of a hunk's lines; lines of others may be ends of lines that a mailer wrapped. All in code points.
SIGNS = frozenset("+- \t@\\")
SHORTEST_WRAPPED, LONGEST_WRAPPED = 50, 90
LONGEST_TAIL = 50
WIDTH = 70
VERSION = re.compile(r"\d{1,3}\.\d")
# What may follow a blank line behind a hunk.
GOES_ON = ("diff ", "Index: ", PROPERTIES)


def find_patches(text: str, raw: Sequence[str], heads: str) -> list[tuple[int, int]]:
    """Ranges of lines (end exclusive), in order, that are diffs or diffstats; `heads` has their first letters."""
    has_diff = (
        ("@" in heads and ("\n@@ -" in text or text.startswith("@@ -")))
        or ("G" in heads and "GIT binary patch" in text)
        or ("*" in heads and CONTEXT_RULE in text)
    )
    begins: list[int] = []
    if has_diff:
        begins = [at for match in DIFF_HEADS.finditer(heads) if raw[at := match.start()].startswith(BEGINS)]
    if "|" in text and ("changed, " in text or "changed\n" in text):
        begins = sorted(begins + [at for at, line in enumerate(raw) if "|" in line and line[0] == " "])
    found = []
    done = 0
    for at in begins:
        if at >= done:
            done = end_of_stat(raw, at) if raw[at][0] == " " else end_of_diff(raw, at)
            if done > at:
                found.append((at, done))
    return found


def end_of_stat(raw: Sequence[str], at: int) -> int:
    """The line after a diffstat that begins here; `at` when none does."""
    end = at
    while end < len(raw) and STAT.match(raw[end]):
        end += 1
    after = end
    while after < len(raw) and STAT_END.match(raw[after]):
        after += 1
    return after if after > end > at else at


def end_of_diff(raw: Sequence[str], at: int) -> int:
    """The line after the diff that begins here; `at` when none does."""
    end = at
    seen_hunk = False
    while end < len(raw):
        line = raw[end]
        if line.startswith("@@ -") and (match := HUNK.match(line)):
            end = end_of_hunk(raw, end + 1, int(match[1] or 1), int(match[2] or 1))
            seen_hunk = True
        elif line.startswith("GIT binary patch"):
            end = end_of_binary(raw, end + 1)
            seen_hunk = True
        elif line == CONTEXT_RULE:
            end = end_of_context(raw, end + 1)
            seen_hunk = True
        elif (
            (HEADER.match(line) and not is_separator(raw, end))
            or (line.startswith("*** ") and end > at)
            or (not line and end + 1 < len(raw) and raw[end + 1].startswith(GOES_ON))
        ):
            end += 1
        elif seen_hunk and line.startswith(PROPERTIES):
            end = end_of_properties(raw, end + 1)
        else:
            break
    return end if seen_hunk or (end > at and raw[at].startswith("diff --git ")) else at


def is_separator(raw: Sequence[str], at: int) -> bool:
    """Whether `--- ` begins something else than the name of a file: nothing of a diff follows it.

    Signed mail has a dash before lines that begin with one (RFC 4880, 7.1).
    """
    return raw[at].startswith(NAMES) and not any(
        line.startswith(("+++ ", CONTEXT_RULE)) for line in raw[at + 1 : at + 3]
    )


def end_of_hunk(raw: Sequence[str], at: int, old: int, new: int) -> int:
    """The line after a hunk that has `old` and `new` lines, or after as much of it as is there."""
    while at < len(raw) and (old > 0 or new > 0):
        sign = raw[at][:1]
        if sign == "+":
            new -= 1
        elif sign == "-":
            if raw[at] == "-- " and is_version(raw, at + 1):
                break
            old -= 1
        elif sign in {" ", "\t", ""}:
            old, new = old - 1, new - 1
        elif sign != "\\" and not is_wrapped(raw, at):
            break
        at += 1
    if at < len(raw) and raw[at].startswith("\\ No newline"):
        at += 1
    return at


def is_version(raw: Sequence[str], at: int) -> bool:
    """Whether the version of git stands here, which ends the mail of a patch."""
    return at < len(raw) and VERSION.match(raw[at]) is not None


def is_wrapped(raw: Sequence[str], at: int) -> bool:
    """Whether a line without a sign is the end of the long one above it, which a mailer wrapped."""
    line, above = raw[at], raw[at - 1]
    if line[0] == "@" or not SHORTEST_WRAPPED <= len(above) <= LONGEST_WRAPPED or len(line) > LONGEST_TAIL:
        return False
    if (line[0] == ">" and above[-1] != "-") or at + 1 == len(raw) or raw[at + 1][:1] not in SIGNS:
        return False
    return len(above) + len(line.split(" ", 1)[0]) >= WIDTH


def end_of_properties(raw: Sequence[str], at: int) -> int:
    """The line after what Subversion says of a file's properties; a blank line ends it."""
    while at < len(raw) and raw[at]:
        at += 1
    return at


def end_of_binary(raw: Sequence[str], at: int) -> int:
    while at < len(raw) and (not raw[at] or " " not in raw[at] or raw[at].startswith(("literal ", "delta "))):
        if not raw[at] and (at + 1 == len(raw) or not raw[at + 1].startswith(("literal ", "delta "))):
            break
        at += 1
    return at


def end_of_context(raw: Sequence[str], at: int) -> int:
    while at < len(raw) and raw[at][:2] in {"  ", "! ", "+ ", "- ", "**", "--", ""} and raw[at] != "-- ":
        at += 1
    return at


def find_normal_diffs(text: str, raw: Sequence[str], candidates: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ranges of lines of diffs in normal format, each hunk by itself; candidates are lines that begin with a digit."""
    for at in candidates:
        if NORMAL.fullmatch(raw[at]) is None:
            continue
        if "\n> " not in text and "\n< " not in text:
            return
        end = at + 1
        while end < len(raw) and (raw[end] in {"<", ">", "---"} or raw[end].startswith(NORMAL_SIGNS)):
            end += 1
        if end > at + 1:
            yield at, end
