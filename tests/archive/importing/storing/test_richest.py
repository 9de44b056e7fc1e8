"""One mail in several forms: as it was sent, in an archive's text, on an archive's page. The richest stays."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from archive.importing import import_sources
from archive.importing.rederiving import rederive
from archive.importing.undoing import undo_run
from archive.maintenance.invariants import broken_invariants
from archive.models import ImportRun, MailingList, Message
from tests.factories import import_mail, make_list, make_note
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


UMLAUTS = "Grüße, Jürgen"
LOST = "Gr??e, J?rgen"


class Forms:
    """Bob's mail on lamps in an archive: as text, on a page, and as it was sent; all answer plans.1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, words: str = "The lamps stay on.", name: str = "Bob Bell", answers: bool = True) -> Path:
        return self.write(
            "2020-June.txt",
            "From bob at example.org  Mon Jun  8 10:00:00 2020\n"
            f"From: bob at example.org ({name})\nDate: Mon, 8 Jun 2020 10:00:00 +0200\n"
            f"Subject: [Plans] lamps\n{'In-Reply-To: <plans.1@example.org>' if answers else 'X-Nothing: 1'}\n"
            f"Message-ID: <lamps@example.org>\n\n{words}\n\n",
        )

    def page(self, words: str = "The lamps stay on.", name: str = "Bob Bell") -> Path:
        page = PAGE.replace("The lamps stay on.", words).replace("Bob Bell", name)
        return self.write("000002.html", page)

    def sent(self) -> Path:
        return self.write("lamps.eml", ITSELF.decode())

    def threads(self) -> None:
        """The archive's page of threads, and that of the mail which lamps answers."""
        self.write("000001.html", PAGE.replace("lamps%40", "plans.1%40").replace("lamps", "plans"))
        entries = "".join(
            f'<!--{depth} {key} -->\n<LI><A HREF="{page}.html">lamps</A>\n'
            for depth, key, page in ((0, "01.1-", "000001"), (1, "01.1-02.2-", "000002"))
        )
        self.write("thread.html", f"<title>The Plans Archive by thread</title>{entries}")

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.write_text(content)
        return path


@pytest.fixture
def forms(tmp_path: Path) -> Forms:
    return Forms(tmp_path)


def lamps() -> Message:
    return Message.objects.get(message_id="lamps@example.org")


def same_whatever_comes_first(to: MailingList, *sources: Path) -> Message:
    """The message as it is after all orders of import, which must not differ, nor from both in one run."""
    import_mail(mail(), to=to)
    found = []
    for order in permutations(sources):
        runs = [import_sources([source], to) for source in order]
        found.append(all_rows())
        assert list(broken_invariants()) == []
        assert rederive(dry_run=True).is_none
        message = lamps()
        for run in runs:
            undo_run(run)
    import_sources(sources, to)
    assert [rows == found[0] for rows in [*found, all_rows()]] == [True] * (len(found) + 1)
    assert Message.objects.stored().count() == 2
    return message


def test_a_page_with_the_letters_wins_and_keeps_what_headers_tell(plans: MailingList, forms: Forms) -> None:
    message = same_whatever_comes_first(plans, forms.text(LOST), forms.page(UMLAUTS))
    again = lamps()
    assert (again.body.dialect, again.body.text) == ("html", f"{UMLAUTS}\n")
    assert again.body.raw_mail() == (forms.folder / "000002.html").read_bytes()
    [reference] = again.references.all()
    assert (reference.ancestor.message_id, reference.is_inferred) == ("plans.1@example.org", False)
    assert message.message_id == again.message_id


def test_the_text_wins_where_both_have_the_letters(plans: MailingList, forms: Forms) -> None:
    same_whatever_comes_first(plans, forms.text(UMLAUTS), forms.page(UMLAUTS))
    assert lamps().body.dialect == "pipermail"


def test_the_text_wins_where_the_page_lost_more(plans: MailingList, forms: Forms) -> None:
    same_whatever_comes_first(plans, forms.text("Grüße, J?rgen"), forms.page(LOST))
    assert lamps().body.dialect == "pipermail"


def test_a_name_with_its_letters_counts_too(plans: MailingList, forms: Forms) -> None:
    same_whatever_comes_first(plans, forms.text(name="J?rgen B?hm"), forms.page(name="Jürgen Böhm"))
    assert (lamps().body.dialect, lamps().sender_name) == ("html", "Jürgen Böhm")
    assert lamps().parent == Message.objects.get(message_id="plans.1@example.org")


def test_mail_as_it_was_sent_wins_over_an_archives_text_and_page(plans: MailingList, forms: Forms) -> None:
    same_whatever_comes_first(plans, forms.text(), forms.page(), forms.sent())
    assert (lamps().body.dialect, lamps().sender_address) == ("eml", "bob@example.org")


def test_a_page_whose_mail_answers_nothing_is_not_joined_by_its_words(
    plans: MailingList, forms: Forms
) -> None:
    quoting = "{}The lamps stay on, all night and all of the next day.\n\n" + UMLAUTS
    import_mail(
        mail(
            "The lamps stay on, all night and all of the next day.\n",
            message_id="<first@example.org>",
            subject="[Plans] lamps",
        ),
        to=plans,
    )
    lost = quoting.format("> ").replace("ü", "?").replace("ß", "?")
    page = forms.page(quoting.format("<i>&gt;</i> "))
    for order in permutations([forms.text(lost, answers=False), page]):
        runs = [import_sources([source], plans) for source in order]
        assert (lamps().body.dialect, lamps().parent) == ("html", None)
        for run in runs:
            undo_run(run)
    import_sources([page], plans)
    assert lamps().parent is not None


def test_the_threads_of_a_mirror_are_told_to_a_page_that_came_alone(plans: MailingList, forms: Forms) -> None:
    import_sources([forms.page()], plans)
    assert lamps().parent is None
    forms.threads()
    import_sources([forms.folder], plans)
    assert lamps().parent == Message.objects.get(message_id="plans.1@example.org")


def test_a_note_stays_on_its_words_when_the_richer_form_comes(plans: MailingList, forms: Forms) -> None:
    import_sources([forms.text(f"The lamps stay on.\n{LOST}")], plans)
    before = lamps()
    note = make_note(author=User.objects.create_user("bob"), message=before, words="lamps stay")
    import_sources([forms.page(f"The lamps stay on.\n{UMLAUTS}")], plans)
    again = lamps()
    note.refresh_from_db()
    assert (again.pk, note.target.message) == (before.pk, again)
    assert again.body.text[note.target.start : note.target.end] == "lamps stay"
