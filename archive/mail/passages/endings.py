"""What programs put around unquoted text: PGP armour, footers of lists."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

LONGEST_FOOTER = 40
RULE = re.compile(r"[-_=~*+#><\s]{1,120}")
FOOTER = re.compile(
    r"To unsubscribe from this list[:,]|You received this message because you are subscribed"
    r"|More information about the .{1,80} mailing list|This SF\.net email is sponsored"
    r"|To unsubscribe, e-?mail:"
    r"|\S{1,80} mailing list(?: +-- +\S{1,120})?$|.{0,60} mailing list$|Yahoo! Groups (?:Sponsor"
    r"|Links)|-{5,60} ?Yahoo! Groups|Visit Yahoo! Groups"
    r"|To unsubscribe from this group|To post to this group|Unsubscribe: ?<?(?:mailto|http)"
    r"|Mailing-?[Ll]iste? .{0,60}$"
    r"|Do You Yahoo!\?|-~----------~----|--~--~---------~"
)
# What Mailman writes where it took an attachment out.
SCRUBBED = re.compile(r"An? [\w -]{1,60} was scrubbed\.\.\.$|Skipped content of type ")
SCRUBBED_FIELD = re.compile(r"(?:Name|Type|Size|Desc|URL|Url|From|To|Cc|Subject|Date) ?:")
NEXT_PART = "-------------- next part"
LINKS = ("http://", "https://", "mailto:", "@", " at ", "unsubscribe", "subscri")
# One of these stands in each line that a footer is told by.
CLUES = (
    "ubscribe", "ailing", "Yahoo!", "To post to this group", "SF.net email", "~---------", "was scrubbed...",
    "Skipped content of type ",
)  # fmt: skip
ARMOUR = "-----BEGIN PGP "


def lines_with_clues(text: str, starts: Sequence[int]) -> list[int]:
    """The lines, of those that start at `starts`, that may be a footer's."""
    found = set()
    for clue in CLUES:
        at = text.find(clue)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            found.add(line)
            at = text.find(clue, starts[line + 1])
    return sorted(found)


def find_footers(raw: Sequence[str], candidates: Iterable[int]) -> list[tuple[int, int]]:
    """Ranges of lines that the list's software added, with the rule above them; candidates have a clue."""
    found = []
    done = 0
    for at in candidates:
        line = raw[at]
        if at < done or line[:1] == ">" or len(line) < 12:
            continue
        if line[0] in "AS" and SCRUBBED.match(line.rstrip()):
            done = end_of_scrubbed(raw, at + 1)
            found.append((at - int(at > 0 and raw[at - 1].startswith(NEXT_PART)), done))
        if at < done or not FOOTER.match(line.strip()):
            continue
        start = with_rule(raw, at)
        end = end_of_footer(raw, at)
        if (start < at or is_telling(line)) and is_linked(raw[at:end]):
            found.append((start, end))
            done = end
    return found


def end_of_scrubbed(raw: Sequence[str], at: int) -> int:
    """The line after the fields that tell of an attachment that was taken out."""
    while at < len(raw) and SCRUBBED_FIELD.match(raw[at]):
        at += 1
    return at


def is_telling(line: str) -> bool:
    """Whether a line says of itself that it is a footer's; “the x mailing list” needs a rule above it."""
    return not line.rstrip().endswith("mailing list") or line.startswith("More information about the ")


def is_linked(lines: Sequence[str]) -> bool:
    return any(link in line for line in lines for link in LINKS)


def with_rule(raw: Sequence[str], at: int) -> int:
    """The line of the rule above a footer, or the footer's own first line."""
    above = at
    while above > max(0, at - 3) and (not raw[above - 1].strip() or RULE.fullmatch(raw[above - 1])):
        above -= 1
    while above < at and not raw[above].strip():
        above += 1
    return above


def end_of_footer(raw: Sequence[str], at: int) -> int:
    """A footer ends where quotes, patches or armour begin, or after two blank lines."""
    end = at
    blanks = 0
    while end < len(raw) and end - at < LONGEST_FOOTER:
        line = raw[end]
        blanks = 0 if line.strip() else blanks + 1
        if blanks > 1 or line[:1] == ">" or line.startswith(("diff ", ARMOUR, NEXT_PART)):
            break
        end += 1
    return end


def find_armour(text: str, raw: Sequence[str]) -> list[tuple[int, int]]:
    """Ranges of lines of PGP armour (RFC 4880, 6.2 and 7): head of signed text, signatures, keys."""
    if ARMOUR not in text:
        return []
    found = []
    opened = None
    for at, line in enumerate(raw):
        if line.startswith("-----BEGIN PGP SIGNED MESSAGE-----"):
            end = at + 1
            while end < len(raw) and raw[end].startswith(("Hash:", "Charset:", "NotDashEscaped:")):
                end += 1
            found.append((at, end))
        elif line.startswith(ARMOUR) and opened is None:
            opened = at
        elif line.startswith("-----END PGP ") and opened is not None:
            found.append((opened, at + 1))
            opened = None
    return found
