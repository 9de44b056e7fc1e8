"""Parents of messages that no reference names (`archive_reference`): mail of one subject whose words they quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from archive.importing.database import column, execute, select, storing
from archive.importing.threads import sql
from archive.importing.threads.arranging import rearrange, threads_of
from archive.importing.threads.filling_places import may_be_taken, put_in_place
from archive.mail.cut_pieces import NOBODIES
from archive.mail.message import PAGES
from archive.mail.passages import Kind, lines

LEAST_SHARE = 0.5
MOST_DAYS = 90
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """That a message answers another; `held` is the one made up from its quotes, whose place that other takes."""

    message: int
    held: int | None
    answered: int


def find_answered(run_id: int) -> set[int]:
    """Puts pages below the mail that they answer, if a run brought pages; the threads that changed."""
    [has_pages] = column(sql.HAS_PAGES, run=run_id, pages=list(PAGES))
    if not has_pages:
        return set()
    answers = list(
        answers_among(
            select(sql.UNANSWERED_PAGES, pages=list(PAGES), most_days=MOST_DAYS, nobodies=list(NOBODIES))
        )
    )
    free = may_be_taken((one.held, one.answered) for one in answers if one.held is not None)
    with storing():
        new = [one for one in answers if one.held is None]
        execute(
            sql.ADD_INFERRED_PARENTS,
            messages=[one.message for one in new],
            answered=[one.answered for one in new],
        )
        changed = rearrange(threads_of(key for one in new for key in (one.message, one.answered)))
        for one in answers:
            if one.held is not None and (one.held, one.answered) in free:
                changed |= put_in_place(one.held, one.answered)
    return changed


def answers_among(pairs: Iterable[tuple[int, int | None, int]]) -> Iterator[Answer]:
    """Of the mail that each message may answer the one that holds most of what it quotes, the latest of equals."""
    candidates: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for message, held, answered in pairs:
        candidates[message, held].append(answered)
    quoted = words_of([message for message, _ in candidates], [Kind.QUOTED], depth=1)
    own = words_of({key for keys in candidates.values() for key in keys}, [Kind.OWN, Kind.PATCH], depth=0)
    said = {key: f" {' '.join(text.split())} " for key, text in own.items()}
    for (message, held), keys in candidates.items():
        quote = lines_of(quoted.get(message, ""))
        shares = {key: share_of(quote, said.get(key, "")) for key in keys}
        best = max(keys, key=shares.__getitem__)
        if shares[best] >= LEAST_SHARE:
            yield Answer(message, held, best)


def words_of(messages: Collection[int], kinds: list[Kind], depth: int) -> dict[int, str]:
    """The words of messages in spans of these kinds and depth."""
    given = {"messages": list(messages), "kinds": list(map(str, kinds)), "depth": depth}
    return dict(select(sql.WORDS_OF_KINDS, **given))


def lines_of(quote: str) -> list[str]:
    """The quoted lines without their marks; none when they hold too few words to tell anything."""
    found = [" ".join(quote[line.words : line.end].split()) for line in lines(quote, 0, len(quote))]
    return [line for line in found if line] if len(" ".join(found).split()) >= FEWEST_WORDS else []


def share_of(quote: list[str], said: str) -> float:
    """How much of the quoted lines stands in what somebody said, by letters."""
    whole = sum(map(len, quote))
    return sum(len(line) for line in quote if f" {line} " in said) / whole if whole else 0.0
