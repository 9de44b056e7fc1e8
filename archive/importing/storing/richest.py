"""Which form of a message is kept (`archive_body`): of several that came the richest, whatever the order of import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from archive.importing.database import select
from archive.importing.storing import sql
from archive.importing.storing.rewriting import rewrite
from archive.mail.packing import Packer, unpack
from archive.mail.preparing import ReadyMail, prepare
from archive.mail.readers import RawMail
from archive.mail.richness import AS_SENT, Form, form_of, headers_in, richest, with_told, words_of


def keep_richest(present: list[tuple[ReadyMail, str]], keys: dict[str, int]) -> None:
    """Writes messages anew of which a richer form came than the one that is here."""
    came: dict[int, list[Form]] = defaultdict(list)
    for ready, id_ in present:
        came[keys[id_]].append(form_of(ready))
    chosen: dict[int, list[Form]] = {}
    for key, here in stored_forms(other_forms(came)):
        forms = [here, *came[key]]
        best = richest(iter(forms))
        if best is not here or (best.is_page and any(form.tells_references for form in forms)):
            chosen[key] = [best, *forms]
    richer = complete(chosen)
    if richer:
        rewrite({id_: richer[keys[id_]] for _, id_ in present if keys[id_] in richer})


def other_forms(came: dict[int, list[Form]]) -> list[int]:
    """Keys of messages that are here, or came, otherwise than they were sent."""
    rows = select(sql.FORMS, messages=list(came))
    return [
        key
        for key, dialect, references in rows
        if min(headers_in(raw_of(dialect, references)), *(form.headers for form in came[key])) < AS_SENT
    ]


def stored_forms(keys: list[int]) -> Iterable[tuple[int, Form]]:
    for key, *words, dialect, references, has_files in (
        select(sql.WORDS_OF_FORMS, messages=keys) if keys else ()
    ):
        yield key, Form(words_of(*words), headers_in(raw_of(dialect, references)), has_files)


def complete(chosen: dict[int, list[Form]]) -> dict[int, ReadyMail]:
    """The mails to write anew: of each key the first form, with the references that another one tells.

    Left out are pages that are here with them.
    """
    stored = stored_mails([key for key, forms in chosen.items() if forms[0].is_page])
    found: dict[int, ReadyMail] = {}
    for key, (best, *forms) in chosen.items():
        here = stored.get(key)
        page = best.ready or here
        if page and best.is_page and not page.raw.has_told_references:
            told = next((form.ready or here for form in forms if form.tells_references), None)
            page = read_anew(with_told(page.raw, told.mail.references)) if told else page
        if page and page is not here:
            found[key] = page
    return found


def stored_mails(keys: list[int]) -> dict[int, ReadyMail]:
    rows = select(sql.RAW_FORMS, messages=keys) if keys else []
    return {
        key: mail
        for key, raw, dialect, envelope, references in rows
        if (mail := read_anew(raw_of(dialect, references, unpack(raw), envelope)))
    }


def raw_of(dialect: str, references: str, content: bytes = b"", envelope: str = "") -> RawMail:
    return RawMail(
        content, "", 0, envelope=envelope, dialect=dialect, references=tuple(references.splitlines())
    )


def read_anew(raw: RawMail) -> ReadyMail | None:
    """A mail that was read before; None if it cannot be read any more."""
    ready = prepare(raw, timezone.now(), Packer())
    return ready if isinstance(ready, ReadyMail) else None
