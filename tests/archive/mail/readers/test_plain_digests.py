"""Digests in plain text: each mail a message when all is where it must be, else one mail."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from archive.importing import import_sources
from archive.mail.readers.plain_digests import plainly_digested
from archive.maintenance.invariants import broken_invariants
from archive.models import ImportRun, Message
from tests.factories import import_mail, make_list
from tests.mails import mail, mbox

LIST = "_______________________________________________\nplans mailing list\n\n\n"
FOOTERS = [f"Subject: Digest Footer\n\n{LIST}", LIST, ""]
HEAD = """From: plans-request@example.org
Subject: {subject}
Message-ID: <digest@example.org>
Date: Tue, 2 Jun 2020 12:00:00 +0000
Content-Type: text/plain; charset="utf-8"
"""
TOPICS = """Send plans mailing list submissions to
    plans@example.org

When replying, please edit your Subject line so it is more specific
than "Re: Contents of plans digest..."


Today's Topics:

   1. lamps (Alice Archer)
   2. Re: lamps (Bob Bell)


"""
ONE = """Date: Mon, 1 Jun 2020 10:00:00 +0000
From: Alice Archer <alice@example.org>
Subject: lamps
To: plans@example.org
Message-ID: <one@example.org>
Content-Type: text/plain; charset=utf-8

The lamps stay on, in the café too.

------------------------------

That was a rule.
"""
TWO = """Date: Mon, 1 Jun 2020 11:00:00 +0000
From: Bob Bell <bob@example.org>
Subject: Re: lamps
Message-ID: <two@example.org>

> The lamps stay on.

All of them?
"""
RULE = "-" * 30 + "\n\n"
END = RULE + "End of plans Digest, Vol 3, Issue 7\n***********************************\n"


def text_of(*mails: str, footer: str = FOOTERS[0], topics: str = TOPICS) -> str:
    numbered = [f"Message: {number}\n{one}" for number, one in enumerate(mails, 1)]
    return (
        topics
        + "-" * 70
        + "\n\n"
        + ("\n\n" + RULE).join(numbered)
        + "\n\n"
        + RULE * bool(footer)
        + footer
        + END
    )


def digest(text: str, subject: str = "plans Digest, Vol 3, Issue 7", more: str = "") -> bytes:
    return (HEAD.format(subject=subject) + more + "\n" + text).encode()


@pytest.mark.parametrize("footer", FOOTERS)
def test_each_mail_comes_out_as_it_stands(footer: str) -> None:
    expected = [f"Message: 1\n{ONE}".encode(), f"Message: 2\n{TWO}".encode()]
    whole = digest(text_of(ONE, TWO, footer=footer))
    assert plainly_digested(whole) == expected
    assert plainly_digested(whole.replace(b"\n", b"\r\n")) == [
        one.replace(b"\n", b"\r\n") for one in expected
    ]
    packed = base64.encodebytes(text_of(ONE, TWO, footer=footer).encode()).decode()
    assert plainly_digested(digest(packed, more="Content-Transfer-Encoding: base64\n")) == expected


@pytest.mark.parametrize(
    "whole",
    [
        digest(text_of(ONE, TWO), subject="Re: lamps"),
        digest(text_of(ONE, TWO), more="In-Reply-To: <other@example.org>\n"),
        digest(text_of(ONE, TWO) + "Bob"),
        digest(text_of(ONE, TWO).replace("End of", "Start of")),
        digest(text_of(ONE, TWO).replace("Message: 2", "Message: 3")),
        digest(text_of(ONE, TWO, ONE)),
        digest(text_of(ONE)),
        digest(text_of(ONE, TWO).replace("-" * 70, "-" * 60)),
        digest(text_of(ONE, TWO).replace("From: Bob", "For: Bob")),
        digest(text_of(ONE, TWO).replace("\n", "\n> ")),
        digest("I agree.\n\n" + text_of(ONE, TWO + "\n\n" + RULE + "Message: 1\n" + ONE)),
        digest(text_of(ONE, TWO)).replace(b"text/plain", b"text/html"),
        b"",
    ],
)
def test_what_does_not_add_up_stays_one_mail(whole: bytes) -> None:
    assert plainly_digested(whole) == []


@pytest.mark.parametrize(
    "worst", ["-" * 30 + "\n\n", "-" * 70 + "\n", "Message: 1\n", "  1. x\n", "-", "\n", "*"]
)
def test_a_megabyte_of_the_worst(worst: str) -> None:
    assert plainly_digested(digest(text_of(ONE, worst * (1_000_000 // len(worst))))) == []


@pytest.mark.django_db
class TestImport:
    def test_gives_the_messages_and_the_digest(self, tmp_path: Path) -> None:
        run = import_sources([mbox(tmp_path, digest(text_of(ONE, TWO)))], make_list())
        assert (run.found, run.stored) == (3, 3)
        one = Message.objects.get(message_id="one@example.org")
        assert (one.who, one.sender_address, one.bare_subject) == (
            "Alice Archer",
            "alice@example.org",
            "lamps",
        )
        assert "café too.\n\n------------------------------\n\nThat" in one.body.text
        assert Message.objects.filter(message_id="digest@example.org").exists()
        assert list(broken_invariants()) == []

    def test_the_mail_itself_takes_the_place_of_what_the_digest_gave(self, tmp_path: Path) -> None:
        plans = make_list()
        itself = (ONE.partition("Content-Type")[0] + "References: <zero@example.org>\n\n").encode()
        itself += ONE.partition("\n\n")[2].encode()
        import_mail(digest(text_of(ONE, TWO)), to=plans)
        import_mail(itself, to=plans)
        one = Message.objects.get(message_id="one@example.org")
        assert (one.body.raw_mail(), one.other_copies.count()) == (itself, 0)
        import_mail(digest(text_of(ONE, TWO), more="X: again\n"), mail(), to=plans)
        assert Message.objects.get(pk=one.pk).body.raw_mail() == itself
        assert ImportRun.objects.latest("pk").already_present == 3
