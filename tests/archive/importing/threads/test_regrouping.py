"""Threads split and joined: what was decided outlives imports, and undone it leaves no trace."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.importing.parallel import Workers
from archive.importing.quotes.thread_origins import trace_new
from archive.importing.threads.arranging import arrange_threads
from archive.importing.threads.filling_places import put_in_place
from archive.importing.threads.regrouping import RegroupingError, join_threads, split_thread, undo_regrouping
from archive.maintenance.invariants import broken_invariants
from archive.models import MailingList, Message, Origin, Regrouping, Span, Thread, ThreadListing
from tests.factories import import_mail, make_list
from tests.mails import mail

pytestmark = pytest.mark.django_db


def note(name: str, references: str = "", text: str = "", *, day: int = 1) -> bytes:
    """The mail of this name; `references` are names by spaces."""
    return mail(
        text or f"Words of {name}.\n",
        sender=f"{name.capitalize()} <{name}@example.org>",
        subject=f"plan {name}",
        message_id=f"<{name}@example.org>",
        references=" ".join(f"<{one}@example.org>" for one in references.split()),
        date=f"Mon, {day} Jun 2020 10:00:00 +0000",
    )


PLANS = [
    note("a"),
    note("b", "a", day=2),
    note("c", "a b", "> Words of b.\n\nI see it otherwise.\n", day=3),
    note("d", "a b c", "> > Words of b.\n> I see it otherwise.\n\nSo do I.\n", day=4),
    note("e", "a", "> Words of a.\n\nGood.\n", day=5),
]


def get(name: str) -> Message:
    return Message.objects.get(message_id=f"{name}@example.org")


def outline() -> list[str]:
    """A line for each thread, by its first message: names behind as many dots as they are deep."""
    threads: dict[int, list[str]] = {}
    for message in Message.objects.in_thread_order():
        mark = "?" if message.is_missing else ""
        name = message.message_id.partition("@")[0] + mark
        threads.setdefault(message.thread_id, []).append("." * message.depth + name)
    return sorted(" ".join(names) for names in threads.values())


def listings() -> list[Any]:
    fields = ("first_message__message_id", "subject", "started_by", "started_at", "last_at", "message_count",
              "people_count", "mailing_list__slug")  # fmt: skip
    return sorted(ThreadListing.objects.values_list(*fields), key=str)


def traced() -> list[Any]:
    """Where quotes come from and whose they are, once all is traced."""
    with Workers() as workers:
        trace_new(workers)
    origins = Origin.objects.order_by("message_id", "start").values_list("message_id", "start", "origin_id")
    spans = Span.objects.in_text_order().values_list("message_id", "start", "end", "speaker", "known")
    return [*origins, *spans]


def everything() -> tuple[list[str], list[Any], list[Any]]:
    return outline(), listings(), traced()


def check() -> None:
    assert list(broken_invariants()) == []


@pytest.fixture
def plans() -> MailingList:
    made = make_list()
    import_mail(*PLANS, to=made)
    return made


class TestSplit:
    def test_the_message_and_all_below_it_get_a_thread(self, plans: MailingList) -> None:
        assert outline() == ["a .b ..c ...d .e"]
        done, changed = split_thread(get("c"))
        assert outline() == ["a .b .e", "c .d"]
        assert changed == {get("a").thread_id, get("c").thread_id}
        assert (done.answered, done.onto) == (get("b"), None)
        check()

    def test_lists_count_both(self, plans: MailingList) -> None:
        split_thread(get("c"))
        rows = ThreadListing.objects.newest_first().values_list(
            "first_message__message_id",
            "subject",
            "started_by",
            "message_count",
            "people_count",
            "last_at__day",
        )
        assert list(rows) == [
            ("a@example.org", "plan a", "A", 3, 3, 5),
            ("c@example.org", "plan c", "C", 2, 2, 4),
        ]

    def test_quotes_still_come_from_where_they_were_written(self, plans: MailingList) -> None:
        before = traced()
        assert Origin.objects.filter(message=get("d"), origin=get("b")).exists()
        split_thread(get("c"))
        assert traced() == before
        assert not Thread.objects.exclude(traced_revision=F("revision")).exists()

    def test_mail_that_comes_later_goes_with_its_nearest_ancestor(self, plans: MailingList) -> None:
        split_thread(get("c"))
        import_mail(
            note("f", "a b c d", day=6), note("g", "a b", day=7), note("h", "a b c m", day=8), to=plans
        )
        assert outline() == ["a .b ..g .e", "c .d ..f .m? ..h"]
        check()

    def test_mail_that_came_later_changes_nothing_about_undoing(self, plans: MailingList) -> None:
        done, _ = split_thread(get("c"))
        more = [note("f", "a b c d", day=6), note("g", "a b", day=7), note("h", "a b c m", day=8)]
        import_mail(*more, to=plans)
        undo_regrouping(done)
        assert outline() == ["a .b ..c ...d ....f ...m? ....h ..g .e"]
        check()

    def test_what_is_missing_above_stays_in_its_place(self) -> None:
        """That x answers y is told by mail of the part that is split off alone."""
        made = make_list()
        import_mail(note("y"), note("b", "x", day=2), note("c", "y x", day=3), to=made)
        assert outline() == ["y .x? ..b ..c"]
        split_thread(get("c"))
        assert outline() == ["c", "y .x? ..b"]
        import_mail(note("d", "x", day=4), to=made)
        assert outline() == ["c", "y .x? ..b ..d"]
        check()

    def test_a_part_can_be_split_again(self, plans: MailingList) -> None:
        first, _ = split_thread(get("b"))
        second, _ = split_thread(get("d"))
        assert outline() == ["a .e", "b .c", "d"]
        undo_regrouping(first)
        assert outline() == ["a .b ..c .e", "d"]
        undo_regrouping(second)
        assert outline() == ["a .b ..c ...d .e"]

    def test_not_at_the_first_message(self, plans: MailingList) -> None:
        with pytest.raises(RegroupingError, match="begins its thread"):
            split_thread(get("a"))
        assert not Regrouping.objects.exists()

    def test_not_where_nothing_would_be_left(self) -> None:
        import_mail(note("b", "a"), to=make_list())
        with pytest.raises(RegroupingError, match="nothing would be left"):
            split_thread(get("b"))

    def test_not_where_nothing_would_go(self) -> None:
        """m answered a, as c says, which answers another."""
        import_mail(note("a"), note("b", "a"), note("c", "a m b"), to=make_list())
        assert outline() == ["a .b ..c .m?"]
        with pytest.raises(RegroupingError, match="No message at or below"):
            split_thread(get("m"))


class TestJoin:
    @pytest.fixture(autouse=True)
    def _more(self, plans: MailingList) -> None:
        import_mail(note("x", day=6), note("y", "x", day=7), to=plans)

    def test_a_thread_goes_below_a_message(self) -> None:
        join_threads(get("x"), get("b"))
        assert outline() == ["a .b ..c ...d ..x ...y .e"]
        assert [(row.subject, row.message_count) for row in ThreadListing.objects.all()] == [("plan a", 7)]
        assert Thread.objects.count() == 1
        check()

    def test_all_of_the_thread_goes_whichever_message_is_named(self) -> None:
        done, _ = join_threads(get("y"), get("b"))
        assert done.message == get("x")
        assert outline() == ["a .b ..c ...d ..x ...y .e"]

    def test_mail_that_comes_later_follows(self, plans: MailingList) -> None:
        join_threads(get("x"), get("b"))
        import_mail(note("z", "x y", day=8), to=plans)
        assert outline() == ["a .b ..c ...d ..x ...y ....z .e"]

    def test_what_the_first_message_answers_when_it_comes_does_not_pull_it_away(
        self, plans: MailingList
    ) -> None:
        import_mail(note("q", "p", day=8), to=plans)
        join_threads(get("p"), get("b"))
        import_mail(note("p", "o", day=7), to=plans)
        assert outline() == ["a .b ..c ...d ..p ...q .e", "o?", "x .y"]
        check()

    def test_what_was_split_off_is_joined_elsewhere_and_back(self) -> None:
        split, _ = split_thread(get("c"))
        join, _ = join_threads(get("c"), get("y"))
        assert outline() == ["a .b .e", "x .y ..c ...d"]
        check()
        undo_regrouping(split)
        assert outline() == ["a .b .e", "x .y ..c ...d"]
        undo_regrouping(join)
        assert outline() == ["a .b ..c ...d .e", "x .y"]

    def test_the_newest_decision_counts(self) -> None:
        join_threads(get("x"), get("b"))
        split, _ = split_thread(get("x"))
        assert outline() == ["a .b ..c ...d .e", "x .y"]
        undo_regrouping(split)
        assert outline() == ["a .b ..c ...d ..x ...y .e"]

    def test_not_to_itself(self) -> None:
        with pytest.raises(RegroupingError, match="one thread already"):
            join_threads(get("a"), get("d"))

    def test_not_in_a_circle(self) -> None:
        """The split-off part answers a thread that answers it."""
        split_thread(get("c"))
        join_threads(get("a"), get("d"))
        with pytest.raises(RegroupingError, match="one thread already"):
            join_threads(get("c"), get("b"))
        check()

    def test_quotes_between_them_are_found(self, plans: MailingList) -> None:
        import_mail(note("z", "", "> So do I.\n\nAs I do.\n", day=9), to=plans)
        assert not Origin.objects.filter(message=get("z")).exists()
        done, _ = join_threads(get("z"), get("d"))
        traced()
        assert Origin.objects.filter(message=get("z"), origin=get("d")).exists()
        undo_regrouping(done)
        traced()
        assert not Origin.objects.filter(message=get("z")).exists()


class TestUndo:
    def test_a_split_leaves_no_trace(self, plans: MailingList) -> None:
        before = everything()
        done, _ = split_thread(get("c"))
        assert everything() != before
        undo_regrouping(done)
        assert everything() == before
        check()

    def test_a_join_leaves_no_trace(self, plans: MailingList) -> None:
        import_mail(note("x", "", "> I see it otherwise.\n\nWhy?\n", day=6), to=plans)
        before = everything()
        done, _ = join_threads(get("x"), get("c"))
        assert everything() != before
        undo_regrouping(done)
        assert everything() == before
        check()

    def test_not_twice(self, plans: MailingList) -> None:
        done, _ = split_thread(get("c"))
        undo_regrouping(done)
        with pytest.raises(RegroupingError, match="undone already"):
            undo_regrouping(done)


class TestMissing:
    def test_mail_that_takes_a_place_takes_what_was_decided_about_it(self, plans: MailingList) -> None:
        import_mail(note("q", "a p", day=8), note("w", "", day=7), to=plans)
        split_thread(get("p"))
        assert outline() == ["a .b ..c ...d .e", "p? .q", "w"]
        with transaction.atomic():
            put_in_place(get("p").pk, get("w").pk)
        assert outline() == ["a .b ..c ...d .e", "w .q"]
        assert Regrouping.objects.get().message == get("w")
        check()

    def test_what_quotes_leave_of_a_message_stays_when_its_answer_is_split_off(self) -> None:
        quoting = "Bob <bob@example.org> wrote:\n> The harbour lamp is to be green from June on.\n\nNo.\n"
        import_mail(note("a"), note("c", "a m", quoting, day=3), to=make_list())
        left = get("m").body.text
        assert "harbour lamp" in left
        split_thread(get("c"))
        traced()
        assert get("m").body.text == left
        assert Origin.objects.get(message=get("c")).origin == get("m")


def test_mail_that_names_messages_of_several_threads_links_them_and_no_more() -> None:
    made = make_list()
    import_mail(note("a"), note("b", "c", day=2), to=made)
    import_mail(note("m", "a b", day=3), to=made)
    import_mail(note("n", "b", day=4), to=made)
    assert outline() == ["a", "c? .b ..m ..n"]
    check()


NAMES = "abcdefg"
REFERENCES = st.lists(st.sampled_from(NAMES), max_size=3, unique=True)


class OverError(Exception):
    """Takes back what was stored for one example."""


def stand(first: list[bytes], split: str, then: list[bytes], *, undo: bool = False) -> Any:
    """How threads stand after mail, a split, and more mail; None when the split is refused."""
    stood = None
    with suppress(OverError, RegroupingError), transaction.atomic():
        made = make_list()
        import_mail(*first, to=made)
        done = split_thread(get(split))[0] if split else None
        import_mail(*then, to=made)
        if done and undo:
            undo_regrouping(done)
        check()
        stood = outline(), listings()
        raise OverError
    return stood


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(REFERENCES, min_size=3, max_size=len(NAMES)), st.data())
def test_generated_threads(references: list[list[str]], data: st.DataObject) -> None:
    """A split among imports is as good as one after them; undone, it is as if it had never been."""
    mails = {
        name: note(name, " ".join(line), day=day)
        for day, (name, line) in enumerate(zip(NAMES, references, strict=False), 1)
    }
    order = data.draw(st.permutations(sorted(mails)))
    cut = data.draw(st.integers(1, len(mails)))
    name = data.draw(st.sampled_from(order[:cut]))
    first, then = [mails[one] for one in order[:cut]], [mails[one] for one in order[cut:]]
    among = stand(first, name, then)
    after = stand(list(mails.values()), name, [])
    assert among is None or after is None or among == after
    assert among is None or stand(first, name, then, undo=True) == stand([*mails.values()], "", [])


def all_stand_right() -> bool:
    """Whether arranging all threads together moves nothing: no step looked at too few of them."""
    every = set(Thread.objects.values_list("pk", flat=True))
    return not arrange_threads(every, {}, [], {}).moved


def regroup_somehow(data: st.DataObject) -> Regrouping | None:
    """Splits or joins anywhere; None when it is refused."""
    messages = list(Message.objects.order_by("message_id"))
    one, other = data.draw(st.sampled_from(messages)), data.draw(st.none() | st.sampled_from(messages))
    with suppress(RegroupingError):
        return (join_threads(one, other) if other else split_thread(one))[0]
    return None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(REFERENCES, min_size=4, max_size=len(NAMES)), st.data())
def test_generated_splits_and_joins_leave_no_trace_in_whatever_order_they_are_undone(
    references: list[list[str]], data: st.DataObject
) -> None:
    mails = [
        note(name, " ".join(line), day=day)
        for day, (name, line) in enumerate(zip(NAMES, references, strict=False), 1)
    ]
    cut = data.draw(st.integers(2, len(mails)))
    alone = stand(mails, "", [])
    with suppress(OverError), transaction.atomic():
        made = make_list()
        import_mail(*mails[:cut], to=made)
        done = [regroup_somehow(data) for _ in range(3)]
        assert all_stand_right()
        import_mail(*mails[cut:], to=made)
        done.append(regroup_somehow(data))
        assert all_stand_right()
        for one in data.draw(st.permutations([one for one in done if one])):
            check()
            undo_regrouping(one)
            assert all_stand_right()
        assert (outline(), listings()) == alone
        raise OverError
