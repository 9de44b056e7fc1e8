"""What a list shows is what a list received that its readers may read."""

from __future__ import annotations

import gzip
from itertools import permutations
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User

from archive.importing import import_sources
from archive.importing.copy_choice import choose_again
from archive.importing.undoing import undo_run
from archive.maintenance.invariants import broken_invariants
from archive.models import ImportRun, ListCopy, MailingList, Message, Posting
from tests.factories import GROUPS, MEMBERS, PUBLIC, import_mail, make_list, make_note
from tests.mails import mail, mbox
from tests.personas import alice, browser_of, charlie, person, team

pytestmark = pytest.mark.django_db

WORDS = "".join(
    f"The {place} lamp of the harbour stays on all night.\n" for place in ("first", "second", "third")
)
URL = "/lists/plans/plans.1@example.org/"
PAGES = ["", "T/", "raw", "t.mbox.gz", "t.atom", "attachments/2/", "attachments/2/text/"]
OPEN_COPY = mail(WORDS, more="List-Id: <plans.example.org>\n")


def closed_copy() -> bytes:
    """What the closed list received: one more line, an attachment, and headers of its own."""
    parts = f"--b\nContent-Type: text/plain\n\n{WORDS}A zq-line for the council alone.\n"
    parts += '--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="zq-file.txt"\n\n'
    parts += "zq-content\n--b--\n"
    more = "Bcc: zq-bcc@example.org\nReceived: from zq-host by mx; Mon, 1 Jun 2020 10:00:00 +0200\n"
    head = b'Content-Type: multipart/mixed; boundary="b"'
    return mail(parts, more=more).replace(b"Content-Type: text/plain; charset=utf-8", head, 1)


@pytest.fixture
def plans() -> MailingList:
    return make_list()


@pytest.fixture
def council() -> MailingList:
    return make_list(slug="council", visibility=GROUPS, groups=[team()])


def told_on(slug: str, user: User | None) -> str:
    """All that this reader is told of the message: its pages, the list's, search."""
    browser, told = browser_of(user), ""
    pages = [f"/lists/{slug}/plans.1@example.org/{page}" for page in PAGES]
    for url in (
        *pages,
        f"/lists/{slug}/",
        f"/lists/{slug}/new.atom",
        f"/lists/{slug}/quoted/",
        "/search/?q=council",
        "/",
    ):
        response = browser.get(url)
        content = response.getvalue()
        told += (
            gzip.decompress(content) if url.endswith(".gz") and response.status_code == 200 else content
        ).decode()
        told += str(response.headers)
    return told


def status(url: str, user: User | None) -> int:
    return browser_of(user).get(url).status_code


@pytest.mark.parametrize("closed_first", [True, False])
class TestCopyOfAClosedList:
    @pytest.fixture(autouse=True)
    def _imported(self, plans: MailingList, council: MailingList, closed_first: bool) -> None:
        both = [(closed_copy(), council), (OPEN_COPY, plans)]
        for content, to in both if closed_first else reversed(both):
            import_mail(content, to=to)
        assert list(broken_invariants()) == []

    @pytest.mark.parametrize("user", [None, "charlie", "alice"])
    def test_is_told_nobody_on_the_open_one(self, user: str | None) -> None:
        told = told_on("plans", {"charlie": charlie, "alice": alice}[user]() if user else None)
        assert "second lamp" in told
        assert "zq-" not in told

    def test_is_given_as_it_came_to_those_who_read_the_closed_one(self) -> None:
        browser = browser_of(alice())
        assert browser.get("/lists/council/plans.1@example.org/raw").content == closed_copy()
        assert browser.get(f"{URL}raw").content == OPEN_COPY
        page = browser.get("/lists/council/plans.1@example.org/").content.decode()
        assert "zq-file.txt" in page
        assert "second lamp" in page
        assert b"zq-content" in browser.get("/lists/council/plans.1@example.org/attachments/2/").content
        assert b"zq-bcc" in gzip.decompress(
            browser.get("/lists/council/plans.1@example.org/t.mbox.gz").getvalue()
        )
        assert b"zq-" not in gzip.decompress(browser.get(f"{URL}t.mbox.gz").getvalue())

    def test_takes_the_place_when_the_open_one_is_undone(self, plans: MailingList) -> None:
        undo_run(ImportRun.objects.get(mailing_list=plans))
        message = Message.objects.get(message_id="plans.1@example.org")
        assert message.body.raw_mail() == closed_copy()
        assert "zq-line" in told_on("council", alice())
        assert list(broken_invariants()) == []

    def test_goes_when_it_is_undone(self, council: MailingList) -> None:
        undo_run(ImportRun.objects.get(mailing_list=council))
        assert Message.objects.get(message_id="plans.1@example.org").body.raw_mail() == OPEN_COPY
        assert not ListCopy.objects.exists()
        assert list(broken_invariants()) == []

    def test_is_chosen_when_its_list_is_the_open_one(self, plans: MailingList, council: MailingList) -> None:
        MailingList.objects.filter(pk=plans.pk).update(visibility=GROUPS)
        MailingList.objects.filter(pk=council.pk).update(visibility=PUBLIC)
        assert status("/lists/council/plans.1@example.org/", None) == 404
        assert len([one for one in broken_invariants() if "less open" in one]) == 1
        assert choose_again(plans).switched == 1
        assert "zq-line" in told_on("council", None)
        assert list(broken_invariants()) == []

    def test_is_in_no_export_of_the_open_one(self, plans: MailingList, tmp_path: Path) -> None:
        from archive.exports.mbox import mbox_of_list

        assert b"zq-" not in b"".join(mbox_of_list(plans))


