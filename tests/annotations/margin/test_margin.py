"""Words with their marks, printed: {…} is a mark, (n) the number at its end."""

from __future__ import annotations

import re
import uuid
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.margin.highlights import render_words
from annotations.margin.notes import Margin, MarginNote
from annotations.models import Annotation, Target
from archive.mail.passages import find_spans
from archive.reading.layout import LaidSegment, lay_out


def note(number: int, start: int, end: int, words: str = "n") -> MarginNote:
    target = Target(start=start, end=end)
    annotation = Annotation(pk=uuid.UUID(int=number), target=target, author_id=number, note=words)
    return MarginNote(annotation, number, is_mine=False)


def segments(text: str) -> list[LaidSegment]:
    return [segment for span in lay_out(text, find_spans(text)) for segment in span.segments]


def printed(html: Any) -> str:
    html = re.sub(r"<mark[^>]*>", "{", html).replace("</mark>", "}")
    html = re.sub(r'<a class="ref"[^>]*>(\d+)</a>', r"(\1)", html)
    return re.sub(r"</?span[^>]*>", "", html)


def words_marked(text: str, *notes: tuple[int, int]) -> str:
    found = [note(number, start, end) for number, (start, end) in enumerate(notes, 1)]
    return "\n".join(printed(render_words(segment, found)) for segment in segments(text))


def test_a_note_marks_its_words() -> None:
    assert words_marked("one two three", (4, 7)) == "one {two}(1) three"


def test_overlapping_notes_nest() -> None:
    assert words_marked("one two three", (0, 7), (4, 13)) == "{one }{{two}}(1){ three}(2)"


def test_a_note_runs_over_lines_without_their_markers() -> None:
    assert words_marked("> one\n> two\n", (3, 9)) == "o{ne}\n{t}(1)wo"


def test_words_are_escaped() -> None:
    assert words_marked("a <b> & c", (2, 5)) == "a {&lt;b&gt;}(1) &amp; c"


def test_each_line_says_where_it_stands() -> None:
    [segment] = segments("> é one\n> two\n")
    assert re.findall(r'data-at="(\d+)"', render_words(segment, [])) == ["2", "10"]


def test_a_note_stands_beside_the_segment_of_its_first_word() -> None:
    text = "one\n\ntwo\n\nthree\n"
    margin = Margin()
    margin.by_message[1] = [note(1, 5, 15), note(2, 0, 0), note(3, 99, 100), note(4, 8, 9)]
    margin.settle(1, lay_out(text, find_spans(text)))
    beside = [[one.number for one in margin.starting(1, segment)] for segment in segments(text)]
    assert beside == [[2], [1], [3, 4]]


@given(
    st.text(alphabet="ab<& \n>é😀-", min_size=1, max_size=120),
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=6),
)
def test_marks_never_change_the_words(text: str, ranges: list[tuple[int, int]]) -> None:
    notes = [note(number, min(pair), max(pair)) for number, pair in enumerate(ranges, 1)]
    for segment in segments(text):
        html = re.sub(r'<a class="ref".*?</a>', "", render_words(segment, notes))
        html = re.sub(r"</?a\b[^>]*>", "", html)
        plain = re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert plain == "\n".join(line.text for line in segment.lines)


def test_lines_of_a_diff_say_what_they_do() -> None:
    text = "--- a/lamp.c\n+++ b/lamp.c\n@@ -1,3 +1,3 @@\n the lamp\n-is out\n+is lit\n here\n"
    [segment] = segments(text)
    roles = re.findall(r'class="line ?(\w*)"', render_words(segment, []))
    assert roles == ["file", "file", "place", "", "removed", "added", ""]
