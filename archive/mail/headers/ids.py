"""Message-ID, References, In-Reply-To and List-Id (RFC 5322 section 3.6.4, RFC 2919)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from archive.mail.headers.encoded_words import ENCODED_WORD, clean, decoded, unescaped

BRACKETED = re.compile(r"<([^<>]*)>")
# What stands before an address in "Message from Alice <alice@example.org> of …".
BEFORE_ADDRESS = re.compile(r"\bfrom\b", re.IGNORECASE)
BETWEEN_WORDS = re.compile(r"[\s<>\"(),;]+")
LIST_ID = re.compile(rb"^List-Id:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE | re.IGNORECASE)
# What programs for the web make of brackets.
ESCAPED = ((re.compile(r"&(?:amp;)*(?:lt|#0*60|#x0*3c);", re.IGNORECASE), "<"),
           (re.compile(r"&(?:amp;)*(?:gt|#0*62|#x0*3e);", re.IGNORECASE), ">"),
           (re.compile("%3c", re.IGNORECASE), "<"), (re.compile("%3e", re.IGNORECASE), ">"),
           (re.compile(r"(?<=\w)%40(?=\w)"), "@"))  # fmt: skip
# An id without brackets and "@", as a few programs write them: a long number, or such a word.
BARE = re.compile(r"(?=\S*\d)[\w.$+-]{6,}", re.ASCII)
# Fields of templates that were not filled in.
TEMPLATE = re.compile(
    r"\{\{|\$\{|\$\(|%[sd{]|\[PATCH|"
    r"^[$%{\[]*(?:[a-z]{1,20}[-_ ]){0,3}(?:message|msg)[-_ ]?ids?(?:[-_ ][a-z]{1,20}){0,3}[}\]%]*(?:@[^\d]*)?$",
    re.IGNORECASE,
)
LONGEST_ID = 500
# Ids have many figures in front; addresses of people, prompts and templates have few.
MANY_FIGURES = re.compile(r"(?:[^\d@]*\d){6}")
KEPT_REFERENCES = 100


def message_ids(value: str) -> list[str]:
    """All ids that a value names, without `<>`, in their order."""
    value = laid_open(value)
    found: list[str] = []
    doubtful: list[str] = []
    last_end = 0
    for match in BRACKETED.finditer(value):
        before = value[last_end : match.start()]
        is_address = bool(before.strip()) and BEFORE_ADDRESS.search(before) is not None
        (doubtful if is_address else found).append(match[1])
        last_end = match.end()
    if not found and not doubtful:
        words = BETWEEN_WORDS.split(value.strip())
        is_bare = all(BARE.fullmatch(word) for word in words)
        found = words if is_bare else [word for word in words if "@" in word.strip("@")]
    return [identifier for text in found or doubtful if (identifier := tidy(text))]


def laid_open(value: str) -> str:
    """A value whose brackets can be seen: encoded words and escapes undone."""
    value = decoded(value) if "=?" in value and ENCODED_WORD.search(value) else unescaped(value)
    if "<" not in value and ("&" in value or "%" in value):
        for escape, sign in ESCAPED:
            value = escape.sub(sign, value)
    return value


def tidy(text: str) -> str:
    """An id without blanks and folds. One too long for an index is replaced by its digest, everywhere."""
    identifier = text if text.isprintable() else clean(text)
    identifier = "".join(identifier.split())
    if len(identifier) <= LONGEST_ID:
        return identifier
    return f"{sha256(identifier.encode()).hexdigest()[:32]}@long.invalid"


def own_id(value: str) -> str:
    """The id of a Message-ID header, also one without brackets; "" when there is none."""
    found = message_ids(value)
    return found[0] if found else tidy(decoded(value).strip("<> "))


def references(
    values: Iterable[str], in_reply_to: Iterable[str], own: str = "", people: Iterable[str] = ()
) -> tuple[str, ...]:
    """The ancestors of a message, the oldest first, the parent last; of long lists the first and the last 99.

    The parent is what In-Reply-To names; what References name behind it, the message does not answer. `people` are
    values of From, To and the like: an address of theirs is no ancestor.
    """
    named = dict.fromkeys(identifier for value in values for identifier in message_ids(value))
    answered = [identifier for value in in_reply_to for identifier in message_ids(value)[:1]]
    addressed = list(people)
    chain = [
        one for one in named if one != own and (MANY_FIGURES.match(one) or names_a_message(one, addressed))
    ]
    for one in answered:
        if one in named:
            chain = chain[: chain.index(one) + 1] if one in chain else chain
        elif one != own and names_a_message(one, addressed):
            chain.append(one)
    return shortened(tuple(chain))


def names_a_message(identifier: str, people: Iterable[str] = ()) -> bool:
    """Whether what stands where an id should can be one.

    Old programs asked for the id to answer, and took `y` for it, or an address; others left a template as it was.
    """
    if MANY_FIGURES.match(identifier):
        return True
    local, sign, _ = identifier.partition("@")
    if TEMPLATE.search(identifier) or (sign and not local.strip("<>\"' ")):
        return False
    if not sign:
        return BARE.fullmatch(identifier) is not None
    holding = [value for value in people if identifier.lower() in value.lower()]
    if not holding:
        return True
    address = re.compile(rf"(?<![\w.+-]){re.escape(identifier)}(?![\w.-])", re.IGNORECASE)
    return not any(map(address.search, holding))


def shortened(identifiers: tuple[str, ...]) -> tuple[str, ...]:
    if len(identifiers) <= KEPT_REFERENCES:
        return identifiers
    return identifiers[:1] + identifiers[-(KEPT_REFERENCES - 1) :]


def list_id_in(head: bytes) -> str:
    """What the List-Id header says among these lines, in lower case; "" when there is none, or none in brackets."""
    header = LIST_ID.search(head)
    value = header[1].decode("utf-8", "surrogateescape") if header else ""
    return list_id(value) if BRACKETED.search(value) else ""


def list_id(value: str) -> str:
    """The name in a List-Id header, in lower case, as `containers.lists.example.org`."""
    text = decoded(value)
    match = BRACKETED.search(text)
    return "".join((match[1] if match else text).lower().split())
