from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.body.html import html_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo\n"),
        ("one<br>two", "one\ntwo\n"),
        ("<div>one</div><div>two</div>", "one\ntwo\n"),
        ("a  \n b &amp; c&nbsp;d", "a b & c d\n"),
        ("<ul><li>one<li>two</ul>", "- one\n- two\n"),
        ("<blockquote>one<blockquote>two</blockquote></blockquote>three", "> one\n>\n> > two\n>\nthree\n"),
        (
            "one<div style='border:none;border-left:solid blue 1.5pt'><div>two</div>three</div>four",
            "one\n\n> two\n> three\n\nfour\n",
        ),
        ("<div style='border-left: 1px solid red'>one</div></div>two", "one\ntwo\n"),
        ("<pre>a\n  b\n</pre>c", "a\n  b\n\nc\n"),
        ('<a href="https://example.org/x">here</a>', "here <https://example.org/x>\n"),
        ('<a href="https://example.org/">example.org</a>', "example.org\n"),
        ('<a href="javascript:alert(1)">here</a>', "here\n"),
        ('<img alt="a plan" src="x">', "a plan\n"),
        ("<style>p {}</style><script>x < y</script><title>t</title>words", "words\n"),
        ("<!-- no -->words<![if x]> more<?x?>", "words more\n"),
        ('<p title="a > b">words</p>', "words\n"),
        ('<p title="never closed>words</p>', "words\n"),
        ("2 < 3 and <3", "2 < 3 and <3\n"),
        ("words <!-- never closed", "words never closed\n"),
        ("words<p", "words\n"),
        ("<tr><td>a</td><td>b</td></tr>", "a b\n"),
        ("</blockquote></pre>words", "words\n"),
        (f"&#{'9' * 5000};", f"&#{'9' * 5000};\n"),
        ("", ""),
    ],
)
def test_html_becomes_readable_text(html: str, text: str) -> None:
    assert html_text(html) == text


@given(st.text(alphabet="<>/!-ab\"'= &#;p\n") | st.text())
def test_any_html_gives_a_text(html: str) -> None:
    assert html_text(html).strip() == html_text(html).strip("\n ").strip()


WORST = [
    "<",
    "<!--",
    "<![",
    "<?",
    "<p ",
    "</",
    '<a b="',
    "<a href=x>",
    "&",
    "&#",
    "<script>",
    "<blockquote>",
    "<li>",
    " ",
]


@pytest.mark.parametrize("worst", WORST)
def test_a_megabyte_of_the_worst(worst: str) -> None:
    text = html_text(worst * (1_000_000 // len(worst)) + "</script> the end")
    assert text == "" or text.endswith("the end\n")
