"""Tracing once more changes nothing, and what an attribution line says is not forgotten."""

from __future__ import annotations

import pytest
from django.test import Client

from archive.importing.database import execute
from archive.importing.parallel import Workers
from archive.importing.quotes.across_threads import Across
from archive.importing.quotes.stored_texts import load_threads
from archive.importing.quotes.thread_origins import revisions_to_trace, store, trace_new, unchanged
from archive.importing.rederiving import rederive
from archive.importing.threads.split_families import read_families
from archive.mail.thread_quotes import Chunk, trace_chunk
from archive.models import Body, MailingList, Message, Span
from tests.factories import import_mail, make_list
from tests.mails import mail
from tests.pages import squeezed
from tests.rows import all_rows

pytestmark = pytest.mark.django_db

SENTENCE = (
    "The scheduler of the second board must never wait for the clock of the first board to settle down."
)
FIRST = mail(f"{SENTENCE}\n\nAnd the lamps stay on.\n")
WRONGLY_SAID = mail(
    f"On Mon, 1 Jun 2020, Chen Chu wrote:\n> {SENTENCE}\n\nWhy?\n",
    sender="Bob Bell <bob@example.org>",
    message_id="<why@example.org>",
    references="<plans.1@example.org>",
    date="Mon, 8 Jun 2020 10:00:00 +0200",
)
BY_ADDRESS = mail(
    "On Mon, 1 Jun 2020, alice@example.org wrote:\n> And the lamps stay on.\n\nGood.\n",
    sender="Dora Day <dora@example.org>",
    message_id="<good@example.org>",
    references="<plans.1@example.org>",
    date="Tue, 9 Jun 2020 10:00:00 +0200",
)

WITHOUT_MARKS = "I agree.\n\nOn Mon, 1 Jun 2020 at 09:00, Chen Chu wrote:\n\n{}\n"


def without_marks(words: str) -> bytes:
    return mail(
        WITHOUT_MARKS.format(words),
        sender="Bob Bell <bob@example.org>",
        message_id="<agreed@example.org>",
        references="<plans.1@example.org>",
        date="Mon, 8 Jun 2020 10:00:00 +0200",
    )


@pytest.fixture
def plans() -> MailingList:
    return make_list()


def trace_again() -> None:
    execute("UPDATE archive_thread SET revision = revision + 1")
    with Workers() as workers:
        trace_new(workers)


def passage_of(message_id: str) -> tuple[str, str, str]:
    span = Span.objects.get(message__message_id=message_id, kind=Span.Kind.QUOTED)
    return span.speaker, span.known, span.said_speaker


def test_changes_nothing(plans: MailingList) -> None:
    import_mail(FIRST, WRONGLY_SAID, BY_ADDRESS, to=plans)
    assert passage_of("why@example.org") == ("Alice Archer", "traced", "Chen Chu")
    assert passage_of("good@example.org") == ("Alice Archer", "traced", "alice@example.org")
    before = all_rows()
    trace_again()
    trace_again()
    assert all_rows() == before


def test_says_what_the_line_says_when_the_origin_is_gone(plans: MailingList) -> None:
    import_mail(
        FIRST,
        WRONGLY_SAID,
        mail(sender="Chen Chu <chen@example.org>", message_id="<c@example.org>"),
        to=plans,
    )
    chen = Message.objects.get(message_id="c@example.org").sender
    assert chen
    Span.objects.filter(message__message_id="plans.1@example.org").delete()
    Body.objects.filter(message__message_id="plans.1@example.org").update(text="")
    trace_again()
    span = Span.objects.get(message__message_id="why@example.org", kind=Span.Kind.QUOTED)
    assert (span.speaker, span.known, span.said_speaker) == ("Chen Chu", "said", "")
    assert span.person == chen.person


def test_keeps_the_name_above_words_without_marks(plans: MailingList) -> None:
    import_mail(FIRST, without_marks("The ferry may leave before the harbour bell has rung."), to=plans)
    assert passage_of("agreed@example.org") == ("Chen Chu", "inferred", "Chen Chu")
    before = all_rows()
    trace_again()
    assert all_rows() == before
    assert rederive().is_none
    assert all_rows() == before


def test_words_without_marks_are_of_whom_they_are_traced_to(plans: MailingList) -> None:
    chens = mail(f"{SENTENCE}\n", sender="Chen Chu <chen@example.org>", message_id="<c@example.org>")
    answer = without_marks(SENTENCE).replace(b"<plans.1@example.org>", b"<c@example.org>")
    import_mail(chens, answer, to=plans)
    assert passage_of("agreed@example.org") == ("Chen Chu", "traced", "Chen Chu")


def test_doubts_the_name_above_words_without_marks_while_they_stand_elsewhere(plans: MailingList) -> None:
    import_mail(FIRST, without_marks(SENTENCE), to=plans)
    assert passage_of("agreed@example.org") == ("Alice Archer", "traced", "Chen Chu")
    before = all_rows()
    trace_again()
    assert all_rows() == before
    Span.objects.filter(message__message_id="plans.1@example.org").delete()
    Body.objects.filter(message__message_id="plans.1@example.org").update(text="")
    trace_again()
    assert passage_of("agreed@example.org") == ("Chen Chu", "inferred", "Chen Chu")


def test_what_another_import_changes_meanwhile_is_left_to_it(plans: MailingList) -> None:
    import_mail(WRONGLY_SAID, to=plans)
    execute("UPDATE archive_thread SET revision = revision + 1")
    families = read_families()
    [revisions] = revisions_to_trace(None, families)
    chunk = Chunk(revisions, load_threads(list(revisions), families))
    traced = trace_chunk(chunk)
    assert any(thread.rebuilt for thread in traced)
    import_mail(FIRST, to=plans)
    before = all_rows()
    store(unchanged(revisions), traced, Across({}, []))
    assert all_rows() == before


def test_the_page_tells_that_the_line_above_names_somebody_else(plans: MailingList, client: Client) -> None:
    import_mail(FIRST, WRONGLY_SAID, to=plans)
    MailingList.objects.update(visibility=MailingList.Visibility.PUBLIC)
    html = squeezed(client.get(f"/lists/{plans.slug}/why@example.org/").content.decode())
    assert html.count("told by its origin,") == html.count("not by the line above") == 1


def test_the_page_does_not_when_the_line_names_the_writer_by_an_address(
    plans: MailingList, client: Client
) -> None:
    import_mail(FIRST, BY_ADDRESS, to=plans)
    MailingList.objects.update(visibility=MailingList.Visibility.PUBLIC)
    html = squeezed(client.get(f"/lists/{plans.slug}/good@example.org/").content.decode())
    assert "told by its origin" in html
    assert "not by the line above" not in html
