"""The units that a reader points at, each shown in braces, its kind before it unless it is a paragraph."""

from __future__ import annotations

import pytest

from archive.mail.passages import Kind, SegmentKind, find_segments, find_spans

MEGABYTE = 1_000_000


def shown(text: str) -> str:
    """The text with its segments in braces; marks and blank lines stand outside."""
    parts = []
    done = 0
    for span in find_spans(text):
        for segment in find_segments(text, span):
            kind = "" if segment.kind is SegmentKind.PARAGRAPH else str(segment.kind)
            parts += [text[done : segment.start], kind, "{", text[segment.start : segment.end], "}"]
            done = segment.end
    return "".join([*parts, text[done:]])


LIST = """Bob Baker wrote:
> The plan:
> {bullet} a register of all the lamps that stand along the
> northern quay
> {bullet} a second keeper
> for the fog
>
> That is all.
"""


@pytest.mark.parametrize("bullet", ["-", "*", "•"])
def test_items_run_on_over_lines_that_are_not_indented(bullet: str) -> None:
    assert shown(LIST.format(bullet=bullet)) == (
        "{Bob Baker wrote:}\n"
        "> {The plan:}\n"
        f"> item{{{bullet} a register of all the lamps that stand along the\n> northern quay}}\n"
        f"> item{{{bullet} a second keeper\n> for the fog}}\n"
        ">\n"
        "> {That is all.}\n"
    )


@pytest.mark.parametrize(
    ("first", "second"), [("1.", "2."), ("a)", "b)"), ("(1)", "(2)"), ("[1]", "[2]"), ("1)", "2)")]
)
def test_numbered_items_do_too(first: str, second: str) -> None:
    text = f"{first} a register of lamps\nwith their wicks\n{second} a second keeper\n"
    assert (
        shown(text)
        == f"item{{{first} a register of lamps\nwith their wicks}}\nitem{{{second} a second keeper}}\n"
    )


def test_indented_items_end_where_a_line_stands_at_the_edge() -> None:
    text = "- a register\n  of lamps\n- a keeper\nThat is all.\n"
    assert shown(text) == "item{- a register\n  of lamps}\nitem{- a keeper}\n{That is all.}\n"


def test_a_number_in_running_prose_is_no_item() -> None:
    text = "The lamps were lit in the year\n1907. They burn still.\n"
    assert shown(text) == f"{{{text.rstrip()}}}\n"


def test_blank_lines_part_paragraphs_with_marks_and_without() -> None:
    text = "Bob Baker wrote:\n> One.\n> Two.\n>\n> Three.\n\nFour.\n\nFive.\n"
    assert shown(text) == "{Bob Baker wrote:}\n> {One.\n> Two.}\n>\n> {Three.}\n\n{Four.}\n\n{Five.}\n"


DIFF = """diff --git a/lamp.c b/lamp.c
--- a/lamp.c
+++ b/lamp.c
@@ -1,2 +1,2 @@
-lit
+out
@@ -9 +9 @@
-wick
+pane
"""


def test_each_hunk_stands_by_itself_the_first_with_the_names_of_its_file() -> None:
    first, second = DIFF[: DIFF.index("@@ -9")].rstrip(), DIFF[DIFF.index("@@ -9") :].rstrip()
    assert shown(DIFF) == f"hunk{{{first}}}\nhunk{{{second}}}\n"


def test_hunks_that_were_quoted_stand_by_themselves_too() -> None:
    quoted = "".join(f"> {line}\n" for line in DIFF.splitlines())
    assert shown(quoted).count("hunk{") == 2
    assert "hunk{@@ -9 +9 @@\n> -wick\n> +pane}" in shown(quoted)


SECOND_FILE = """--- a/quay.c
+++ b/quay.c
@@ -3 +3 @@
-- north
+- south
"""
GIT = "diff --git a/quay.c b/quay.c\nindex 1a2b3c4..5d6e7f8 100644\n"
CVS = f"Index: quay.c\n{'=' * 67}\nRCS file: /cvs/quay.c,v\ndiff -u -r1.1 quay.c\n"


@pytest.mark.parametrize(
    "above", ["", GIT, f"Index: quay.c\n{'=' * 67}\n", CVS, "diff -u a/quay.c b/quay.c\n"]
)
@pytest.mark.parametrize("mark", ["", "> "])
def test_the_names_of_the_next_file_go_with_the_first_hunk_behind_them(above: str, mark: str) -> None:
    second = f"{above}{SECOND_FILE}"
    marked = "".join(f"{mark}{line}\n" for line in f"{DIFF}{second}".splitlines())
    there = "\n".join(f"{mark}{line}" for line in second.splitlines()).removeprefix(mark)
    assert shown(marked).count("hunk{") == 3
    assert f"hunk{{{there}}}\n" in shown(marked)


def test_lines_taken_out_that_look_like_names_of_a_file_stay_in_their_hunk() -> None:
    hunk = f"{DIFF}@@ -20,3 +20,3 @@\n--- a wick\n+++ a pane\n lamp\n"
    assert shown(hunk).endswith("hunk{@@ -20,3 +20,3 @@\n--- a wick\n+++ a pane\n lamp}\n")


def test_files_without_hunks_stand_by_themselves() -> None:
    moved = "diff --git a/one b/two\nsimilarity index 100%\nrename from one\nrename to two\n"
    other = "diff --git a/three b/three\nold mode 100644\nnew mode 100755\n"
    assert shown(f"{moved}{other}{DIFF}").startswith(
        f"hunk{{{moved.rstrip()}}}\nhunk{{{other.rstrip()}}}\nhunk{{diff --git a/lamp.c"
    )


def test_code_is_kept_together() -> None:
    text = "Like this:\n\n    if (lamp) {\n        light(lamp);\n    }\n\nOr so.\n"
    code = "code{    if (lamp) {\n        light(lamp);\n    }}"
    assert shown(text) == f"{{Like this:}}\n\n{code}\n\n{{Or so.}}\n"


def test_fenced_code_is_one_segment_with_its_blank_lines() -> None:
    text = "```\nlight();\n\nput_out();\n```\n"
    assert shown(text) == f"code{{{text.rstrip()}}}\n"


def test_a_table_is_kept_together() -> None:
    text = "| quay  | lamp |\n| north | 1    |\n"
    assert shown(text) == f"code{{{text.rstrip()}}}\n"


@pytest.mark.parametrize("unit", [">", "> - x\n", "a", "```\n", "| x |\n"])
def test_a_megabyte_gives_a_result(unit: str) -> None:
    text = unit * (MEGABYTE // len(unit))
    for span in find_spans(text):
        segments = find_segments(text, span)
        assert bool(segments) or not text[span.start : span.end].strip("> \n")
        assert span.kind is not Kind.ATTRIBUTION
