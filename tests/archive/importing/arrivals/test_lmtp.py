"""`manage.py receive_mail`: mail from a real LMTP client."""

from __future__ import annotations

import asyncio
import os
import signal
import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from queue import SimpleQueue

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive.cli.imports import UsageError
from archive.cli.receiving import place
from archive.importing.arrivals.lmtp import Entrance, serve
from archive.models import ImportRun, MailingList, Message, Quarantine
from tests.factories import make_list
from tests.mails import mail

pytestmark = pytest.mark.django_db(transaction=True)
ALICE, PLANS = "alice@example.org", "plans@lists.example.org"


@contextmanager
def listening(entrance: Entrance) -> Iterator[smtplib.LMTP]:
    """A client of an entrance that listens meanwhile."""
    ports: SimpleQueue[int] = SimpleQueue()
    ends: SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = SimpleQueue()

    async def run() -> None:
        stop = asyncio.Event()
        ends.put((asyncio.get_running_loop(), stop))
        await serve(entrance, "127.0.0.1", 0, stop, lambda host, port: ports.put(port))

    thread = threading.Thread(target=asyncio.run, args=[run()])
    thread.start()
    loop, stop = ends.get(timeout=10)
    try:
        with smtplib.LMTP("127.0.0.1", ports.get(timeout=10), timeout=30) as client:
            client.ehlo_or_helo_if_needed()
            yield client
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)


def on_the_wire(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def plans() -> MailingList:
    made = make_list(slug="plans")
    MailingList.objects.filter(pk=made.pk).update(address=PLANS)
    return made


def test_mail_for_the_address_of_a_list_is_stored_before_it_is_said_to_be() -> None:
    made = plans()
    with listening(Entrance()) as client:
        assert client.sendmail(ALICE, ["Plans@Lists.example.org"], on_the_wire(mail())) == {}
        assert Message.objects.posted_on(made).get().body.raw_mail() == on_the_wire(mail())
    assert ImportRun.objects.values_list("state", "found", "stored", "sources").get() == (
        "done",
        1,
        1,
        ["lmtp"],
    )


def test_an_unknown_recipient_is_refused() -> None:
    plans()
    with listening(Entrance()) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail(ALICE, ["bob@example.org"], mail())
        assert refused.value.recipients == {"bob@example.org": (550, b"5.1.1 No list here has this address")}
        assert set(client.sendmail(ALICE, ["bob@example.org", PLANS], mail())) == {"bob@example.org"}
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "local", [b"pl\x00ans", b"pl\xffans", b"pl\xed\xa0\x80ans", b"pl\x7fans", b"pl\x01ans"]
)
@pytest.mark.parametrize("named", [True, False])
def test_what_is_no_address_is_refused_for_good(
    local: bytes, named: bool, caplog: pytest.LogCaptureFixture
) -> None:
    made = plans()
    with listening(Entrance(made if named else None)) as client:
        client.mail(ALICE)
        client.send(b"RCPT TO:<" + local + b"@lists.example.org>\r\n")
        assert client.getreply()[0] // 100 == 5
        assert client.rcpt(PLANS)[0] == 250
    assert "Traceback" not in caplog.text


def test_with_a_list_named_all_mail_goes_there() -> None:
    made = make_list(slug="council")
    with listening(Entrance(made)) as client:
        client.sendmail(ALICE, ["anybody@example.org"], mail())
    assert Message.objects.posted_on(made).count() == 1


def test_each_recipient_has_an_answer_and_each_list_the_mail_once() -> None:
    made, council = plans(), make_list(slug="council")
    MailingList.objects.filter(pk=council.pk).update(address="council@example.org")
    with listening(Entrance()) as client:
        client.mail(ALICE)
        for address in (PLANS, "council@example.org", PLANS.upper()):
            client.rcpt(address)
        answers = [client.data(mail()), client.getreply(), client.getreply()]
        assert answers == [(250, b"2.0.0 Stored")] * 3
    assert [Message.objects.posted_on(one).count() for one in (made, council)] == [1, 1]
    assert ImportRun.objects.count() == 2


def test_mail_that_cannot_be_stored_is_held_and_said_to_be() -> None:
    entrance = Entrance(plans())
    with listening(entrance) as client:
        client.mail(ALICE)
        client.rcpt(PLANS)
        assert client.data(b"") == (250, b"2.0.0 Kept in quarantine")
    assert Quarantine.objects.held().count() == 1
    assert (entrance.stored, entrance.held) == (0, 1)


def test_mail_that_cannot_be_kept_at_all_is_asked_for_again() -> None:
    made = plans()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE archive_posting RENAME TO away")
    try:
        with listening(Entrance(made)) as client:
            client.mail(ALICE)
            client.rcpt(PLANS)
            assert client.data(mail())[0] == 451
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO archive_posting")
    assert not Message.objects.exists()


def test_more_than_the_longest_mail_is_refused_for_each_recipient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.importing.arrivals.lmtp.LONGEST_MAIL", 2000)
    made = plans()
    with listening(Entrance(made)) as client:
        assert client.mail(ALICE, ["SIZE=3000"])[0] == 552
        client.mail(ALICE)
        client.rcpt(PLANS)
        client.rcpt("bob@example.org")
        assert client.data(mail("x\n" * 2000))[0] == 552
        assert client.getreply()[0] == 552
        assert client.noop()[0] == 250
    assert not Message.objects.exists()


def test_lines_longer_than_the_standard_allows_are_taken() -> None:
    with listening(Entrance(plans())) as client:
        client.sendmail(ALICE, [PLANS], mail("long " * 10_000))
    assert len(Message.objects.get().body.raw_mail()) > 50_000


def test_a_line_that_is_a_dot_is_kept() -> None:
    with listening(Entrance(plans())) as client:
        client.sendmail(ALICE, [PLANS], on_the_wire(mail("One.\n.\n..two\n")))
    assert Message.objects.select_related("body").get().body.text == "One.\n.\n..two\n"


def test_ctrl_c_ends_the_command_with_a_sentence() -> None:
    plans()
    out = StringIO()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def deliver() -> None:
        try:
            while "Taking mail" not in out.getvalue():
                time.sleep(0.05)
            with smtplib.LMTP("127.0.0.1", port, timeout=30) as client:
                client.sendmail(ALICE, [PLANS], mail())
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    delivering = threading.Thread(target=deliver)
    delivering.start()
    call_command("receive_mail", "--lmtp", str(port), stdout=out)
    delivering.join()
    assert out.getvalue().splitlines() == [
        f"Taking mail by LMTP at 127.0.0.1:{port}; Ctrl-C ends it.",
        "Ended. 1 taken: 1 stored, 0 already present, 0 held back.",
    ]


def test_a_place_that_is_taken_is_told() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(CommandError, match="cannot be listened on"),
    ):
        call_command("receive_mail", "--lmtp", f"127.0.0.1:{taken.getsockname()[1]}")


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("127.0.0.1:24", ("127.0.0.1", 24)),
        ("[::1]:24", ("::1", 24)),
        ("24", ("127.0.0.1", 24)),
        ("mail.example.org:24", ("mail.example.org", 24)),
    ],
)
def test_places(given: str, read: tuple[str, int]) -> None:
    assert place(given) == read


@pytest.mark.parametrize("given", ["", "localhost", "127.0.0.1:x", "127.0.0.1:99999", ":24", "a:24/b"])
def test_what_is_no_place_is_told(given: str) -> None:
    with pytest.raises(UsageError, match="write --lmtp 127"):
        place(given)
