"""Two mails with one Message-ID: what differs by its way is counted; what says something else is kept beside it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from archive.importing import import_sources
from archive.importing.undoing import undo_run
from archive.maintenance.invariants import broken_invariants
from archive.models import ImportRun, MailingList, Message, OtherCopy
from tests.factories import GROUPS, import_mail, make_list
from tests.mails import mail, mbox
from tests.pages import squeezed
from tests.personas import alice, browser_of, charlie, team
from tests.rows import all_rows

pytestmark = pytest.mark.django_db

WORDS = "The lamps stay on.\n" * 9
URL = "/lists/plans/plans.1@example.org/"
FOOTER = "\n_______________________________________________\nplans mailing list\nplans@lists.example.org\n"
ATTACHED = 'Content-Type: multipart/mixed; boundary="b"\n'


@pytest.fixture
def plans() -> MailingList:
    return make_list()


def with_file(content: str, **given: str) -> bytes:
    file = f'--b\nContent-Type: image/png; name="a.png"\n\n{content}\n--b--\n'
    parts = f"--b\nContent-Type: text/plain\n\n{WORDS}\n{file}"
    return mail(parts, **given).replace(b"Content-Type: text/plain; charset=utf-8\n", ATTACHED.encode(), 1)


def differing() -> list[tuple[list[str], bytes]]:
    return [(one.differs, one.raw_mail()) for one in OtherCopy.objects.order_by("pk")]


@pytest.mark.parametrize(
    "again",
    [
        mail(WORDS, more="Received: from a by b\nList-Id: <plans.example.org>\n"),
        mail(WORDS + FOOTER, subject="[Plans] plans"),
        mail(WORDS, sender="Alice Archer via Plans <plans@lists.example.org>"),
        mail(WORDS, sender="alice at example.org (Alice Archer)"),
        mail(WORDS, date="Mon, 1 Jun 2020 10:00:01 +0200"),
        mail(WORDS).replace(b"\n", b"\r\n"),
    ],
)
def test_what_differs_by_its_way_is_counted(plans: MailingList, again: bytes) -> None:
    import_mail(mail(WORDS), again, to=plans)
    assert (ImportRun.objects.get().already_present, differing()) == (1, [])


@pytest.mark.parametrize(
    ("one", "again", "what"),
    [
        (mail(WORDS), mail(WORDS, sender="Bob Bell <bob@example.org>"), ["author"]),
        (mail(WORDS), mail(WORDS, subject="money"), ["subject"]),
        (mail(WORDS), mail(WORDS + "Off.\n"), ["words"]),
        (with_file("one"), with_file("two"), ["attachments"]),
        (with_file("one"), with_file("more", subject="money"), ["subject", "attachments"]),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_what_says_something_else_is_kept(
    plans: MailingList, one: bytes, again: bytes, what: list[str], at_once: bool
) -> None:
    for mails in [[one, again]] if at_once else [[one], [again]]:
        import_mail(*mails, to=plans)
    assert differing() == [(what, again)]
    assert Message.objects.get().body.raw_mail() == one
    assert list(broken_invariants()) == []


def test_nothing_is_kept_twice(plans: MailingList) -> None:
    """Neither the same bytes, nor the same words that came another way."""
    other, by_another_way = mail(WORDS + "Off.\n"), mail(WORDS + "Off.\n", more="Received: from a by b\n")
    for _ in range(2):
        import_mail(mail(WORDS), other, by_another_way, to=plans)
    assert differing() == [(["words"], other)]
    assert [run.already_present for run in ImportRun.objects.order_by("pk")] == [2, 3]


def test_an_undo_takes_away_what_only_that_run_brought(plans: MailingList) -> None:
    before = []
    for mails in ([mail(WORDS)], [mail(WORDS + "Off.\n")], [mail(WORDS), mail(WORDS + "Off.\n")]):
        before.append(all_rows())
        import_mail(*mails, to=plans)
    first, second, third = ImportRun.objects.order_by("pk")
    undo_run(second)
    assert len(differing()) == 1
    undo_run(third)
    assert all_rows() == before[1]
    import_mail(mail(WORDS + "Off.\n"), to=plans)
    assert len(differing()) == 1
    undo_run(ImportRun.objects.latest("pk"))
    undo_run(first)
    assert all_rows() == before[0]


def test_the_page_tells_and_leads_there(plans: MailingList) -> None:
    other = mail(WORDS + "Off.\n", sender="Bob Bell <bob@example.org>")
    import_mail(mail(WORDS), other, to=plans)
    page = browser_of(None).get(URL).content.decode()
    raw = f"{URL}copies/{OtherCopy.objects.get().pk}/"
    assert "Another copy of this mail differs in author and words:" in page
    assert f'href="{raw}"' in page
    response = browser_of(None).get(raw)
    assert (response.content, response.headers["Content-Type"]) == (other, "text/plain")
    assert (
        response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    assert browser_of(None).get(f"{URL}copies/999999999/").status_code == 404
    assert browser_of(None).get(f"{URL}copies/{9**99}/").status_code == 404


def test_the_page_of_the_run_counts_them(plans: MailingList, admin_client: Client) -> None:
    told = "of them with other words, kept beside"
    import_mail(mail(WORDS), mail(WORDS + "Off.\n"), mail(WORDS + "Dim.\n"), to=plans)
    import_mail(mail(WORDS), to=plans)
    first, second = [
        admin_client.get(run.get_absolute_url()).content.decode() for run in ImportRun.objects.order_by("pk")
    ]
    assert f"2 {told}" in first
    assert told not in second


def test_what_came_onto_a_list_is_seen_by_those_who_may_read_that(plans: MailingList) -> None:
    secret = make_list(slug="secret", visibility=GROUPS, groups=[team()])
    import_mail(mail(WORDS), to=plans)
    import_mail(mail(WORDS + "Hidden.\n"), to=secret)
    raw = f"copies/{OtherCopy.objects.get().pk}/"
    for user, sees in ((alice(), True), (charlie(), False), (None, False)):
        page = squeezed(browser_of(user).get(URL).content.decode())
        assert ("Another copy of this mail, on Secret, differs in words" in page) == sees
        found = browser_of(user).get(f"/lists/secret/plans.1@example.org/{raw}")
        assert (found.status_code == 200) == sees
        assert sees or found.status_code == 404
        assert browser_of(user).get(URL + raw).status_code == 404


def test_an_export_gives_them_too(plans: MailingList, tmp_path: Path) -> None:
    mails = [mail(WORDS), mail(WORDS + "Off."), mail("Yes.", message_id="<plans.2@example.org>")]
    import_mail(*mails, to=plans)
    out, again = tmp_path / "out.mbox", tmp_path / "again.mbox"
    call_command("export_archive", "--list", "plans", str(out), stdout=StringIO())
    import_sources([out], make_list(slug="again"))
    call_command("export_archive", "--list", "again", str(again), stdout=StringIO())
    assert again.read_bytes() == out.read_bytes()
    assert out.read_bytes().count(b"\nSubject: ") == 3


def test_the_mail_itself_takes_the_place_of_what_a_month_of_pipermail_gave(
    plans: MailingList, tmp_path: Path
) -> None:
    month = tmp_path / "2020-June.txt"
    month.write_text(
        "From alice at example.org  Mon Jun  1 10:00:00 2020\nFrom: alice at example.org (Alice Archer)\n"
        "Date: Mon, 1 Jun 2020 10:00:00 +0200\nSubject: [Plans] plans\nMessage-ID: <plans.1@example.org>\n\n"
        + WORDS
    )
    whole = mbox(tmp_path, with_file("one"))
    for sources in ([month, whole], [whole, month]):
        import_sources(sources, plans)
        assert Message.objects.get().body.raw_mail() == with_file("one")
        assert Message.objects.get().attachments.get().filename == "a.png"
        assert differing() == []
        undo_run(ImportRun.objects.latest("pk"))
