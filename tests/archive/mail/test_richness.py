from __future__ import annotations

import pytest

from archive.mail.richness import AS_SENT, Form, lost_letters, richest


@pytest.mark.parametrize(
    ("text", "other", "lost"),
    [
        ("Gr?sse von J?rgen", "Grüsse von Jürgen", 2),
        ("Gr\ufffdsse", "Grüsse", 1),
        ("?? ??", "你好 再见", 4),
        ("?Plans\n? ? Committee", " Plans\n    Committee", 3),
        ("Dal??n", "Dal?én", 2),
        ("Dal?én", "Dal??n", 1),
        ("It isn?t so, is it?", "It isn’t so, is it?", 1),
        ("Is it so?", "Is it so?", 0),
        ("Is it so?", "Is it?", 0),
        ("Is it so?", "It is.", 0),
        ("Gr?sse", "Grosse", 0),
        ("plain", "plain", 0),
    ],
)
def test_marks_count_where_the_other_has_letters(text: str, other: str, lost: int) -> None:
    assert lost_letters(text, other) == lost


def test_attachments_make_richest_then_letters_that_are_not_lost_then_headers() -> None:
    sent, text, page = Form("Gr?sse", AS_SENT), Form("Gr?sse", AS_SENT - 1), Form("Grüsse", 0)
    assert richest(iter([text, sent, page])) is page
    assert richest(iter([page, sent, text])) is page
    assert richest(iter([text, sent])) is sent
    with_file = Form("Gr?sse", AS_SENT, has_files=True)
    assert richest(iter([page, with_file, text])) is with_file
    assert richest(iter([with_file, page])) is with_file
    again = Form("Gr?sse", AS_SENT)
    assert richest(iter([sent, again])) is sent


@pytest.mark.parametrize("worst", ["?", "? ", "a?", "ü?", "\ufffd"])
def test_a_megabyte_of_the_worst(worst: str) -> None:
    text = worst * (1_000_000 // len(worst))
    assert lost_letters(text, text.replace("?", "ü")) >= 0
