"""Whose words a reader may know: the database and a page say the same."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.access import Reader
from archive.models import Body, MailingList, Message, Origin, Posting, Span, Thread
from archive.reading.layout import LaidSpan, lay_out
from archive.reading.same_words import echoes_for
from archive.reading.speakers import hide_unknown, senders_of, speaker_known_to, without_unknown
from archive.views.threads import outline_of
from tests.factories import GROUPS, make_list
from tests.personas import bob, charlie, team

pytestmark = pytest.mark.django_db
TEXT = "> Every lantern.\n\nWhy not?\n"
QUOTED, OWN = (0, 17), (18, len(TEXT))
NAMES = ("Dana Dale", "Emre Elm", "dana@example.org")

names = st.sampled_from(["", *NAMES])
# Whether a message stands on the closed list, the name and the address of its sender, and its thread.
messages = st.tuples(st.booleans(), names, names, st.integers(0, 1))
# How the speaker of its quote is known, the speaker, whom the text names, and the message that the words are of.
quotes = st.tuples(st.sampled_from(Span.Known.values), names, names, st.integers(-1, 3))


def make_archive(
    opened: MailingList,
    closed: MailingList,
    given_messages: list[tuple[bool, str, str, int]],
    given_quotes: list[tuple[str, str, str, int]],
) -> list[Message]:
    threads = [Thread.objects.create(), Thread.objects.create()]
    made = []
    for number, (is_closed, name, address, thread) in enumerate(given_messages):
        message = Message.objects.create(
            message_id=f"{number}@example.org", id_hash=str(number), thread=threads[thread],
            sender_name=name, sender_address=address, order=number,
        )  # fmt: skip
        Body.objects.create(message=message, text=TEXT, raw=b"")
        Posting.objects.create(message=message, mailing_list=closed if is_closed else opened)
        made.append(message)
    for message, (known, speaker, said, origin) in zip(made, given_quotes, strict=False):
        span = {
            "message": message,
            "start": QUOTED[0],
            "end": QUOTED[1],
            "kind": Span.Kind.QUOTED,
            "depth": 1,
        }
        Span.objects.create(**span, known=known, speaker=speaker, said_speaker=said)
        Span.objects.create(message=message, start=OWN[0], end=OWN[1], kind=Span.Kind.OWN)
        if 0 <= origin < len(made) and made[origin] != message:
            Origin.objects.create(
                message=message, start=2, end=16, origin=made[origin], origin_start=OWN[0], origin_end=OWN[1],
                how=Origin.How.EXACT, score=1.0,
            )  # fmt: skip
    return made


def on_a_page(message: Message, reader: Reader) -> list[LaidSpan]:
    """The spans of a message as its thread's page shows them."""
    request = RequestFactory().get("/")
    request.user = reader
    entries = outline_of(request, message)
    laid = lay_out(message.body.text, message.spans.all())
    origins = echoes_for([(message.pk, laid)], reader).heard[message.pk].origins
    return list(without_unknown(laid, senders_of(one.message for one in entries if one.has_words), origins))


@settings(max_examples=25)
@given(st.lists(messages, min_size=1, max_size=4), st.lists(quotes, min_size=4, max_size=4))
def test_the_database_and_a_page_say_the_same(
    given_messages: list[tuple[bool, str, str, int]], given_quotes: list[tuple[str, str, str, int]]
) -> None:
    with transaction.atomic():
        opened, closed = make_list(slug="open"), make_list(slug="closed", visibility=GROUPS, groups=[team()])
        made = make_archive(opened, closed, given_messages, given_quotes)
        for reader in (bob(), charlie(), AnonymousUser()):
            for message in Message.objects.filter(pk__in=[one.pk for one in made]).visible_to(reader):
                span = message.spans.get(start=QUOTED[0])
                known = Span.objects.filter(speaker_known_to(reader), pk=span.pk).exists()
                shown = on_a_page(message, reader)[0].speaker
                assert shown == (span.speaker if known else span.said_speaker)
                hide_unknown(
                    [message := Message.objects.prefetch_related("spans").get(pk=message.pk)], reader
                )
                assert message.spans.all()[0].speaker == shown
        transaction.set_rollback(True)


def test_a_speaker_is_known_by_a_message_that_bears_the_name_and_by_no_other() -> None:
    """Words stand in dana's mail on a closed list and in emre's on an open one: emre's does not tell of dana."""
    opened, closed = make_list(slug="open"), make_list(slug="closed", visibility=GROUPS, groups=[team()])
    told = (Span.Known.TRACED.value, NAMES[0], "", 1)
    made = make_archive(
        opened, closed, [(False, "Chen", "", 0), (False, NAMES[1], "", 1), (True, NAMES[0], "", 1)], [told]
    )
    Origin.objects.create(
        message=made[0], start=10, end=12, origin=made[2], origin_start=OWN[0], origin_end=OWN[1],
        how=Origin.How.EXACT, score=1.0,
    )  # fmt: skip
    assert on_a_page(made[0], bob())[0].speaker == NAMES[0]
    assert on_a_page(made[0], charlie())[0].speaker == ""
    assert not Span.objects.filter(speaker_known_to(charlie()), start=0, known=Span.Known.TRACED).exists()
