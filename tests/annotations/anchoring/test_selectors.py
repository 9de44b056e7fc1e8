import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.selectors import Selector, find_again, make_selector
from annotations.models import Target

TEXT = (
    "On Monday bob wrote:\n> - removing unnecessary locking where possible.\n> - simplifying the API\n"
    "\nYes, é 漢字 😀 fine.\n"
)


def marked(text: str, start: int, end: int) -> str:
    """The text with a range in braces, to read like the page."""
    return f"{text[:start]}{{{text[start:end]}}}{text[end:]}"


def selector_of(text: str, words: str) -> Selector:
    start = text.index(words)
    return make_selector(text, start, start + len(words))


def again(text: str, selector: Selector, passages: list[tuple[int, int]] | None = None) -> tuple[str, str]:
    found = find_again(text, selector, passages or [])
    return marked(text, found.start, found.end), found.how


def test_a_selector_keeps_words_and_surroundings() -> None:
    selector = selector_of(TEXT, "unnecessary locking")
    assert selector.exact == "unnecessary locking"
    assert selector.prefix.endswith("removing ")
    assert selector.suffix.startswith(" where possible.")


def test_white_space_at_the_ends_is_left_out() -> None:
    start = TEXT.index(" simplifying")
    assert make_selector(TEXT, start, start + len(" simplifying ")).exact == "simplifying"


def test_offsets_count_code_points() -> None:
    selector = selector_of(TEXT, "漢字 😀")
    assert selector.end - selector.start == 4
    assert TEXT[selector.start : selector.end] == "漢字 😀"


def test_ranges_without_words_are_refused() -> None:
    for start, end in [(0, 0), (5, 2), (0, len(TEXT) + 1), (-1, 3)]:
        with pytest.raises(ValueError, match="Select them again"):
            make_selector(TEXT, start, end)
    blank = TEXT.index("\n\n")
    with pytest.raises(ValueError, match="no words there"):
        make_selector(TEXT, blank, blank + 2)


def test_words_are_found_at_their_place() -> None:
    assert again(TEXT, selector_of(TEXT, "locking"))[1] == "place"


def test_words_that_moved_are_found_in_the_passage_first() -> None:
    old = "one two\nthree two\n"
    selector = selector_of(old, "three two")
    new = "three two\nPS: one two\nthree two\n"
    assert again(new, selector, [(0, 3), (3, len(new))]) == (
        "three two\nPS: one two\n{three two}\n",
        "in-passage",
    )


def test_of_equal_words_the_ones_with_the_same_surroundings_are_taken() -> None:
    old = "a fine plan. the plan is bad. the plan is good."
    start = old.rindex("plan")
    selector = make_selector(old, start, start + 4)
    new = "Hello. a fine plan. the plan is bad. the plan is good."
    assert again(new, selector) == ("Hello. a fine plan. the plan is bad. the {plan} is good.", "in-message")


def test_words_slightly_changed_are_found_as_such() -> None:
    old = "It is possible to create a match for iptables matching container ID."
    new = "Well.\n> It is possible to create a match for the iptables,\n> matching container ID.\nYes."
    text, how = again(new, selector_of(old, old))
    assert how == "fuzzy"
    assert (
        text
        == "Well.\n> {It is possible to create a match for the iptables,\n> matching container ID.}\nYes."
    )


def test_words_that_are_gone_fall_back_to_the_passage_then_the_message() -> None:
    selector = Selector(8, 15, "nowhere to be found at all", "", "")
    assert find_again("alpha beta gamma delta", selector, [(6, 16)]).how == "passage"
    assert find_again("alpha beta gamma delta", selector, []).how == "message"


@given(
    st.text(max_size=80),
    st.text(min_size=1, max_size=40).filter(str.strip),
    st.text(max_size=80),
    st.text(max_size=80),
)
def test_words_are_found_wherever_the_text_before_them_grows(
    before: str, words: str, after: str, more: str
) -> None:
    text = before + words + after
    selector = make_selector(text, len(before), len(before) + len(words))
    grown = more + text
    found = find_again(grown, selector, [])
    assert grown[found.start : found.end] == selector.exact
    assert found.score == 1.0


def test_words_are_said_on_one_line_without_marks() -> None:
    assert Target(exact="It is no feature\n> > of a broker: 2 > 1.\n>\n> A promise.").words == (
        "It is no feature of a broker: 2 > 1. A promise."
    )
