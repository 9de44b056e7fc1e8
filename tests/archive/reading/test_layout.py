"""Layouts printed to read like the page: depth as bars, segments by their kind."""

from __future__ import annotations

from archive.mail.passages import find_spans
from archive.mail.readers import RawMail, read_source
from archive.reading.layout import LaidSegment, excerpt, lay_out
from tests.paths import SEEDS


def sample_text() -> str:
    from datetime import UTC, datetime

    from archive.mail.message import parse

    [raw] = [one for one in read_source(SEEDS / "000_6d073b4f7d4f71f5.txt") if isinstance(one, RawMail)]
    return parse(raw, datetime(2026, 1, 1, tzinfo=UTC)).text


def printed(text: str) -> list[str]:
    """Each segment on one line: bars for its depth, its kind, its first words."""
    return [
        f"{'|' * span.depth} {segment.kind}: {segment.first_words[:40]}".strip()
        for span in lay_out(text, find_spans(text))
        for segment in span.segments
    ]


def test_the_sample_document() -> None:
    shown = printed(sample_text())
    assert "| paragraph: Features that I'd like to see in the sho" in shown
    assert [line for line in shown if line.startswith("| item")] == [
        "| item: - support for virtualized containerfs mo",
        "| item: - automatically prefixing control file n",
        "| item: - removing unnecessary locking where pos",
        "| item: - simplifying the control file API",
        "| item: - a userspace RBCE along with simple con",
        "| item: - splitting the memory and cpu isolation",
        "| item: - some kind of network connect/bind/acce",
    ]
    assert shown[-1].startswith("paragraph: Not sure why it requires")


def test_an_item_holds_its_wrapped_lines() -> None:
    text = sample_text()
    items = [
        one
        for span in lay_out(text, find_spans(text))
        if span.depth == 1
        for one in span.segments
        if one.is_item
    ]
    assert [len(one.lines) for one in items] == [2, 2, 1, 1, 5, 2, 10]
    assert items[0].lines[1].text == "can mount their own containerfs and manage sub-containers"
    assert [one.opens_list for one in items] == [True, False, False, False, False, True, False]
    assert [one.closes_list for one in items] == [False, False, False, False, True, False, True]


def test_lines_are_where_they_say() -> None:
    text = sample_text()
    for span in lay_out(text, find_spans(text)):
        for segment in span.segments:
            assert segment.lines
            for line in segment.lines:
                assert text[line.start : line.end] == line.text
                assert not line.text.startswith(">")


def test_quotes_open_and_close_in_balance() -> None:
    text = "a\n>>> deep\n> one\nb\n>> two\n"
    depth = 0
    for span in lay_out(text, find_spans(text)):
        depth += len(span.opens)
        assert depth == span.depth
        depth -= span.closes
    assert depth == 0


def test_a_speaker_is_named_when_the_voice_changes() -> None:
    text = sample_text()
    voices = [span.speaker or "own" for span in lay_out(text, find_spans(text)) if span.says_speaker]
    assert voices == ["Serge E. Hallyn", "Paul Menage"] * 3 + ["own"]


def test_an_excerpt_holds_the_segments_of_a_range() -> None:
    text = sample_text()
    start = text.index("easily apply CFS")
    found = excerpt(text, find_spans(text), start, start + 10)
    assert (found.speaker, found.depth, found.is_quoted) == ("Paul Menage", 1, True)
    assert [one.first_words[:20] for one in found.segments] == ["- a userspace RBCE a"]


def test_an_excerpt_of_nothing_is_empty() -> None:
    assert excerpt("", (), 0, 0).segments == ()


def test_later_lines_of_an_item_lose_the_indent_that_they_share() -> None:
    text = "1. A checksum on every file, so that\n   a crash is noticed:\n      code\n"
    [span] = lay_out(text, find_spans(text))
    [item] = span.segments
    assert [line.text for line in item.lines] == [
        "1. A checksum on every file, so that",
        "a crash is noticed:",
        "   code",
    ]
    assert all(text[line.start : line.end] == line.text for line in item.lines)
    text = "1. A checksum on every file, so that\n   a crash is noticed.\n"
    [span] = lay_out(text, find_spans(text))
    assert not span.segments[0].is_as_sent


def first_segment(text: str) -> LaidSegment:
    return lay_out(text, find_spans(text))[0].segments[0]


def test_columns_and_steps_are_shown_as_sent() -> None:
    assert first_segment("name    value of it\nkey     another one of them\n").is_as_sent
    assert first_segment("          specific lamps\n                  poll to see who has plans\n").is_as_sent


def test_prose_that_hangs_or_has_blanks_at_its_ends_flows() -> None:
    assert not first_segment(
        "1/ The lamps of the quay are\n   counted once a year, and\n   in spring.\n"
    ).is_as_sent
    assert not first_segment("Can you point to some of the lamps?    \nOr not?\n").is_as_sent


def test_lines_that_end_early_were_meant() -> None:
    assert first_segment("Cheers,\nAlice\n").is_in_lines
    assert first_segment(f"Alice Archer (2):\n  {'a lamp ' * 10}\n  {'a boat ' * 10}\n").is_in_lines
    assert not first_segment(f"{'A lamp ' * 9}\nand no more.\n").is_in_lines
