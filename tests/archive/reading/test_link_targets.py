"""The words that links lead to, printed: [name …] is a place, [+group …] a further piece of it."""

from __future__ import annotations

import re

from annotations.margin.highlights import render_words
from archive.mail.passages import find_spans
from archive.reading.layout import LaidSegment, lay_out
from archive.reading.link_targets import Range, wraps_of


def segments(text: str) -> list[LaidSegment]:
    return [segment for span in lay_out(text, find_spans(text)) for segment in span.segments]


def landed(text: str, *places: Range, parts: dict[Range, list[Range]] | None = None) -> str:
    given = {place: [place] for place in places} | (parts or {})
    found = segments(text)
    wraps = wraps_of(found, given)
    html = "\n".join(render_words(one, (), wraps.get(one.start, ()), "m") for one in found)
    html = re.sub(r'<span class="line"[^>]*>(.*?)</span>', r"\1", html)
    html = re.sub(r'<span class="said[^>]* id="m-([\d-]+)">', r"[\1 ", html)
    html = re.sub(r'<span class="said piece-(\d+)">', r"[+\1 ", html)
    return html.replace("</span>", "]")


def test_exact_words_can_be_reached() -> None:
    assert landed("one two three", (4, 7)) == "one [4-7 two] three"


def test_words_over_several_lines_without_their_markers() -> None:
    assert landed("> one\n> two\n> six\n", (2, 11)) == "[2-11 one\ntwo]\nsix"


def test_places_nest() -> None:
    assert landed("one two three", (0, 13), (4, 7), (4, 13)) == "[0-13 one [4-13 [4-7 two] three]]"


def test_places_that_cross_are_made_of_pieces() -> None:
    assert landed("one two three", (0, 7), (4, 13)) == "[0-7 one [4-13 two]][+1  three]"


def test_a_place_over_several_segments_is_made_of_pieces() -> None:
    assert landed("one\n\ntwo\n\nthree\n", (0, 13)) == "[0-13 one]\n[+1 two]\n[+1 thr]ee"


def test_what_a_passage_leaves_out_is_left_out() -> None:
    assert landed("one\ntwo\nthree\n", parts={(0, 13): [(0, 3), (8, 13)]}) == "[0-13 one]\ntwo\n[+1 three]"


def test_a_place_without_words_can_still_be_reached() -> None:
    assert landed("one\n\n\n\ntwo\n", (4, 5)) == "one\n[4-5 ]two"


def test_more_groups_than_the_style_sheet_knows() -> None:
    text = "".join(f"line {number:03}\n\n" for number in range(160))
    places = [(10 * number, 10 * number + 18) for number in range(0, 158, 2)]
    html = landed(text, *places)
    assert all(f"[{start}-{end} " in html for start, end in places)
    assert all(f"[+{number} " in html for number in range(1, len(places) + 1))
