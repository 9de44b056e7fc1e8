"""The mailboxes of From, To and Cc: where a list of them is cut, also where programs left the quotes away."""

from __future__ import annotations

import re

from archive.mail.headers.mailbox_forms import Mailbox, holds_address, laid_open, one_mailbox

# The pieces at which a list of mailboxes can be cut: quoted strings and angle brackets hold commas together.
PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|<[^<>]*>|[^",;:()<]+|.', re.DOTALL)
MOST_MAILBOXES = 2000
# The form that nearly all senders have.
USUAL = re.compile(r"(?:([A-Za-z]\w*(?:[ .-]{1,2}\w+)*) )?<([\w.+-]+@[\w.-]*\w)>", re.ASCII)


def mailboxes(value: str) -> list[Mailbox]:
    """All mailboxes of From, To or Cc, in their order; what is no mailbox is left out."""
    if match := USUAL.fullmatch(value):
        return [Mailbox(match[1] or "", match[2], match[2].lower())]
    # Cut first, decode after: a comma in an encoded word separates nothing.
    found: list[Mailbox] = []
    for part in split_list(value)[:MOST_MAILBOXES]:
        opened = laid_open(part)
        pieces = split_list(opened)[:MOST_MAILBOXES] if opened != part else [part]
        found += [mailbox for piece in pieces if piece.strip() and (mailbox := one_mailbox(piece))]
    return found[:MOST_MAILBOXES]


def split_list(value: str) -> list[str]:
    """The texts of single mailboxes."""
    if not any(mark in value for mark in '"(;:,'):
        return [value]
    groups = split_groups(value) if any(mark in value for mark in '"(;:') else [value.split(",")]
    return [text for group in groups for text in with_names_joined(group[:MOST_MAILBOXES])]


def split_groups(value: str) -> list[list[str]]:
    """Cuts at semicolons, marks of groups, and commas that stand outside quotes, brackets and comments."""
    groups: list[list[list[str]]] = [[[]]]
    depth = 0
    for piece in PIECE.findall(value):
        depth = max(0, depth + (piece == "(") - (piece == ")"))
        if depth == 0 and piece == ",":
            groups[-1].append([])
        elif depth == 0 and piece == ";":
            groups.append([[]])
        elif depth == 0 and piece == ":" and not is_link(groups[-1][-1]):
            groups[-1][-1].clear()
        else:
            groups[-1][-1].append(piece)
    return [["".join(part) for part in group] for group in groups]


def is_link(pieces: list[str]) -> bool:
    return bool(pieces) and pieces[-1].lower().endswith("mailto")


def with_names_joined(parts: list[str]) -> list[str]:
    """Parts between commas; those of one name, which Exchange and Notes write without quotes, are one again.

    `Archer, Alice <alice@example.org>`: no address in the first part, and one behind a name in a later one.
    """
    joined: list[str] = []
    waiting: list[str] = []
    for part in parts:
        if not is_address(part):
            waiting.append(part)
        elif waiting and may_end_a_name(part):
            joined.append(",".join([*waiting, part]))
            waiting.clear()
        else:
            joined += [*waiting, part]
            waiting.clear()
    return joined + waiting if joined else [",".join(waiting)]


def is_address(part: str) -> bool:
    return part.rstrip().endswith(">") or holds_address(laid_open(part))


def may_end_a_name(part: str) -> bool:
    """Whether something stands before an address, or within it, as in those of Notes."""
    first = part.split(maxsplit=1)[0]
    return "@" not in first or first.startswith("<") or "/" in first[1:]
