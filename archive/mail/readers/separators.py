"""Which lines of an mbox that begin with "From " separate two mails, and which are prose.

A line separates when somebody's address stands in it, then a date, then nothing but a zone, a year or "remote from",
and header lines follow. Any other one with a date does when a whole head follows, up to its empty line.
"""

from __future__ import annotations

import re

LOOK_AHEAD = 2000
PATCH = re.compile(rb"From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001")
DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?[ \t]+"
DATE = rb"(?:[A-Z][a-z]{2,8}[ \t]+\d{1,2}|\d{1,2}[ \t]+[A-Z][a-z]{2,8})(?:[, \t]+\d{4})?[, \t]+"
TIME = rb"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,9})?"
MOMENT = rb"(?:(?:" + DAY + rb")?" + DATE + rb"|\d{4}-\d\d-\d\d[T \t]+)" + TIME
ZONE = rb"[+-]\d\d:?\d\d|[A-Z]{1,5}(?:[+-]\d{1,4})?|[A-Z][a-z]{2}|\([^()\n]{0,40}\)|\d{4}"
END = rb"(?:Z|[+-]\d\d:?\d\d)?(?:[ \t]+(?:" + ZONE + rb"|remote from \S{1,200}))*[ \t\r]*$"
# Also as archives hide it, or as programs write that know none.
ADDRESS = (
    rb'(?:-|<>|MAILER[-_]DAEMON|(?:[^\s@"]{0,200}|"[^"\n]{1,200}")@\S{0,200}|\S{1,200} at \S{0,200}'
    rb"|[^\s(]{1,200}\(a\)\S{1,200})"
)
SURE = re.compile(rb"From +" + ADDRESS + rb"[ \t]+" + MOMENT + END)
# A name on the machine itself.
LOCAL = re.compile(rb"From +\S{1,200}[ \t]+" + MOMENT + END)
DATED = re.compile(rb"\b" + DAY + DATE + rb"[^\n]{0,40}?\d:\d\d|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
# An address alone, or with a time in whatever language.
ADDRESSED = re.compile(rb"From +(?:\S+[ \t\r]*$|(?:-|[^\s@]{1,200}@\S{1,200}) +[^\n]{0,60}?\d[:.]\d\d)")
HEADER = re.compile(rb"(?![A-Za-z][A-Za-z0-9+.-]{1,20}://)[!-9;-~]{1,100}[ \t]*:|>From ")
# Nearly every mail has one of these; the next ones are words of people, too.
MAIL_HEADER = re.compile(
    rb"(?i)(?:return-path|received|delivered-to|envelope-to|x-[\w-]{1,80}|from|message-id|mime-version"
    rb"|content-[\w-]{1,40}|in-reply-to|references|reply-to|list-[\w-]{1,20}|dkim-signature"
    rb"|authentication-results|resent-[\w-]{1,20})[ \t]*:"
)
COMMON_HEADER = re.compile(MAIL_HEADER.pattern + rb"|(?:to|cc|date|subject|sender|status|newsgroups)[ \t]*:")
BLANK = re.compile(rb"\r?\n")


def separates(line: bytes, after: bytes, after_blank: bool, splits_patches: bool) -> bool:
    """Whether a line separates two mails; `after` is what follows it, up to LOOK_AHEAD bytes.

    Patches as `git format-patch` writes them begin with a line that is none, but where the file consists of them.
    """
    if PATCH.match(line):
        return splits_patches and HEADER.match(after) is not None
    if SURE.match(line):
        return HEADER.match(after) is not None or (after_blank and BLANK.match(after) is not None)
    if LOCAL.match(line):
        return is_head(after, COMMON_HEADER)
    if not after_blank:
        return False
    if ADDRESSED.match(line):
        return is_head(after, COMMON_HEADER)
    return DATED.search(line) is not None and is_head(after, MAIL_HEADER)


def is_head(after: bytes, expected: re.Pattern[bytes]) -> bool:
    """Whether headers stand there up to an empty line, or as far as is seen, and an expected one among them."""
    found, at = False, 0
    while (end := after.find(b"\n", at)) >= 0:
        if at and BLANK.match(after, at):
            return found
        if not (at and after[at : at + 1] in {b" ", b"\t"}):
            if HEADER.match(after, at, end) is None:
                return False
            found = found or expected.match(after, at, end) is not None
        at = end + 1
    return found and len(after) >= LOOK_AHEAD
