"""One mailbox of a header: a name and an address, in the forms of RFC 5322 and in those that programs write instead."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.mail.headers.encoded_words import ENCODED_WORD, decoded
from archive.mail.names import without_turns

ANGLE = re.compile(r"<+([^<>]*)>*")
COMMENT = re.compile(r"^(?P<address>[^()]*[^()\s])\s*\((?P<name>.*)\)\s*$", re.DOTALL)
COMMENT_FIRST = re.compile(r"^\s*\((?P<name>[^()]*)\)\s*(?P<address>[^()]*)$")
HIDDEN_AT = re.compile(
    r"\s+(?:at|_at_)(?:\s+|$)|(?<=[\w ])\s?(?:\(at\)|\[at\]|\(a\)|\[a\]|\{at\})(?:\s?(?=[\w ])|$)",
    re.IGNORECASE,
)
HIDDEN_DOT = re.compile(r"\s?(?:\(dot\)|\[dot\]|\{dot\})\s?|\s+dot\s+", re.IGNORECASE)
PAGE_LINE = re.compile(r"(?:(?P<name>.*?)\s+)??(?P<address>[^\s<>]+@[^\s<>]*|[^\s<>]+ at(?: [^\s<>]+)?)$")
# Of Notes: “CN=Alice Archer/O=Plans@Plans”.
OF_NOTES = re.compile(r"\s*(?:CN=)?(?P<name>[^/@<>]* [^/@<>]*)/[^@<>]*@\S*\s*$", re.IGNORECASE)
# What may stand before an address: the host that it is to go through, or what makes it a link.
BEFORE_ADDRESS = re.compile(r"^[\s\[(\"']*(?:@[^:]*:|(?:mailto|smtp):(?://)?)\s*", re.IGNORECASE)
# Exchange writes so who sent a mail, and for whom.
ON_BEHALF_OF = re.compile(r"^.*\bon behalf of\b(?=.*\w)", re.IGNORECASE | re.DOTALL)
LINK_QUERY = re.compile(r"\?.*", re.DOTALL)
AROUND_AT = re.compile(r"\s*@\s*")
WITHIN = re.compile(r"\([^()]*\)")
WRAPPED = re.compile(r"^[\"'\[(]+([^\"'\[\]()]*@[^\"'\[\]()]*)[\"'\])]+$")
LONGEST = 2_000


class Mailbox(NamedTuple):
    """A person as a header names them. `key` joins spellings of one address: lower case, ` at ` as `@`."""

    name: str
    address: str
    key: str


def address_key(address: str) -> str:
    """What two spellings of one address have in common."""
    key = address.strip().lower()
    if "dot" in key and HIDDEN_AT.search(key):
        key = HIDDEN_DOT.sub(".", key)
    return key if "@" in key else "".join(HIDDEN_AT.sub("@", key, count=1).split())


def holds_address(text: str) -> bool:
    return "@" in text or HIDDEN_AT.search(text) is not None


def laid_open(text: str) -> str:
    """A piece of a header whose address stands in encoded words, decoded; any other as it is."""
    if "=?" not in text or holds_address(ENCODED_WORD.sub("", text)):
        return text
    opened = decoded(text)
    return opened if "@" in opened else text


def one_mailbox(text: str) -> Mailbox | None:
    """The mailbox that a piece of a header holds."""
    text = (decoded(text) if "=?" not in text else text.strip())[-LONGEST:]
    if "ehalf" in text:
        text = ON_BEHALF_OF.sub("", text)
    name, address = in_angles(text) or as_comment(text) or in_a_row(text)
    name, address = plain_name(name), plain_address(address)
    if name == address:
        name = ""
    return Mailbox(name, address, address_key(address)) if name or address else None


def in_angles(text: str) -> tuple[str, str] | None:
    """`Alice <alice@example.org>`, a comment or the name behind it too."""
    found = list(ANGLE.finditer(text)) if "<" in text else []
    if not found:
        return None
    match = next((one for one in reversed(found) if holds_address(one[1])), found[-1])
    after = text[match.end() :].strip()
    if after and not holds_address(match[1]):
        return None
    before = "".join(piece for piece in ANGLE.split(text[: match.start()])[::2])
    if comment := COMMENT_FIRST.match(before):
        before = comment["address"].strip() or comment["name"]
    return before.strip() or inner(after), match[1]


def as_comment(text: str) -> tuple[str, str] | None:
    """`alice@example.org (Alice)`, and the other way round."""
    if "@" not in text and HIDDEN_AT.search(text) and not HIDDEN_AT.search(text.partition(" (")[0] or text):
        return "", text
    match = COMMENT.match(text) or COMMENT_FIRST.match(text)
    if match is None:
        return None
    name, address = match["name"], match["address"]
    if holds_address(name) and not holds_address(address):
        return address, name
    before, address = in_a_row(address)
    return (before or name, address) if address or not holds_address(text) else None


def in_a_row(text: str) -> tuple[str, str]:
    """`Alice alice@example.org`, an address alone, or a name alone."""
    if not holds_address(text):
        return text, ""
    if match := OF_NOTES.match(text):
        return match["name"], text
    text = AROUND_AT.sub("@", text.partition(" #")[0].strip())
    words = text.split()
    addresses = [word for word in words if "@" in word]
    if len(addresses) == 1 and '"@' not in text:
        return " ".join(word for word in words if word is not addresses[0]), addresses[0]
    match = PAGE_LINE.match(text) if not addresses else None
    return (match["name"] or "", match["address"]) if match else ("", text)


def inner(text: str) -> str:
    """The name that stands behind an address, or in a comment there."""
    if text[:1] == "(" and text[-1:] == ")":
        return text[1:-1].strip()
    return text if text[:1].isalpha() or "=?" in text else ""


def plain_address(address: str) -> str:
    """An address alone: without the way it is to go, comments, quotes, and blanks around its sign."""
    address = without_turns(decoded(address))
    before = BEFORE_ADDRESS.match(address)
    if before and "@" in address[before.end() :]:
        address = LINK_QUERY.sub("", address[before.end() :]).rstrip("])\"' ")
    if "@" not in address:
        return address
    if "(" in address and "@" in (bare := WITHIN.sub("", address)):
        address = bare
    wrapped = WRAPPED.match(address)
    return AROUND_AT.sub("@", wrapped[1] if wrapped else address).strip()


def plain_name(name: str) -> str:
    """A display name without its quotes and escapes, decoded."""
    name = without_turns(decoded(name))
    for _ in range(2):
        if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
            name = name[1:-1].strip()
    name = name.replace("\\", "").strip(' "') if "\\" in name or '"' in name else name
    return name.strip(" ,;") if name[-1:] in {",", ";"} else name


def page_mailbox(line: str) -> Mailbox:
    """The "Name address" line of a copied page; a redacted address ("dev at") stays as it is."""
    line = line.strip()
    match = PAGE_LINE.match(line)
    if match is None:
        return Mailbox(line, "", "")
    return Mailbox((match["name"] or "").strip(), match["address"], address_key(match["address"]))
