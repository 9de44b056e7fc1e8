"""Administrators split, join and undo: what the pages say before, what they do, and who may."""

from __future__ import annotations

from typing import Protocol

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.importing.threads.regrouping import join_threads, split_thread
from archive.links import ids_meant
from archive.models import MailingList, Message, Regrouping, Thread
from tests.factories import GROUPS, import_mail, make_list
from tests.mails import mail

pytestmark = pytest.mark.django_db


def note(name: str, references: str = "", *, day: int = 1, text: str = "") -> bytes:
    return mail(
        text or f"Words of {name}.\n",
        sender=f"{name.capitalize()} <{name}@example.org>",
        subject=f"plan {name}",
        message_id=f"<{name}@example.org>",
        references=" ".join(f"<{one}@example.org>" for one in references.split()),
        date=f"Mon, {day} Jun 2020 10:00:00 +0000",
    )


def get(name: str) -> Message:
    return Message.objects.get(message_id=f"{name}@example.org")


class Answer(Protocol):
    @property
    def content(self) -> bytes: ...


def page(answer: Answer) -> str:
    """The words of a page, without the marks between them."""
    text = answer.content.decode()
    return " ".join(text.replace("<b>", "").replace("</b>", "").split())


@pytest.fixture
def plans() -> MailingList:
    made = make_list()
    import_mail(note("a"), note("b", "a", day=2), note("c", "a b", day=3), note("d", "a", day=4), to=made)
    import_mail(note("x", day=5), note("y", "x", day=6), to=made)
    return made


def split_url(name: str) -> str:
    return f"/admin/archive/regrouping/split/{get(name).pk}/"


def join_url(name: str) -> str:
    return f"/admin/archive/regrouping/join/{get(name).pk}/"


@pytest.mark.usefixtures("plans")
class TestSplit:
    def test_says_in_numbers_what_will_happen(self, admin_client: Client) -> None:
        told = page(admin_client.get(split_url("b")))
        assert "thread of their own, named “plan b”: 2 messages by 2 people." in told
        assert "“plan a” keeps 2 messages by 2 people." in told
        assert not Regrouping.objects.exists()

    def test_splits_and_leads_to_the_new_thread(self, admin_client: Client) -> None:
        answer = admin_client.post(split_url("b"), follow=True)
        assert answer.redirect_chain[0][0].partition("#")[0] == "/lists/plans/b@example.org/T/"
        told = page(answer)
        assert "The thread is split." in told
        assert "<h1>plan b</h1>" in told
        assert get("c").thread_id == get("b").thread_id != get("a").thread_id

    def test_is_logged(self, admin_client: Client) -> None:
        admin_client.post(split_url("b"))
        entry = LogEntry.objects.get()
        assert entry.get_change_message() == "Split the thread at <b@example.org>."
        assert entry.object_repr == "Split at “plan b”"
        assert Regrouping.objects.get().made_by == User.objects.get(username="alice")

    def test_is_refused_at_the_first_message(self, admin_client: Client) -> None:
        assert "This message begins its thread" in page(admin_client.get(split_url("a")))
        assert "This message begins its thread" in page(admin_client.post(split_url("a")))
        assert not Regrouping.objects.exists()

    def test_is_offered_on_the_message_s_page(self, admin_client: Client) -> None:
        told = page(admin_client.get(f"/admin/archive/message/{get('b').pk}/change/"))
        assert f'<a class="button" href="{split_url("b")}">Split the thread here…</a>' in told
        told = page(admin_client.get(f"/admin/archive/message/{get('a').pk}/change/"))
        assert "Split the thread here…" not in told
        assert f'<a class="button" href="{join_url("a")}">Join this thread to another…</a>' in told


@pytest.mark.usefixtures("plans")
class TestJoin:
    def test_asks_where_to(self, admin_client: Client) -> None:
        told = page(admin_client.get(join_url("y")))
        assert "The message that it answers" in told
        assert "complaint" not in told

    @pytest.mark.parametrize(
        "typed",
        [
            "c@example.org",
            " <c@example.org> ",
            "http://testserver/lists/plans/c@example.org/",
            "/lists/plans/c%40example.org/T/#m0123456789abcdef",
            "https://lists.example.org/lists/plans/c@example.org/T",
            "http://testserver/m/c@example.org/",
            "/lists/plans/c@example.org/raw",
        ],
    )
    def test_takes_ids_and_addresses_and_says_in_numbers_what_will_happen(
        self, admin_client: Client, typed: str
    ) -> None:
        told = page(admin_client.get(join_url("y"), {"onto": typed}))
        assert "The whole thread “plan x”, 2 messages by 2 people, goes below C’s message “plan c”" in told
        assert "That thread, “plan a”, holds 4 messages by 4 people now." in told
        assert Thread.objects.count() == 2

    def test_joins_and_leads_to_the_thread(self, admin_client: Client) -> None:
        answer = admin_client.post(join_url("y"), {"onto": "c@example.org"}, follow=True)
        assert answer.redirect_chain[0][0].partition("#")[0] == "/lists/plans/x@example.org/T/"
        assert "The threads are joined." in page(answer)
        assert get("x").parent == get("c")
        assert LogEntry.objects.get().get_change_message() == "Joined the thread to <c@example.org>."

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("nobody@example.org", "There is no such message here that you may read."),
            ("http://[", "There is no such message here that you may read."),
            ("/lists/plans/", "There is no such message here that you may read."),
            ("x@example.org", "Both messages stand in one thread already."),
        ],
    )
    def test_is_refused_with_a_sentence(self, admin_client: Client, typed: str, sentence: str) -> None:
        assert sentence in page(admin_client.get(join_url("y"), {"onto": typed}))
        assert sentence in page(admin_client.post(join_url("y"), {"onto": typed}))
        assert not Regrouping.objects.exists()


