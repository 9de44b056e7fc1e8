import pytest

from annotations.margin.note_markdown import render_note


def test_markdown_is_rendered() -> None:
    assert render_note("*so* `code`\n\n- one\n- two") == (
        "<p><em>so</em> <code>code</code></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
    )


def test_line_breaks_stay() -> None:
    assert "<br>" in render_note("one\ntwo")


@pytest.mark.parametrize(
    "note",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        '<a href="x" style="position:fixed" onclick="alert(1)">x</a>',
        "![x](https://example.org/x.png)",
        "[x](data:text/html,hello)",
        "<iframe src=//example.org></iframe>",
    ],
)
def test_nothing_hostile_comes_through(note: str) -> None:
    html = render_note(note)
    for wrong in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', '<a href="x" style'):
        assert wrong not in html


def test_links_say_nothing_of_where_they_come_from() -> None:
    assert 'rel="nofollow noopener noreferrer"' in render_note("[x](https://example.org/)")
