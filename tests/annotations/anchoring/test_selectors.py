import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.selectors import SearchedText, Selector, find_again, make_selector
from annotations.models import Target
from archive.mail.word_alignment import likeness

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


@given(
    st.text(alphabet="ab ", max_size=60), st.text(alphabet="ab", min_size=1, max_size=3), st.integers(0, 60)
)
def test_places_of_words_are_all_found_the_nearest_first(text: str, words: str, near: int) -> None:
    every = [at for at in range(len(text)) if text.startswith(words, at)]
    found = list(SearchedText(text).places(words, near))
    assert sorted(found) == every
    distances = [abs(at - near) for at in found]
    assert distances == sorted(distances)


@given(st.text(alphabet="ab ", max_size=60), st.integers(0, 30), st.integers(0, 60), st.integers(0, 60))
def test_places_lie_between_the_bounds(text: str, first: int, last: int, near: int) -> None:
    found = sorted(SearchedText(text).places("ab", near, first, last))
    assert found == [at for at in range(first, last - 1) if text.startswith("ab", at) and at + 2 <= last]


def line(number: int) -> str:
    return f"12:{number // 60 % 60:02}:{number % 60:02} worker {number % 7} finished job {number} in {number % 9} ms\n"


def test_of_like_lines_the_one_with_the_rare_words_is_taken() -> None:
    old = "".join(map(line, range(2_000)))
    start = old.index(line(1_500))
    selector = make_selector(old, start, start + len(line(1_500)))
    new = "".join(line(number).replace("finished", "has finished") for number in range(300, 2_000))
    found = find_again(new, selector)
    assert found.how == "fuzzy"
    assert new[found.start : found.end] == line(1_500).replace("finished", "has finished").strip()


def test_of_places_alike_the_nearest_is_taken() -> None:
    words = "one two three four five six seven eight"
    old = f"{words}\n" * 100
    selector = make_selector(old, 50 * (len(words) + 1), 51 * (len(words) + 1))
    new = old.replace("four", "4")
    found = find_again(new, selector)
    assert (found.how, new[found.start : found.end]) == ("fuzzy", words.replace("four", "4"))
    assert abs(found.start - selector.start) <= 3 * 50


@given(
    st.lists(st.sampled_from(["lamp", "quay", "fog", "keeper", "boat"]), min_size=4, max_size=12), st.data()
)
def test_words_found_to_be_like_are_like(words: list[str], data: st.DataObject) -> None:
    """What is found is never other words than the score says."""
    text = " ".join(data.draw(st.lists(st.sampled_from([*words, "sea", "net"]), min_size=1, max_size=40)))
    selector = Selector(0, 1, " ".join(words), "", "")
    found = find_again(text, selector)
    there = text[found.start : found.end].split()
    if found.how == "fuzzy":
        assert found.score >= 0.75
        assert likeness(there, words) == pytest.approx(found.score, abs=0.001)
    elif found.how != "message":
        assert there == words