def test_an_id_may_look_like_an_address() -> None:
    assert ids_meant("<a/T@example.org>") == ["a/T@example.org"]
    assert ids_meant("/lists/plans/a%2Fb@example.org/")[-1] == "a/b@example.org"


@pytest.mark.usefixtures("plans")
class TestUndo:
    def test_of_a_split(self, admin_client: Client) -> None:
        done, _ = split_thread(get("b"))
        told = page(admin_client.get(f"/admin/archive/regrouping/{done.pk}/undo/"))
        assert "2 messages by 2 people go back into “plan a”, which holds 2 messages by 2 people now." in told
        told = page(admin_client.post(f"/admin/archive/regrouping/{done.pk}/undo/", follow=True))
        assert "Undone: Split at “plan b”." in told
        assert "undone by alice" in told
        assert get("b").parent == get("a")
        assert LogEntry.objects.get().get_change_message() == "Undone."

    def test_of_a_join(self, admin_client: Client) -> None:
        done, _ = join_threads(get("x"), get("c"))
        told = page(admin_client.get(f"/admin/archive/regrouping/{done.pk}/undo/"))
        assert "2 messages by 2 people leave “plan a”, which keeps 4 messages by 4 people" in told
        admin_client.post(f"/admin/archive/regrouping/{done.pk}/undo/")
        assert get("x").parent is None

    def test_is_refused_a_second_time(self, admin_client: Client) -> None:
        done, _ = split_thread(get("b"))
        url = f"/admin/archive/regrouping/{done.pk}/undo/"
        admin_client.post(url)
        assert "This is undone already." in page(admin_client.get(url))
        assert "This is undone already." in page(admin_client.post(url, follow=True))
        assert LogEntry.objects.count() == 1

    def test_of_what_was_overruled_moves_nothing(self, admin_client: Client) -> None:
        split, _ = split_thread(get("b"))
        join_threads(get("b"), get("y"))
        url = f"/admin/archive/regrouping/{split.pk}/undo/"
        assert "Nothing moves now" in page(admin_client.get(url))
        admin_client.post(url)
        assert get("b").parent == get("y")


@pytest.mark.usefixtures("plans")
class TestList:
    def test_shows_what_stands_and_what_is_undone(self, admin_client: Client) -> None:
        done, _ = split_thread(get("b"))
        told = page(admin_client.get("/admin/archive/regrouping/"))
        assert "Split at “plan b”" in told
        assert "no longer answers" in told
        assert f'<a href="/admin/archive/regrouping/{done.pk}/undo/">Undo…</a>' in told
        assert admin_client.get(f"/admin/archive/regrouping/{done.pk}/change/").status_code == 200

    def test_can_be_narrowed_to_what_stands(self, admin_client: Client) -> None:
        done, _ = split_thread(get("b"))
        split_thread(get("d"))
        admin_client.post(f"/admin/archive/regrouping/{done.pk}/undo/")
        for state, shown, hidden in [("stands", "plan d", "plan b"), ("undone", "plan b", "plan d")]:
            rows = page(admin_client.get(f"/admin/archive/regrouping/?state={state}")).partition(
                "result_list"
            )[2]
            assert f"Split at “{shown}”" in rows
            assert f"Split at “{hidden}”" not in rows

    def test_asks_the_same_number_of_questions_for_1_row_and_10(
        self, admin_client: Client, plans: MailingList
    ) -> None:
        def ask() -> int:
            with CaptureQueriesContext(connection) as queries:
                admin_client.get("/admin/archive/regrouping/")
            return len(queries)

        split_thread(get("b"))
        ask()
        few = ask()
        import_mail(*(note(f"m{number}", "x", day=7) for number in range(9)), to=plans)
        for number in range(9):
            split_thread(get(f"m{number}"))
        assert ask() == few


