"""Deriving again from raw mail: nothing changes where all is right, and damage is made good."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction

from annotations.models import Target
from archive.importing.database import execute
from archive.importing.rederiving import rederive, steps
from archive.maintenance.invariants import broken_invariants
from archive.models import Body, MailingList, Message, ReadMail, Reference
from tests.factories import import_mail, make_list, make_note
from tests.mails import mail
from tests.rows import all_rows

pytestmark = pytest.mark.django_db

SENTENCE = (
    "The scheduler of the second board must never wait for the clock of the first board to settle down."
)
PLAN = mail(f"Hello all,\n\n{SENTENCE}\n\nAnd the lamps stay on.\n", subject="plans")
ANSWER = mail(
    f"On Mon, 1 Jun 2020, Alice Archer wrote:\n> {SENTENCE}\n\nWhy?\n",
    sender="Bob Bell <bob@example.org>",
    subject="Re: plans",
    message_id="<why@example.org>",
    references="<gone@example.org> <plans.1@example.org>",
    date="Mon, 8 Jun 2020 10:00:00 +0200",
)
NO_ID = mail(
    "On Tue, 2 Jun 2020, Chen Chu wrote:\n> The roof leaks.\n\nIt does.\n",
    sender="Dora Day <dora@example.org>",
    subject="roof",
    message_id="",
    date="Tue, 9 Jun 2020 10:00:00 +0200",
)
ATTACHED = mail(
    "--x\nContent-Type: text/plain\n\nSee the table.\n--x\nContent-Type: image/png; name=table.png\n"
    "Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nAAAA\n--x--\n",
    message_id="<table@example.org>",
    subject="table",
).replace(b"Content-Type: text/plain; charset=utf-8", b"Content-Type: multipart/mixed; boundary=x", 1)


@pytest.fixture
def plans() -> MailingList:
    made = make_list()
    import_mail(PLAN, ANSWER, NO_ID, ATTACHED, to=made)
    return made


def test_changes_nothing_where_all_is_right(plans: MailingList) -> None:
    before = all_rows()
    found = rederive()
    assert found.is_none
    assert (found.looked_at, found.changed, found.unreadable) == (4, 0, [])
    assert all_rows() == before


DAMAGE = {
    "text": "UPDATE archive_body SET text = 'Nothing.'",
    "spans": "DELETE FROM archive_span",
    "subject": "UPDATE archive_message SET subject = 'x', bare_subject = 'y' WHERE NOT is_missing",
    "sender": "UPDATE archive_message SET sender_name = 'Eve', sender_address = 'eve@example.org' WHERE NOT is_missing",
    "date": "UPDATE archive_message SET sent_at = NULL, date_source = 'none' WHERE NOT is_missing",
    "references": "DELETE FROM archive_reference",
    "attachments": "DELETE FROM archive_attachment",
    "search": "UPDATE archive_body SET search = NULL WHERE length(raw) > 0",
    "fingerprints": "DELETE FROM archive_fingerprint",
    "digest": "UPDATE archive_message SET content_digest = 'x' WHERE NOT is_missing",
    "places": "UPDATE archive_message SET parent_id = NULL, depth = 0 WHERE message_id = 'why@example.org'",
    "origins and speakers": "DELETE FROM archive_origin",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_makes_damage_good(plans: MailingList, what: str) -> None:
    before = all_rows()
    execute(DAMAGE[what])
    assert all_rows() != before
    found = rederive()
    assert (found.messages | found.threads)[what] > 0
    assert all_rows() == before
    assert list(broken_invariants()) == []


def test_a_dry_run_counts_the_same_and_writes_nothing(plans: MailingList) -> None:
    execute(DAMAGE["text"])
    execute(DAMAGE["references"])
    damaged = all_rows()
    tried = rederive(dry_run=True)
    assert all_rows() == damaged
    done = rederive()
    assert (tried.messages, tried.threads, tried.examples) == (done.messages, done.threads, done.examples)
    assert tried.messages["text"] == 4
    assert rederive().is_none


def test_notes_go_back_to_their_words(plans: MailingList, django_user_model: type[User]) -> None:
    alice = django_user_model.objects.create_user("alice")
    plan = Message.objects.get(message_id="plans.1@example.org")
    note = make_note(author=alice, message=plan, words="the clock")
    place = note.target.start
    execute("UPDATE archive_body SET text = 'New. ' || text WHERE message_id = %(plan)s", plan=plan.pk)
    Target.objects.update(start=place + 5, end=place + 5 + len("the clock"))
    rederive()
    target = Target.objects.get()
    assert (target.start, target.exact) == (place, "the clock")
    assert target.message.body.text[target.start : target.end] == "the clock"


def test_leaves_other_lists_alone(plans: MailingList) -> None:
    other = make_list(slug="other")
    import_mail(mail(message_id="<other@example.org>"), to=other)
    execute("UPDATE archive_body SET text = 'x' WHERE length(raw) > 0")
    found = rederive(plans)
    assert found.looked_at == 4
    assert Body.objects.get(message__message_id="other@example.org").text == "x"


def test_keeps_derived_ids_when_they_would_be_others_today(plans: MailingList) -> None:
    roof = Message.objects.get(subject="roof")
    Message.objects.filter(pk=roof.pk).update(message_id="old@derived.invalid", subject="x")
    rederive()
    roof.refresh_from_db()
    assert (roof.message_id, roof.subject) == ("old@derived.invalid", "roof")


def test_what_cannot_be_read_any_more_is_left_and_told(plans: MailingList) -> None:
    execute(
        "UPDATE archive_body SET raw = (SELECT raw FROM archive_body WHERE length(raw) > 0 LIMIT 1), dialect = 'page'"
        " WHERE message_id = (SELECT id FROM archive_message WHERE message_id = 'plans.1@example.org')"
    )
    found = rederive()
    (sentence,) = found.unreadable
    assert sentence.startswith("plans.1@example.org is left as it is: ")
    assert SENTENCE in Body.objects.get(message__message_id="plans.1@example.org").text


def test_broken_off_it_goes_on(plans: MailingList, monkeypatch: pytest.MonkeyPatch) -> None:
    before = all_rows()
    execute(DAMAGE["text"])
    execute(DAMAGE["subject"])
    monkeypatch.setattr(steps, "AT_A_TIME", 2)

    def stop(done: int, of_all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rederive(tell=stop)
    assert Message.objects.filter(subject="x").count() == 2
    rederive()
    assert all_rows() == before


def test_missing_messages_that_nothing_names_go(plans: MailingList) -> None:
    before = all_rows()
    with transaction.atomic():
        plan = Message.objects.get(message_id="plans.1@example.org")
        stray = Message.objects.create(
            message_id="stray@example.org",
            is_missing=True,
            known_from="references",
            thread=plan.thread,
            parent=plan,
        )
        Reference.objects.create(message=plan, position=7, ancestor=stray)
    rederive()
    assert all_rows() == before


def test_mail_is_still_known_afterwards(plans: MailingList) -> None:
    execute(DAMAGE["text"])
    rederive()
    assert ReadMail.objects.count() == 4
    import_mail(PLAN, ANSWER, NO_ID, ATTACHED, to=plans)
    assert Message.objects.stored().count() == 4


class TestCommand:
    def test_prints_what_differs(self, plans: MailingList) -> None:
        execute("UPDATE archive_message SET subject = 'x' WHERE message_id = 'plans.1@example.org'")
        out = StringIO()
        call_command("rederive", dry_run=True, stdout=out)
        assert "1 messages differ in subject" in out.getvalue()
        assert "plans.1@example.org: x plans → plans plans" in out.getvalue()
        assert "Nothing was written: leave out --dry-run to write it." in out.getvalue()
        out = StringIO()
        call_command("rederive", slug="plans", stdout=out)
        assert "It was written." in out.getvalue()
        out = StringIO()
        call_command("rederive", stdout=out)
        assert "Nothing differs." in out.getvalue()

    def test_names_the_lists_when_there_is_none(self, plans: MailingList) -> None:
        with pytest.raises(CommandError, match=r"There is no list rain. There are: plans.") as error:
            call_command("rederive", slug="rain")
        assert error.value.returncode == 2
