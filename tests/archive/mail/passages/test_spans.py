"""Whose words each stretch of a text is: a file per oddity, with its spans printed beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.passages import Kind, find_segments, find_spans
from archive.mail.passages.attributions.line_patterns import EITHER, NAME_FIRST, may_have_verb
from tests.archive.mail.passages.printing import printed
from tests.paths import QUOTES

ODDITIES = sorted(path.stem for path in QUOTES.glob("*.txt"))
MEGABYTE = 1_000_000

PIECES = st.sampled_from(
    [
        "> ", ">", ">>", "> > ", "| ", "BB> ", "\n", "\n\n", " ", "On Mon, 1 Jun 2020, Bob Baker wrote:", "wrote:",
        "-- ", "--", "-----Original Message-----", "From: Bob <bob@example.org>", "Date: Mon, 1 Jun 2020 10:00",
        "Subject: lamps", "diff --git a/lamp.c b/lamp.c", "@@ -1,2 +1,2 @@", "+lit", "-out", "_" * 40,
        "Lamps mailing list", "https://lists.example.org/", "-----BEGIN PGP SIGNED MESSAGE-----", "- item", "1. item",
        "誰が", "🏮", "Am 1.6.2020 schrieb Jürgen:", "\x0c", "\u2028", "\r", "a" * 80,
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join)


@pytest.mark.parametrize("name", ODDITIES)
def test_spans_of(name: str) -> None:
    text = (QUOTES / f"{name}.txt").read_text()
    assert printed(text) == (QUOTES / f"{name}.spans").read_text()


@given(TEXTS)
def test_spans_cover_the_text_and_joined_give_it_back(text: str) -> None:
    spans = find_spans(text)
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(span.start < span.end for span in spans)
    assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]


def bare(text: str) -> str:
    """The text without blanks and marks."""
    return "".join(text.replace(">", "").replace("|", "").split())


@given(TEXTS)
def test_a_named_speaker_stands_in_the_text(text: str) -> None:
    for span in find_spans(text):
        assert bare(span.speaker) in bare(text)


@given(TEXTS)
def test_segments_lie_in_their_span_in_order_and_hold_words(text: str) -> None:
    for span in find_spans(text):
        segments = find_segments(text, span)
        ends = [span.start, *(segment.end for segment in segments)]
        starts = [*(segment.start for segment in segments), span.end]
        assert all(end <= start for end, start in zip(ends, starts, strict=True))
        assert all(text[segment.start : segment.end].strip() for segment in segments)


WORST = {
    "marks": ">",
    "marks and blanks": "> ",
    "lines of marks": ">\n",
    "one line": "a",
    "blanks": " ",
    "openings": "On ",
    "attributions": "On Mon, 1 Jun 2020, Bob Baker wrote:\n> x\n",
    "attributions alone": "On Mon, 1 Jun 2020, Bob Baker wrote:\n",
    "attributions below words": "Hm.\n\nOn Mon, 1 Jun 2020, Bob Baker wrote:\n\n[x]\n",
    "from": ">From x\n",
    "reports": "x (new ones prefixed by >>):\n>> x\n",
    "normal diffs": "1c1\n< x\n---\n> y\n",
    "scrubbed": "-------------- next part\nA non-text attachment was scrubbed...\nName: x\n",
    "fields of one block": "> From: x\n> Sent: x\n> To: x,\n",
    "names": "Bob ",
    "verbs": "wrote ",
    "colons": ":\n",
    "dates": "2020-06-01 10:00 ",
    "blocks": "-----Original Message-----\nFrom: Bob <bob@example.org>\nSent: today\nTo: x\n\nx\n",
    "fields": "From: x\nDate: x\n",
    "signatures": "-- \n",
    "footers": "____\nLamps mailing list\nhttps://example.org\n",
    "patches": "diff --git a/x b/x\n@@ -1 +1 @@\n-x\n+y\n",
    "armour": "-----BEGIN PGP SIGNATURE-----\n",
    "brackets": "(((((",
    "angles": "<<<<<",
    "items": "- x\n",
    "deeper and deeper": "",
}


@pytest.mark.parametrize("name", WORST)
def test_a_megabyte_of_the_worst_gives_a_result(name: str) -> None:
    unit = WORST[name]
    text = unit * (MEGABYTE // len(unit)) if unit else "".join(">" * at + " x\n" for at in range(1400))
    spans = find_spans(text)
    assert spans[-1].end == len(text)
    assert sum(span.end - span.start for span in spans) == len(text)


def test_an_empty_text_has_no_spans() -> None:
    assert find_spans("") == ()


def test_depth_is_bounded() -> None:
    [span] = find_spans(">" * 5_000 + " x\n")
    assert (span.kind, span.depth) == (Kind.QUOTED, 1_000)


def test_every_verb_has_a_part_by_which_lines_are_chosen() -> None:
    assert all(may_have_verb(verb.upper()) for verb in (*NAME_FIRST, *EITHER))