def test_notes_on_words_that_go_quote_what_all_may_read(plans: MailingList, council: MailingList) -> None:
    import_mail(closed_copy(), to=council)
    message = Message.objects.get(message_id="plans.1@example.org")
    notes = [
        make_note(author=alice(), message=message, words=words) for words in ("zq-line for", "third lamp")
    ]
    import_mail(OPEN_COPY, to=plans)
    for note in notes:
        page = browser_of(charlie()).get(
            f"/annotations/{note.pk}/", headers={"Accept": "application/ld+json"}
        )
        assert page.status_code == 200
        assert b"zq-" not in page.content


def test_copies_that_came_before_anybody_could_read_them_are_not_shown_when_lists_open(
    tmp_path: Path,
) -> None:
    plans, council = make_list(visibility=MEMBERS), make_list(slug="council", visibility=MEMBERS)
    import_mail(closed_copy(), to=council)
    import_mail(OPEN_COPY, to=plans)
    council.visibility, plans.visibility = GROUPS, PUBLIC
    council.save()
    plans.save()
    assert "zq-" not in told_on("plans", None)
    choose_again()
    assert "second lamp" in told_on("plans", None)
    assert "zq-" not in told_on("plans", None)


def test_a_fuller_form_does_not_come_from_a_less_open_list(
    plans: MailingList, council: MailingList, tmp_path: Path
) -> None:
    month = tmp_path / "2020-June.txt"
    month.write_text(
        "From alice at example.org  Mon Jun  1 10:00:00 2020\nFrom: alice at example.org (Alice Archer)\n"
        "Date: Mon, 1 Jun 2020 10:00:00 +0200\nSubject: [Plans] plans\nMessage-ID: <plans.1@example.org>\n\n"
        + WORDS
    )
    for sources in permutations([(month, plans), (mbox(tmp_path, closed_copy()), council)]):
        for source, to in sources:
            import_sources([source], to)
        assert Message.objects.get().body.dialect == "pipermail"
        assert "zq-" not in told_on("plans", None)
        for run in ImportRun.objects.exclude(state="undone"):
            undo_run(run)


class TestListsOfDifferentGroups:
    @pytest.fixture
    def board(self) -> MailingList:
        group = Group.objects.create(name="board")
        person("dora", in_team=False).groups.add(group)
        return make_list(slug="board", visibility=GROUPS, groups=[group])

    def test_each_show_their_own(self, council: MailingList, board: MailingList) -> None:
        dora = User.objects.get(username="dora")
        import_mail(closed_copy(), to=council)
        import_mail(OPEN_COPY, to=board)
        assert "zq-line" in told_on("council", alice())
        assert "List-Id" not in told_on("council", alice())
        told = told_on("board", dora)
        assert "second lamp" in told
        assert "zq-" not in told
        assert status("/lists/council/plans.1@example.org/", dora) == 404
        import_mail(OPEN_COPY.replace(b"List-Id", b"X-Again"), to=board)
        assert Message.objects.stored().count() == 2
        assert list(broken_invariants()) == []

    def test_share_what_differs_by_its_way_alone(self, council: MailingList, board: MailingList) -> None:
        import_mail(mail(WORDS, more="Received: from zq-host by mx\n"), to=council)
        import_mail(OPEN_COPY, to=board)
        assert Message.objects.stored().count() == 1
        assert "zq-" not in told_on("board", User.objects.get(username="dora"))


def test_one_list_alone_keeps_nothing_beside(plans: MailingList) -> None:
    import_mail(OPEN_COPY, to=plans)
    import_mail(mail(WORDS, more="Received: from a by b\n"), to=plans)
    assert not ListCopy.objects.exists()
    assert not Posting.objects.exclude(shown_from=None).exists()
