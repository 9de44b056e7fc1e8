"""One row of the table of languages: the words of a language in mail that quotes or forwards other mail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language, as mail programs write them; several are parted by “|”.

    Letter case counts only in `on`, `quoting`, `opening` and `before_name`, which stand among names. Forms without
    accents are added by themselves. What a language has no word for is left out.
    """

    # BCP 47.
    code: str
    # Names of the fields of a header block. `sent` has those that stand in no mail's own header.
    from_: str
    sent: str = ""
    date: str = ""
    to: str
    cc: str = ""
    subject: str
    reply_to: str = ""
    # Verbs of attribution lines: the name stands before those of `wrote`, before or behind those of `wrote_either`.
    wrote: str = ""
    wrote_either: str = ""
    # Those, of all these, that prose has as well.
    said: str = ""
    # What a verb may carry behind itself.
    aside: str = ""
    # What an attribution line opens with: before its date, in place of a verb, and before anything.
    on: str = ""
    quoting: str = ""
    opening: str = ""
    # What stands between the date and the name.
    before_name: str = ""
    # Titles above a forwarded and an answered mail, what stands below the former, and stems that tell it.
    forwarded: str
    forwarding: str
    end_of_forwarded: str = ""
    original: str
    on_behalf_of: str = ""
    # Twelve months from January and seven days from Monday; forms of one are parted by “/”.
    months: str
    weekdays: str
    other_days: str = ""
    am: str = ""
    pm: str = ""
    # Who is no name, what names have in small letters, and what stands in prose alone.
    pronouns: str = ""
    particles: str = ""
    prose: str = ""


def parted(words: str) -> tuple[str, ...]:
    return tuple(words.split("|")) if words else ()


def forms(words: str) -> tuple[tuple[str, ...], ...]:
    """The forms of each month or day."""
    return tuple(tuple(word.split("/")) for word in parted(words))
