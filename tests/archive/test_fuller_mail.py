"""A page of an archive, then the mail itself: the mail says more, and takes the page's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.checking import broken_invariants
from archive.importing import import_sources
from archive.importing.undoing import undo_run
from archive.models import ImportRun, MailingList, Message
from tests.factories import import_mail, make_list
from tests.mails import mail
from tests.rows import all_rows

pytestmark = pytest.mark.django_db

MADE = "mailto:plans%40example.org?Subject=Re%3A%20%5BPlans%5D%20lamps&In-Reply-To=%3Clamps%40example.org%3E"
PAGE = f"""<HTML><HEAD><TITLE> [Plans] lamps
   </TITLE>
   <LINK REL="Index" HREF="index.html" >
   <LINK REL="made" HREF="{MADE}">
 </HEAD><BODY>
   <H1>[Plans] lamps</H1>
    <B>Bob Bell</B>
    <A HREF="{MADE}"
       TITLE="[Plans] lamps">bob at example.org
       </A><BR>
    <I>Mon Jun  8 10:00:00 CEST 2020</I>
    <P><UL></UL>
    <HR>
<!--beginarticle-->
<PRE>The lamps stay on.
</PRE>
<!--endarticle-->
    <HR>
</BODY></HTML>
"""
ITSELF = mail(
    "The lamps stay on.\n",
    sender="Bob Bell <bob@example.org>",
    subject="[Plans] lamps",
    message_id="<lamps@example.org>",
    references="<plans.1@example.org>",
    date="Mon, 8 Jun 2020 10:00:00 +0200",
)


@pytest.fixture
def plans() -> MailingList:
    return make_list()


def import_page(folder: Path, to: MailingList) -> None:
    page = folder / "000001.html"
    page.write_text(PAGE)
    import_sources([page], to)


def test_the_mail_takes_the_place_of_the_page(tmp_path: Path, plans: MailingList) -> None:
    import_mail(mail(), to=plans)
    import_page(tmp_path, plans)
    lamps = Message.objects.get(message_id="lamps@example.org")
    assert (lamps.body.dialect, lamps.parent) == ("html", None)
    import_mail(ITSELF, to=plans)
    again = Message.objects.get(message_id="lamps@example.org")
    assert (again.pk, again.body.dialect, again.body.raw_mail()) == (lamps.pk, "mbox", ITSELF)
    assert again.parent == Message.objects.get(message_id="plans.1@example.org")
    assert Message.objects.count() == 2
    assert list(broken_invariants()) == []


def test_the_page_changes_nothing_where_the_mail_is(tmp_path: Path, plans: MailingList) -> None:
    import_mail(mail(), ITSELF, to=plans)
    before = all_rows()
    import_page(tmp_path, plans)
    assert all_rows() == before


def test_the_order_of_import_does_not_matter(tmp_path: Path, plans: MailingList) -> None:
    import_mail(mail(), ITSELF, to=plans)
    before = all_rows()
    undo_run(ImportRun.objects.get())
    import_page(tmp_path, plans)
    import_mail(mail(), ITSELF, to=plans)
    assert all_rows() == before
