"""Targets whose words are searched for: outside the storing lock, again when a text changes, after a crash too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from annotations.anchoring.displacing import quote_anew
from annotations.anchoring.reanchoring import reanchor_displaced, reanchored, write_anchors
from annotations.invariants import INVARIANTS
from annotations.models import Displacement, Target
from archive.hooks import text_changed
from archive.importing import import_sources
from archive.importing.database import STORING_LOCK, hold_storing_lock, storing
from archive.importing.threads.filling_places import put_in_place
from archive.maintenance.invariants import broken_invariants
from archive.models import Body, MailingList, Message
from tests.archive.importing.quotes.test_rebuilding import FIRST, SECOND, lost
from tests.factories import import_mail, make_list, make_message, make_note
from tests.mails import mail
from tests.paths import SAMPLE
from tests.personas import alice, bob, browser_of

WORDS = "A second keeper for the fog."
AGAIN = f"Well,\n\n{WORDS}\n"


def note_on_words(text: str = f"{WORDS}\n", tags: tuple[str, ...] = ("keepers",)) -> Target:
    message = make_message(to=make_list(), text=text)
    return make_note(author=alice(), message=message, words=WORDS, note="Who pays?", tags=tags).target


def change(message: Message, text: str) -> None:
    """What is done to a text while messages are stored."""
    Body.objects.filter(message=message).update(text=text)
    text_changed.call([message.pk])


def leave_displaced(message: Message, text: str) -> None:
    """As a process does that is lost when it has stored."""
    with transaction.atomic():
        hold_storing_lock()
        change(message, text)


def place(target: Target) -> tuple[int, int, str]:
    target.refresh_from_db()
    return target.start, target.end, target.found


def is_lock_free() -> bool:
    """Whether somebody else could store now."""
    info = connection.get_connection_params()
    names = {key: info[key] for key in ("host", "port", "user", "password", "dbname") if key in info}
    with psycopg.connect(**names) as other:
        row = other.execute("SELECT pg_try_advisory_xact_lock(%s)", [STORING_LOCK]).fetchone()
    return bool(row and row[0])


@contextmanager
def at_search(once: Callable[[], None]) -> Iterator[None]:
    """Calls a function when the texts to be searched have been read; the first time only."""
    asked: list[str] = []

    def wrapper(execute: Any, statement: Any, *rest: Any) -> Any:
        answer = execute(statement, *rest)
        if not asked and 'FROM "annotations_displacement"' in statement:
            asked.append("displaced")
        elif asked == ["displaced"] and 'FROM "archive_body"' in statement:
            asked.append("texts")
            once()
        return answer

    with connection.execute_wrapper(wrapper):
        yield
    assert asked == ["displaced", "texts"], "nothing was searched"


def in_thread(function: Callable[[], None]) -> None:
    """On a connection of its own."""

    def work() -> None:
        try:
            function()
        finally:
            connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join(timeout=60)
    assert not thread.is_alive(), "it waits for a lock"


@pytest.mark.django_db(transaction=True)
def test_others_may_store_while_words_are_searched_for() -> None:
    target = note_on_words()
    free: list[bool] = []
    with at_search(lambda: free.append(is_lock_free())), storing():
        change(target.message, AGAIN)
        assert not is_lock_free()
    assert free == [True]
    assert place(target) == (7, 7 + len(WORDS), "in-message")


@pytest.mark.django_db(transaction=True)
def test_a_text_that_changes_while_it_is_searched_is_searched_again() -> None:
    target = note_on_words()
    message = target.message
    with at_search(lambda: in_thread(lambda: leave_displaced(message, f"Now:\n{WORDS}\n"))), storing():
        change(message, AGAIN)
    assert place(target) == (5, 5 + len(WORDS), "in-message")
    assert not Displacement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_searches_at_the_same_time_finds_the_same() -> None:
    target = note_on_words()
    leave_displaced(target.message, AGAIN)
    with at_search(lambda: in_thread(reanchor_displaced)):
        reanchor_displaced()
    assert place(target) == (7, 7 + len(WORDS), "in-message")
    assert not Displacement.objects.exists()


@pytest.mark.django_db
def test_what_was_searched_is_not_written_when_the_text_has_changed_since() -> None:
    target = note_on_words()
    leave_displaced(target.message, AGAIN)
    found = list(reanchored(Displacement.objects.select_related("target__message")))
    leave_displaced(target.message, "Nothing.\n")
    write_anchors(found)
    assert place(target) == (0, 0, "message")
    assert Displacement.objects.get().exact == WORDS


@pytest.mark.django_db
def test_what_was_found_in_another_text_is_not_written_when_that_has_changed() -> None:
    plans = make_list()
    import_mail(FIRST, SECOND, to=plans)
    target = make_note(author=alice(), message=lost(), words=WORDS).target
    leave_displaced(lost(), "Other words.\n")
    found = list(reanchored(Displacement.objects.select_related("target__message")))
    assert found[0].has_left
    Body.objects.filter(message=found[0].anchor.message_id).update(text="Nothing.\n")
    write_anchors(found)
    assert place(target) == (0, 0, "message")
    assert target.message == lost()


@pytest.mark.django_db
def test_words_that_are_in_place_are_not_searched_for() -> None:
    target = note_on_words()
    leave_displaced(target.message, f"{WORDS} Yes.\n")
    assert place(target) == (0, len(WORDS), "place")
    assert not Displacement.objects.exists()


@pytest.mark.django_db
def test_the_next_run_finds_what_a_lost_process_left() -> None:
    target = note_on_words()
    leave_displaced(target.message, AGAIN)
    assert place(target) == (0, 0, "message")
    assert list(broken_invariants(INVARIANTS)) == []
    import_mail(mail("Another.\n", message_id="<other@example.org>"), to=make_list(slug="other"))
    assert place(target) == (7, 7 + len(WORDS), "in-message")
    assert target.exact == WORDS
    assert list(broken_invariants(INVARIANTS)) == []


@pytest.mark.django_db
def test_words_that_nobody_searches_for_are_told_by_the_check() -> None:
    leave_displaced(note_on_words().message, AGAIN)
    Displacement.objects.update(since=F("since") - dt.timedelta(hours=2))
    [sentence] = broken_invariants(INVARIANTS)
    assert "words of a target are found again within the hour" in sentence


@pytest.mark.django_db
def test_a_text_that_changes_twice_before_it_is_searched_loses_no_words() -> None:
    target = note_on_words()
    leave_displaced(target.message, "Nothing.\n")
    leave_displaced(target.message, AGAIN)
    reanchor_displaced()
    assert place(target) == (7, 7 + len(WORDS), "in-message")


@pytest.mark.django_db
def test_of_the_same_words_in_many_places_the_nearest_to_the_old_one_is_found() -> None:
    line = f"{WORDS}\n"
    message = make_message(to=make_list(), text=line * 9)
    note = make_note(author=alice(), message=message, words=line * 9)
    start = 5 * len(line)
    Target.objects.filter(pk=note.target.pk).update(start=start, end=start + len(WORDS), exact=WORDS)
    leave_displaced(message, "Oh\n" + line * 9)
    reanchor_displaced()
    assert place(note.target) == (start + 3, start + 3 + len(WORDS), "in-message")


@pytest.mark.django_db
def test_pages_show_the_note_at_its_message_until_its_words_are_found() -> None:
    target = note_on_words()
    leave_displaced(target.message, AGAIN)
    browser, id_ = browser_of(bob()), target.message.message_id
    for path in (f"/lists/plans/{id_}/T/", f"/lists/plans/{id_}/", "/tags/keepers/", "/", "/search/?q=pays"):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        if "?" not in path and not path.endswith(f"{id_}/"):
            assert "Who pays?" in answer.content.decode(), path
    assert browser.get(f"/annotations/{target.annotation.pk}/").status_code == 200
    for form in ("markdown", "csv", "jsonld"):
        assert b"".join(browser.get("/tags/keepers/", {"export": form}))


@pytest.mark.django_db
def test_words_of_another_copy_are_searched_for_and_quoted_no_more() -> None:
    target = note_on_words("Come at nine.\nA second keeper for the fog.\nAt Dora's.\n")
    with transaction.atomic():
        change(target.message, "Soon: a second keeper for all the fog. Bye.\n")
        quote_anew([target.message_id])
    target.refresh_from_db()
    assert (target.exact, target.prefix, target.suffix) == ("", "", "")
    reanchor_displaced()
    target.refresh_from_db()
    assert target.found == "fuzzy"
    assert target.exact == target.message.body.text[target.start : target.end]
    assert target.exact.startswith("second keeper")
    assert "Dora" not in target.suffix
    assert target.suffix.endswith("Bye.\n")


@pytest.mark.django_db
def test_words_in_place_are_quoted_with_what_stands_around_them_in_another_copy() -> None:
    target = note_on_words(f"{WORDS} Dora knows.\n")
    with transaction.atomic():
        change(target.message, f"{WORDS} Soon.\n")
        quote_anew([target.message_id])
    target.refresh_from_db()
    assert (target.exact, target.suffix) == (WORDS, " Soon.\n")


def paul() -> Message:
    return Message.objects.get(sender_name="Paul Menage", is_missing=True)


def whole_mail() -> bytes:
    return mail(
        f"Hi Serge,\n\n{paul().body.text}\nPaul\n",
        sender="Paul Menage <paul@example.org>",
        message_id="<paul@example.org>",
        date="Tue, 10 Jul 2007 16:41:00 -0700",
    )


@pytest.mark.django_db
class TestReplaced:
    """Notes on what quotes leave of a message that comes under an id of its own."""

    @pytest.fixture
    def containers(self) -> MailingList:
        import_sources([SAMPLE], visibility=MailingList.Visibility.PUBLIC)
        return MailingList.objects.get(slug="containers")

    def test_notes_follow_before_their_words_are_found(self, containers: MailingList) -> None:
        target = make_note(author=alice(), message=paul(), words="simplifying the control file API").target
        writer = make_message(to=containers, text="simplifying the control file API")
        with transaction.atomic():
            put_in_place(paul().pk, writer.pk)
        assert place(target) == (0, 0, "message")
        assert target.message == writer
        assert not Message.objects.filter(sender_name="Paul Menage", is_missing=True).exists()
        reanchor_displaced()
        assert place(target) == (0, 32, "in-message")

    def test_words_that_the_mail_lacks_are_found_in_the_quotes_of_them(self, containers: MailingList) -> None:
        target = make_note(author=alice(), message=paul(), words="simplifying the control file API").target
        raw = whole_mail().replace(b"simplifying the control file API", b"much")
        import_mail(raw, to=containers)
        assert Message.objects.filter(message_id="paul@example.org", is_missing=False).exists()
        target.refresh_from_db()
        assert target.message.body.text[target.start : target.end] == target.exact
        assert target.message.message_id != "paul@example.org"

    def test_a_place_is_held_where_words_stand_nowhere_else(self, containers: MailingList) -> None:
        target = make_note(author=alice(), message=paul()).target
        Target.objects.filter(pk=target.pk).update(
            start=0, end=0, found="message", exact="harbour lamps burning green"
        )
        held = paul()
        import_mail(whole_mail(), to=containers)
        assert paul() == held
        assert place(target) == (0, 0, "message")
        assert target.message == held
        call_command("check_archive")
