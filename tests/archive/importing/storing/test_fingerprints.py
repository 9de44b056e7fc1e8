"""Fingerprints in the archive: they come and go with their messages, and lead to the oldest that holds the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.importing import import_sources
from archive.importing.database import execute
from archive.importing.parallel import Workers
from archive.importing.quotes.across_threads import MOST_HOLDING
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.rederiving import rederive
from archive.importing.undoing import undo_run
from archive.models import Fingerprint, ImportRun, MailingList, Origin, Sought, Span
from tests.factories import GROUPS, import_mail, make_list
from tests.mails import mail, mbox
from tests.pages import squeezed
from tests.personas import alice, browser_of, charlie, team
from tests.rows import all_rows

pytestmark = pytest.mark.django_db
LAMPS = "A register of all the lamps that stand along the northern quay, with the day of their last wick."

KEEPER = (
    "A second keeper for the months in which the fog never lifts, who mends the nets of the southern pier."
)
BOAT = "Both of them share one boat, painted red above the water, and row it home by turns before midnight."


def sent(text: str, number: int, *, name: str = "Alice Archer", at: int = 0, references: str = "") -> bytes:
    return mail(
        text,
        sender=f"{name} <{name.partition(' ')[0].lower()}@example.org>",
        subject=f"m {number}",
        message_id=f"<m.{number}@example.org>",
        date=f"Mon, {at or number} Jun 2020 10:00:00 +0000",
        references=references,
    )


PLAN = sent(f"{LAMPS}\n", 1)
CARRIED = sent(f"Remember?\n\nAlice Archer wrote:\n> {LAMPS}\n\nStill true.\n", 9, name="Chen Clay")
# In a thread of its own, so that nobody's place is held for what it quotes.
ASKED = sent("What was that about the lamps, please?\n", 8, name="Bob Bell")
QUOTE = f"Alice Archer wrote:\n> {LAMPS}\n\nStill true.\n"
TOLD = sent(QUOTE, 9, name="Chen Clay", references="<m.8@example.org>")


@pytest.fixture
def plans() -> MailingList:
    return make_list()


def origins() -> list[str]:
    found = Origin.objects.filter(message__message_id="m.9@example.org", origin__is_missing=False)
    return [one.origin.message_id for one in found]


def test_newer_words_are_no_origin(plans: MailingList) -> None:
    import_mail(sent(f"{LAMPS}\n", 11), CARRIED, to=plans)
    assert origins() == []


def test_of_several_messages_the_oldest_is_the_origin_whatever_came_first(plans: MailingList) -> None:
    copies = [sent(f"{LAMPS}\n", number) for number in (5, 2, 7, 3, 1, 4)]
    import_mail(*copies, CARRIED, to=plans)
    assert origins() == ["m.1@example.org"]


def test_words_that_very_many_hold_are_of_the_oldest_too(plans: MailingList) -> None:
    copies = [sent(f"{LAMPS}\n", 100 + number, at=8) for number in range(MOST_HOLDING + 10)]
    import_mail(*copies, PLAN, CARRIED, to=plans)
    assert origins() == ["m.1@example.org"]


def test_what_was_found_nowhere_is_found_when_older_mail_comes(plans: MailingList) -> None:
    other = make_list(slug="other")
    import_mail(ASKED, TOLD, to=plans)
    assert Sought.objects.count() > 0
    import_mail(sent(f"{LAMPS}\n", 11), to=plans)
    assert origins() == []
    import_mail(PLAN, to=other)
    assert origins() == ["m.1@example.org"]
    import_mail(sent(f"{LAMPS}\n", 3), to=plans)
    assert origins() == ["m.3@example.org"]
    import_mail(sent(f"{LAMPS}\n", 2), to=plans)
    assert origins() == ["m.2@example.org"]


def test_words_of_another_thread_tell_who_wrote_them(plans: MailingList) -> None:
    import_mail(
        sent(f"{LAMPS}\n{KEEPER}\n{BOAT}\n", 1),
        sent(f"Remember?\n\n> {LAMPS}\n> {KEEPER}\n> {BOAT}\n\nStill true.\n", 9, name="Chen Clay"),
        to=plans,
    )
    [passage] = Span.objects.passages().filter(message__message_id="m.9@example.org")
    assert (passage.speaker, passage.known) == ("Alice Archer", "traced")


def test_words_of_a_closed_list_are_told_to_its_readers_alone(plans: MailingList) -> None:
    closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
    import_mail(sent(f"{LAMPS}\n{KEEPER}\n{BOAT}\n", 1), to=closed)
    nameless = f"Remember?\n\n> {LAMPS}\n> {KEEPER}\n> {BOAT}\n\nStill true.\n"
    import_mail(sent(nameless, 9, name="Chen Clay"), to=plans)
    assert origins() == ["m.1@example.org"]
    for reader, is_told in ((alice(), True), (charlie(), False), (None, False)):
        html = squeezed(browser_of(reader).get("/lists/plans/m.9@example.org/T/").content.decode())
        assert [words in html for words in ("wrote it here", "told by its origin", "Archer", "closed/")] == [
            is_told
        ] * 4


def test_quotes_that_tell_nothing_are_not_sought(plans: MailingList) -> None:
    """A licence, which many hold, beside words by somebody else."""
    terms = "Redistribution of this file is permitted without any warranty by its copyright holder."
    quotes = f"{QUOTE}\nBob Bell wrote:\n> {terms}\n\nAgreed.\n"
    import_mail(ASKED, sent(quotes, 9, name="Chen Clay", references="<m.8@example.org>"), to=plans)
    before = {one.hash for one in Sought.objects.all()}
    import_mail(sent(f"{terms}\n", 2, name="Bob Bell"), PLAN, to=plans)
    assert before
    assert origins() == ["m.1@example.org"]
    assert {one.hash for one in Sought.objects.all()} == before


def test_words_of_another_list_count_where_no_list_of_the_quote_has_them(plans: MailingList) -> None:
    import_mail(PLAN, to=make_list(slug="other"))
    import_mail(ASKED, TOLD, to=plans)
    assert origins() == ["m.1@example.org"]
    import_mail(sent(f"{LAMPS}\n", 3), to=plans)
    assert origins() == ["m.3@example.org"]
    import_mail(PLAN, to=plans)
    assert origins() == ["m.1@example.org"]


def test_words_of_two_messages_are_found_whatever_comes_first(plans: MailingList) -> None:
    prices = "Whoever sells oil to the harbour names the price of each barrel before the first of March."
    quotes = f"{QUOTE}\nBob Bell wrote:\n> {prices}\n\nThat too.\n"
    import_mail(ASKED, sent(quotes, 9, name="Chen Clay", references="<m.8@example.org>"), to=plans)
    import_mail(sent(f"{prices}\n", 2, name="Bob Bell"), to=plans)
    assert origins() == ["m.2@example.org"]
    import_mail(PLAN, to=plans)
    assert sorted(origins()) == ["m.1@example.org", "m.2@example.org"]


def test_a_run_that_is_undone_leaves_none(plans: MailingList, tmp_path: Path) -> None:
    import_mail(ASKED, TOLD, to=plans)
    before = all_rows()
    run = import_sources([mbox(tmp_path, PLAN)], plans)
    assert origins() == ["m.1@example.org"]
    with Workers() as workers:
        trace_new(workers, undo_run(run))
    assert all_rows() == before
    undo_run(ImportRun.objects.get(pk=run.pk - 1))
    assert not Fingerprint.objects.exists()
    assert not Sought.objects.exists()


def test_a_message_that_was_missing_gets_them_when_it_comes(plans: MailingList) -> None:
    answer = mail(
        "Yes, that is how it should be done.\n", message_id="<a@example.org>", references="<m.1@example.org>"
    )
    import_mail(answer, to=plans)
    assert not Fingerprint.objects.filter(message__message_id="m.1@example.org").exists()
    import_mail(PLAN, CARRIED, to=plans)
    assert Fingerprint.objects.filter(message__message_id="m.1@example.org").count() == 1
    assert origins() == ["m.1@example.org"]


def test_messages_of_before_get_them_by_deriving_again(plans: MailingList) -> None:
    import_mail(PLAN, CARRIED, to=plans)
    before = all_rows()
    execute("DELETE FROM archive_fingerprint")
    execute("UPDATE archive_thread SET revision = revision + 1")
    execute("DELETE FROM archive_origin")
    found = rederive()
    assert (found.changed, found.messages["fingerprints"]) == (1, 1)
    assert origins() == ["m.1@example.org"]
    assert all_rows() == before
