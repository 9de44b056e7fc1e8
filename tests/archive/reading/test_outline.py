"""Outlines printed as indented names; a missing message is (Name), or (number of them)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from archive.models import Message
from archive.reading.outline import make_outline


def message(key: int, parent: int | None, name: str = "", quoted: bool = False) -> Message:
    known_from = "quotes" if quoted else "references" if not name else "mail"
    return Message(pk=key, message_id=str(key), parent_id=parent, sender_name=name, known_from=known_from)


def printed(messages: list[Message], readable: Iterable[int], rebuilt: Collection[int] = ()) -> list[str]:
    lines = []
    for entry in make_outline(messages, readable, rebuilt):
        name = entry.who if entry.is_readable else f"({entry.who if entry.is_named else entry.missing_count})"
        lines.append("  " * entry.depth + name)
    return lines


def test_a_tree_is_indented() -> None:
    thread = [message(1, None, "alice"), message(2, 1, "bob"), message(3, 2, "alice"), message(4, 1, "chen")]
    assert printed(thread, [1, 2, 3, 4]) == ["alice", "  bob", "    alice", "  chen"]


def test_missing_messages_hold_their_place() -> None:
    thread = [message(1, None), message(2, 1, "bob")]
    assert printed(thread, [2]) == ["(1)", "  bob"]


def test_those_known_from_quotes_keep_their_name() -> None:
    thread = [
        message(1, None, "serge", quoted=True),
        message(2, 1, "paul", quoted=True),
        message(3, 2, "kirill"),
    ]
    assert printed(thread, [3], [1, 2]) == ["(serge)", "  (paul)", "    kirill"]


def test_whom_quotes_name_that_this_reader_may_not_see_stays_unnamed() -> None:
    thread = [
        message(1, None, "serge", quoted=True),
        message(2, 1, "paul", quoted=True),
        message(3, 2, "kirill"),
    ]
    assert printed(thread, [3], [2]) == ["(1)", "  (paul)", "    kirill"]
    assert printed(thread, [3]) == ["(2)", "  kirill"]


def test_a_chain_of_nameless_ones_stands_as_one_line() -> None:
    thread = [message(1, None), message(2, 1), message(3, 2), message(4, 3, "bob")]
    assert printed(thread, [4]) == ["(3)", "  bob"]


def test_what_a_reader_may_not_see_looks_like_a_missing_message() -> None:
    thread = [message(1, None, "alice"), message(2, 1, "secret"), message(3, 2, "bob")]
    assert printed(thread, [1, 3]) == ["alice", "  (1)", "    bob"]


def test_and_is_left_out_when_nothing_readable_answers_it() -> None:
    thread = [message(1, None, "alice"), message(2, 1, "secret"), message(3, 2)]
    assert printed(thread, [1]) == ["alice"]


def test_lists_open_and_close_in_balance() -> None:
    thread = [message(1, None, "a"), message(2, 1, "b"), message(3, 2, "c"), message(4, None, "d")]
    entries = make_outline(thread, [1, 2, 3, 4])
    assert [(entry.opens, entry.closes) for entry in entries] == [
        (True, 0),
        (True, 0),
        (False, 2),
        (False, 0),
    ]


def test_depth_has_an_end() -> None:
    thread = [message(key, key - 1 or None, f"p{key}") for key in range(1, 3000)]
    entries = make_outline(thread, range(1, 3000))
    assert len(entries) == 2999
    assert max(entry.depth for entry in entries) == 12
