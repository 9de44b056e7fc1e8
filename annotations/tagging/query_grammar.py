"""Tag queries: `network AND iptables NOT dropped`. Text → tree → text, round and round the same. Pure.

    query  = any { "OR" any }          any  = one { ["AND"] one }
    one    = ["NOT"] ( "(" query ")" | tag )

A tag is a path; one with blanks or with a word of the language in it stands in double quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_QUERY = 2_000
MOST_TAGS = 40
TOKEN = re.compile(r'\s*(?:(?P<sign>[()])|"(?P<quoted>[^"]*)"|(?P<word>[^\s()"]+))')
OPERATORS = {"AND", "OR", "NOT"}
BINDING = {"OR": 1, "AND": 2, "NOT": 3}


class QueryError(ValueError):
    """A query that cannot be read. The message says where, and what to write."""


@dataclass(frozen=True, slots=True)
class Term:
    """A tag, by its path."""

    path: str


@dataclass(frozen=True, slots=True)
class Not:
    inner: Query


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


Query = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # "tag", "AND", "OR", "NOT", "(" or ")"
    text: str
    place: int


def tokens(text: str) -> list[Token]:
    """The words of a query; two tags in a row have an AND between them."""
    if len(text) > LONGEST_QUERY:
        raise QueryError(f"The query is longer than {LONGEST_QUERY:,} characters. Shorten it.")
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise QueryError(
                f"The quote mark at character {text.index(chr(34), at) + 1} is not closed. Close it."
            )
        token = token_of(match)
        if found and found[-1].kind in {"tag", ")"} and token.kind in {"tag", "(", "NOT"}:
            found.append(Token("AND", "AND", token.place))
        found.append(token)
        at = match.end()
    return found


def token_of(match: re.Match[str]) -> Token:
    if match["sign"]:
        return Token(match["sign"], match["sign"], match.start("sign"))
    word = match["word"] or ""
    if word.upper() in OPERATORS and word == word.upper():
        return Token(word, word, match.start("word"))
    return Token("tag", match["quoted"] if match["quoted"] is not None else word, match.end())


def parse(text: str) -> Query:
    """Reads a query without recursion, whatever its nesting. Raises QueryError."""
    output: list[Query] = []
    waiting: list[Token] = []
    expects_tag = True
    tags = 0
    for token in tokens(text):
        if expects_tag != (token.kind in {"tag", "(", "NOT"}):
            raise QueryError(
                f"At character {token.place + 1}, {token.text!r} stands where {needed(expects_tag)} belongs."
            )
        if token.kind == "tag":
            tags += 1
            output.append(Term(token.text))
            expects_tag = False
        elif token.kind in {"(", "NOT"}:
            waiting.append(token)
        elif token.kind == ")":
            close(output, waiting, token)
        else:
            while waiting and waiting[-1].kind != "(" and BINDING[waiting[-1].kind] >= BINDING[token.kind]:
                apply(output, waiting.pop())
            waiting.append(token)
            expects_tag = True
    if tags > MOST_TAGS:
        raise QueryError(f"The query names {tags} tags; {MOST_TAGS} are the most. Leave some out.")
    return finish(output, waiting, expects_tag)


def needed(expects_tag: bool) -> str:
    return "a tag" if expects_tag else "AND, OR or NOT"


def close(output: list[Query], waiting: list[Token], token: Token) -> None:
    while waiting and waiting[-1].kind != "(":
        apply(output, waiting.pop())
    if not waiting:
        raise QueryError(
            f"The bracket at character {token.place + 1} closes none that is open. Take it away."
        )
    waiting.pop()


def finish(output: list[Query], waiting: list[Token], expects_tag: bool) -> Query:
    if expects_tag:
        raise QueryError("The query ends where a tag belongs. Add one, or take the last word away.")
    while waiting:
        token = waiting.pop()
        if token.kind == "(":
            raise QueryError(f"The bracket at character {token.place + 1} is not closed. Close it.")
        apply(output, token)
    return output[0]


def apply(output: list[Query], token: Token) -> None:
    last = output.pop()
    if token.kind == "NOT":
        output.append(last.inner if isinstance(last, Not) else Not(last))
        return
    kind = And if token.kind == "AND" else Or
    first = output.pop()
    parts = [part for one in (first, last) for part in (one.parts if isinstance(one, kind) else (one,))]
    output.append(kind(tuple(dict.fromkeys(parts))) if len(set(parts)) > 1 else parts[0])


def write(query: Query) -> str:
    """The query as text that reads back to the same tree. Its nesting is shallow: `MOST_TAGS` bounds it."""
    if isinstance(query, Term):
        return write_path(query.path)
    if isinstance(query, Not):
        return f"NOT {in_brackets(query.inner, And, Or)}"
    if isinstance(query, Or):
        return " OR ".join(in_brackets(part) for part in query.parts)
    words = [in_brackets(part, Or) for part in query.parts]
    return words[0] + "".join(f" {word}" if word.startswith("NOT ") else f" AND {word}" for word in words[1:])


def write_path(path: str) -> str:
    plain = path and not re.search(r'[\s()"]', path) and path.upper() not in OPERATORS
    return path if plain else f'"{path}"'


def in_brackets(query: Query, *kinds: type[And] | type[Or]) -> str:
    return f"({write(query)})" if kinds and isinstance(query, kinds) else write(query)


def paths_in(query: Query) -> list[str]:
    """All paths that a query names, in its order."""
    found: list[str] = []
    waiting = [query]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Term):
            found.append(one.path)
        elif isinstance(one, Not):
            waiting.append(one.inner)
        else:
            waiting += reversed(one.parts)
    return list(dict.fromkeys(found))
