"""Places lines by what was found of the lines around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from archive.mail.origins.compared_words import Lines, OwnWords, words_of
from archive.mail.origins.found_lines import Found
from archive.mail.origins.joined_lines import by_words
from archive.mail.origins.line_matching import Quote
from archive.mail.origins.word_matching import WordPlace
from archive.mail.passages.marks import BEFORE_WORDS
from archive.mail.word_alignment import likeness

# How alike the letters of a line and of its place between two found lines must be.
LIKENESS = 0.7
LONGEST_LIKE = 400
# Words that stand in more places of a message than this are not looked for one place after the other.
FREQUENT = 200
# Lines without words that a program leaves around the end of a line that it wrapped.
MOST_LINES_BETWEEN = 3


def match_neighbours(text: str, quote: Quote, found: list[Found | None]) -> None:
    """Fills in lines that follow a found one, that precede one, or that are short and stand where expected."""
    for at in range(len(found)):
        if found[at] is None:
            found[at] = beside(text, quote.lines, found, at, 1)
    for at in range(len(found) - 1, -1, -1):
        if found[at] is None:
            found[at] = beside(text, quote.lines, found, at, -1)
    for at, one in enumerate(found):
        if one is None:
            found[at] = short_line(text, quote, found, at)


def match_strays(text: str, quotes: Sequence[Quote], found: Sequence[list[Found | None]]) -> None:
    """Fills in the edges of passages whose words go on from the passage before or into the next, word for word.

    So do the ends of lines that a mail program wrapped: they have lost a mark, or gained one.
    """
    for at in range(1, len(quotes)):
        if not found[at - 1] or not found[at]:
            continue
        edges = [found[at - 1][-1], found[at][0]]
        if edges.count(None) == 1 and is_next_line(text, quotes[at - 1], quotes[at]):
            lines = edge_lines(quotes[at - 1].lines, quotes[at].lines)
            for one, step in ((1, 1), (0, -1)):
                if edges[one] is None:
                    edges[one] = beside(text, lines, edges, one, step, least=1.0)
            found[at - 1][-1], found[at][0] = edges


def edge_lines(before: Lines, after: Lines) -> Lines:
    """The last line and the first."""
    return Lines(
        [before.starts[-1], after.starts[0]],
        [before.ends[-1], after.ends[0]],
        [before.keys[-1], after.keys[0]],
    )


def is_next_line(text: str, before: Quote, after: Quote) -> bool:
    """Whether nothing but marks stands between two passages, on few lines."""
    between = text[before.lines.ends[-1] : after.lines.starts[0]]
    return between.count("\n") <= MOST_LINES_BETWEEN and not between.strip(BEFORE_WORDS + "\n")


def beside(
    text: str,
    lines: Lines,
    found: Sequence[Found | None],
    at: int,
    step: int,
    least: float = LIKENESS,
) -> Found | None:
    """The line right after (step 1) or before (step -1) a found line's place, when its words stand there."""
    other = found[at - step] if 0 <= at - step < len(found) else None
    if other is None:
        return None
    words = words_of(text[lines.starts[at] : lines.ends[at]])
    stream = other.own.stream
    after, before = (
        bisect_left(stream.starts, other.origin_end),
        bisect_right(stream.ends, other.origin_start),
    )
    first = after if step > 0 else before - len(words)
    last = first + len(words)
    if first < 0 or not words or first >= len(stream.words):
        return None
    score = likeness_of_letters(words, stream.words[first:last])
    if score < least:
        return None
    return by_words(lines, at, WordPlace(other.own, first, min(last, len(stream.words)), score))


def likeness_of_letters(words: Sequence[str], theirs: Sequence[str]) -> float:
    """How alike two runs of words are, by their letters."""
    if list(words) == list(theirs):
        return 1.0
    first, second = " ".join(words), " ".join(theirs)
    if len(first) > LONGEST_LIKE or not 0.5 < (len(first) + 1) / (len(second) + 1) < 2:
        return 0.0
    return min(likeness(first, second, LIKENESS), 0.99)


def short_line(text: str, quote: Quote, found: Sequence[Found | None], at: int) -> Found | None:
    """A line of few words, when they stand in a row in a message that it is expected from."""
    words = words_of(text[quote.lines.starts[at] : quote.lines.ends[at]])
    if len(words) < 2:
        return None
    for own in quote.expected[:2]:
        first = first_of(own, words)
        if first is not None:
            return by_words(quote.lines, at, WordPlace(own, first, first + len(words), 1.0))
    return None


def first_of(own: OwnWords, words: Sequence[str]) -> int | None:
    """Where words stand in a row for the first time; None, too, when all of them are frequent."""
    rarest = min(range(len(words)), key=lambda at: len(own.word_places.get(words[at], ())))
    places = own.word_places.get(words[rarest], ())
    if len(places) > FREQUENT:
        return None
    wanted = list(words)
    for place in places:
        first = place - rarest
        if first >= 0 and own.stream.words[first : first + len(wanted)] == wanted:
            return first
    return None
