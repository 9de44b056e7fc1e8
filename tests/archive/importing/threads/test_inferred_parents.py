"""Pages of an archive without its thread page: subject and quotes together tell what they answer, and it is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from archive.importing import import_sources
from archive.importing.rederiving import rederive
from archive.maintenance.invariants import broken_invariants
from archive.models import MailingList, Message
from tests.factories import import_mail, make_list
from tests.mails import mail
from tests.pages import squeezed

pytestmark = pytest.mark.django_db

SENTENCE = "The lamps on the quay are lit an hour before dusk."


@pytest.fixture
def plans() -> MailingList:
    return make_list()


def page(number: int, text: str, *, subject: str = "lamps", name: str = "Alice Archer") -> str:
    link = f"mailto:plans%40example.org?Subject=x&amp;In-Reply-To=%3Clamps.{number}%40example.org%3E"
    text, first = text.replace(">", "&gt;"), name.partition(" ")[0]
    return (
        f'<HTML><HEAD><LINK REL="made" HREF="{link}"></HEAD><BODY><H1>[Plans] {subject}</H1>\n<B>{name}</B>\n'
        f'<A HREF="{link}">{first.lower()} at example.org</A><BR>\n<I>Mon Jun  8 10:0{number}:00 CEST 2020</I>\n'
        f"<!--beginarticle-->\n<PRE>{text}</PRE>\n<!--endarticle-->\n</BODY></HTML>\n"
    )


def import_pages(folder: Path, to: MailingList, *pages: str) -> None:
    for number, one in enumerate(pages):
        (folder / f"{number:06}.html").write_text(one)
    import_sources([folder], to)


def parent_of(number: int) -> str:
    parent = Message.objects.get(message_id=f"lamps.{number}@example.org").parent
    return parent.message_id if parent else ""


FIRST = page(1, f"{SENTENCE}\nAnd put out at dawn.\n")
ANSWER = page(2, f"> {SENTENCE}\n\nWho does it?\n", name="Bob Bell")


def test_a_page_answers_what_it_quotes_under_the_same_subject(
    tmp_path: Path, plans: MailingList, client: Client
) -> None:
    import_pages(tmp_path, plans, FIRST, ANSWER)
    assert parent_of(2) == "lamps.1@example.org"
    html = squeezed(client.get("/lists/plans/lamps.1@example.org/T/").content.decode())
    assert "Alice Archer ↑</a>, as its quotes or its archive tell" in html
    assert list(broken_invariants()) == []
    assert rederive(dry_run=True).is_none


def test_whichever_came_first(tmp_path: Path, plans: MailingList) -> None:
    import_pages(tmp_path, plans, ANSWER)
    assert parent_of(2) == ""
    import_pages(tmp_path, plans, FIRST)
    assert parent_of(2) == "lamps.1@example.org"


def test_a_page_answers_whom_it_names(tmp_path: Path, plans: MailingList) -> None:
    """Bob quotes Alice; Chen quotes both by name, and answers the few words of Bob."""
    bob = page(2, f"Alice Archer wrote:\n> {SENTENCE}\n\nWho does it then?\n", name="Bob Bell")
    chen = page(
        3,
        f"Bob Bell wrote:\n> Alice Archer wrote:\n>> {SENTENCE}\n>\n> Who does it then?\n\nI do.\n",
        name="Chen Chu",
    )
    import_pages(tmp_path, plans, FIRST, bob, chen)
    assert (parent_of(2), parent_of(3)) == ("lamps.1@example.org", "lamps.2@example.org")


def test_words_quoted_deeper_tell_nothing_of_the_parent(tmp_path: Path, plans: MailingList) -> None:
    """Alice writes twice; Chen answers her second mail, with her first quoted in it at length."""
    more = f"{SENTENCE}\nNobody but the keeper may put them out, whatever the weather.\n"
    bob = page(2, f"Alice Archer wrote:\n> {SENTENCE}\n\nWho does it then?\n", name="Bob Bell")
    second = page(3, "Bob Bell wrote:\n> Who does it then?\n\nThe keeper of the quay does.\n")
    quoted = "".join(f">>> {line}\n" for line in more.splitlines())
    chen = page(
        4,
        f"Alice Archer wrote:\n> Bob Bell wrote:\n>> Alice Archer wrote:\n{quoted}>> Who does it then?\n"
        "> The keeper of the quay does.\n\nGood.\n",
        name="Chen Chu",
    )
    import_pages(tmp_path, plans, page(1, more), bob, second, chen)
    assert parent_of(4) == "lamps.3@example.org"


@pytest.mark.parametrize(
    "other",
    [
        page(2, f"> {SENTENCE}\n\nWho does it?\n", subject="ships"),
        page(2, "Who does it?\n"),
        page(2, "> Something else that somebody wrote.\n\nWho does it?\n"),
    ],
)
def test_subject_or_quotes_alone_join_nothing(tmp_path: Path, plans: MailingList, other: str) -> None:
    import_pages(tmp_path, plans, FIRST, other)
    assert parent_of(2) == ""


def test_mail_that_could_name_what_it_answers_is_not_joined_so(plans: MailingList) -> None:
    import_mail(
        mail(f"{SENTENCE}\n", subject="lamps", message_id="<lamps.1@example.org>"),
        mail(f"> {SENTENCE}\n\nWho?\n", subject="Re: lamps", message_id="<lamps.2@example.org>"),
        to=plans,
    )
    assert parent_of(2) == ""