@pytest.mark.usefixtures("plans")
class TestWhoMay:
    def staff(self, client: Client, *rights: str) -> None:
        dave = User.objects.create_user("dave", is_staff=True)
        dave.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(dave)

    @pytest.mark.parametrize("rights", [[], ["view_regrouping", "view_message"]])
    def test_not_staff_without_the_right(self, client: Client, rights: list[str]) -> None:
        done, _ = split_thread(get("b"))
        self.staff(client, *rights)
        undo = f"/admin/archive/regrouping/{done.pk}/undo/"
        for url in (split_url("d"), join_url("y"), undo):
            assert client.get(url).status_code == 404
            assert client.post(url, {"onto": "c@example.org"}).status_code == 404
        assert Regrouping.objects.standing().count() == 1
        thread = client.get("/lists/plans/a@example.org/T/").content.decode()
        assert "Split here" not in thread

    def test_not_members(self, client: Client) -> None:
        client.force_login(User.objects.create_user("charlie"))
        assert client.get(split_url("b"), follow=True).status_code == 404
        assert "Split here" not in client.get("/lists/plans/a@example.org/T/").content.decode()

    def test_staff_with_the_right(self, client: Client) -> None:
        self.staff(client, "add_regrouping")
        thread = client.get("/lists/plans/a@example.org/T/").content.decode()
        assert f'<a href="{split_url("b")}">Split here…</a>' in thread
        assert split_url("a") not in thread
        assert client.post(split_url("b")).status_code == 302
        assert get("b").parent is None

    def test_not_on_lists_that_they_may_not_read(self, client: Client) -> None:
        secret = make_list(slug="secret", visibility=GROUPS, groups=[Group.objects.create(name="few")])
        import_mail(note("s"), note("t", "s", day=2), to=secret)
        self.staff(client, "add_regrouping", "change_regrouping", "view_regrouping")
        assert client.get(split_url("t")).status_code == 404
        told = page(client.get(join_url("y"), {"onto": "t@example.org"}))
        assert "There is no such message here that you may read." in told
        done, _ = split_thread(get("t"))
        assert "plan t" not in page(client.get("/admin/archive/regrouping/"))
        assert client.get(f"/admin/archive/regrouping/{done.pk}/undo/").status_code == 404


@pytest.mark.usefixtures("plans")
class TestThreadPage:
    def thread(self, client: Client, name: str, slug: str = "plans") -> str:
        answer = client.get(f"/lists/{slug}/{name}@example.org/T/")
        assert answer.status_code == 200
        return page(answer)

    def test_old_addresses_answer_with_the_same_message(self, client: Client) -> None:
        addresses = [
            f"/lists/plans/{name}@example.org/{end}" for name in "abcdxy" for end in ("", "T/", "raw")
        ]
        split_thread(get("b"))
        join_threads(get("x"), get("d"))
        for address in addresses:
            assert client.get(address).status_code == 200
        thread = self.thread(client, "c")
        assert f'id="{get("c").anchor}"' in thread
        assert "<h1>plan b</h1>" in thread
        thread = self.thread(client, "y")
        assert f'id="{get("y").anchor}"' in thread
        assert "<h1>plan a</h1>" in thread

    def test_says_where_a_thread_was_split(self, client: Client) -> None:
        split_thread(get("b"))
        assert f'Split from <a href="{get("a").thread_url("plans")}">plan a</a>' in self.thread(client, "b")
        assert f'An answer was split off: <a href="{get("b").thread_url("plans")}">plan b</a>' in self.thread(
            client, "a"
        )

    def test_says_where_a_thread_was_joined(self, client: Client) -> None:
        join_threads(get("x"), get("c"))
        assert self.thread(client, "x").count("Joined to this thread by an administrator.") == 1

    def test_says_nothing_once_it_is_undone(self, client: Client, admin_client: Client) -> None:
        done, _ = split_thread(get("b"))
        admin_client.post(f"/admin/archive/regrouping/{done.pk}/undo/")
        assert "Split from" not in self.thread(client, "b")
        assert "split off" not in self.thread(client, "b")

    def test_no_word_of_a_thread_that_the_reader_may_not_see(
        self, client: Client, admin_client: Client
    ) -> None:
        secret = make_list(slug="secret", visibility=GROUPS)
        import_mail(note("s"), note("r", day=2), to=secret)
        import_mail(note("t", "s", day=3), to=MailingList.objects.get(slug="plans"))
        split_thread(get("t"))
        join_threads(get("x"), get("r"))
        assert "Split from" in self.thread(admin_client, "t")
        assert "Joined" in self.thread(admin_client, "x")
        for name in "tx":
            thread = self.thread(client, name)
            assert "Split" not in thread
            assert "Joined" not in thread
            assert "secret" not in thread

    def test_lists_and_feeds_follow(self, client: Client) -> None:
        split_thread(get("b"))
        rows = client.get("/lists/plans/").content.decode()
        assert rows.index("plan x") < rows.index("plan a") < rows.index("plan b")
        feed = client.get("/lists/plans/c@example.org/t.atom").content.decode()
        assert "mid:b@example.org" in feed
        assert "mid:a@example.org" not in feed
        assert client.get("/lists/plans/new.atom").content.decode().count("<entry>") == 6
        assert client.get("/m/c@example.org/").headers["Location"] == "/lists/plans/c@example.org/"
