"""A message with more segments than a page can bear is read in parts, joined by links."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import Annotation
from archive.mail.passages import find_spans
from archive.models import Message, Origin
from archive.reading.layout import lay_out
from archive.reading.page_parts import MOST_SEGMENTS, part_at
from tests.factories import import_mail, make_list, make_note
from tests.mails import mail
from tests.personas import alice, browser_of

PLANS = [f"Lamp {number} on the northern quay burns oil until the morning." for number in range(1300)]
ANSWERS = [f"So lamp {number} stays." for number in range(1300)]
THREAD = "/lists/plans/answer@example.org/T/"
pytestmark = pytest.mark.django_db


def write_long_thread() -> Message:
    return write_thread(slug="plans", count=len(PLANS))


def write_thread(*, slug: str, count: int) -> Message:
    """Plans, an answer to each of their lines, and an answer to the last of these. Returns the message between."""
    plans, answers = PLANS[:count], ANSWERS[:count]
    both = "".join(f"> {plan}\n{answer}\n" for plan, answer in zip(plans, answers, strict=True))
    plan, answer = (
        f"<{name}@{'' if slug == 'plans' else f'{slug}.'}example.org>" for name in ("plan", "answer")
    )
    import_mail(
        mail("\n".join(plans) + "\n", message_id=plan),
        mail(
            f"Alice Archer wrote:\n{both}",
            sender="Bob Baker <bob@example.org>",
            message_id=answer,
            references=plan,
        ),
        mail(
            f"Bob Baker wrote:\n> {answers[-1]}\n\nGood.\n",
            sender="Chen Wu <chen@example.org>",
            message_id=f"<good.{answer[1:]}",
            references=answer,
        ),
        to=make_list(slug=slug),
    )
    return Message.objects.get(message_id=answer[1:-1])


def page(path: str) -> str:
    return browser_of(alice()).get(path).content.decode()


def rest_of(html: str) -> str:
    found = re.search(r'<a href="([^"]+)">The rest of this message', html)
    return unescape(found[1]) if found else ""


def words(html: str, message: Message) -> list[str]:
    body = html[html.index(f'id="{message.anchor}"') :].partition("</article>")[0]
    return re.findall(r'<span class="line" data-at="\d+">([^<]*)</span>', body)


def test_parts_hold_every_segment_once_and_lead_to_each_other() -> None:
    text = "".join(f"> Lamp {number} on the quay.\nIt stays.\n" for number in range(1300))
    spans = find_spans(text)
    whole = [one.start for span in lay_out(text, spans) for one in span.segments]
    first = part_at(text, spans)
    parts = [first]
    while parts[-1].after is not None:
        parts.append(part_at(text, spans, parts[-1].after))
    assert len(parts) == 3
    assert [one.start for part in parts for span in part.spans for one in span.segments] == whole
    assert [part.before for part in parts] == [None, *(part.start for part in parts[:-1])]
    assert part_at(text, spans, len(text) + 9) == parts[-1]
    assert part_at(text, spans, first.end - 1) == first
    for part in parts:
        assert sum(len(span.opens) - span.closes for span in part.spans) == 0


@pytest.mark.parametrize("text", ["One.\n\n" * 900, "> a\nb\n" * 900], ids=["few passages", "short"])
def test_ordinary_mail_is_one_part(text: str) -> None:
    assert part_at(text, find_spans(text)).is_whole


def test_own_paragraphs_are_parted_too() -> None:
    text = "A lamp on the northern quay.\n\n" * (2 * MOST_SEGMENTS)
    first = part_at(text, find_spans(text))
    assert len(first.spans[0].segments) == MOST_SEGMENTS
    assert first.after == first.end == first.spans[0].segments[-1].end + 2


def test_links_lead_through_all_of_the_message() -> None:
    message = write_long_thread()
    html = page(THREAD)
    read = words(html, message)
    while rest := rest_of(html):
        assert rest.startswith("/lists/plans/answer@example.org/?at=")
        html = page(rest)
        assert f'id="{rest.partition("#")[2]}"' in html
        read += words(html, message)
    assert read[0] == "Alice Archer wrote:"
    assert read[1:] == [line for both in zip(PLANS, ANSWERS, strict=True) for line in both]
    assert "What stands before in this message" in html


def test_links_to_words_in_a_later_part_lead_to_that_part() -> None:
    message = write_long_thread()
    quote = Origin.objects.get(message__message_id__startswith="good.")
    place = f"{message.anchor}-{quote.origin_start}-{quote.origin_end}"
    html = page(THREAD)
    url = f"{THREAD}?at={quote.origin_start}#{place}"
    assert f'<a href="{url}">wrote it here' in html
    assert f'id="{place}"' not in html
    assert f'id="{place}"' in page(url)
    assert f'<a href="#{place}">wrote it here' in page(url)


def test_a_note_in_a_later_part_is_shown_there_and_linked_to() -> None:
    message = write_long_thread()
    note = make_note(author=alice(), message=message, words=ANSWERS[-1], tags=["lamp"])
    anchor = f'id="n-{note.pk}"'
    start = message.body.text.index(ANSWERS[-1])
    assert anchor not in page(THREAD)
    assert anchor in page(f"{THREAD}?at={start}")
    for there in ("/", "/tags/lamp/"):
        assert f"{THREAD}?at={start}#" in page(there)


def test_without_script_one_is_back_at_the_part_that_one_noted_on() -> None:
    message = write_long_thread()
    start = message.body.text.index(ANSWERS[-1])
    form = {"message": message.pk, "start": start, "end": start + 10, "note": "Yes.", "visibility": "team"}
    answer = browser_of(alice()).post("/annotations/new/", form)
    assert Annotation.objects.count() == 1
    assert answer["Location"] == f"{THREAD}?at={start}#{message.anchor}-{start}"


def test_as_many_queries_as_for_a_short_message() -> None:
    long = queries(write_long_thread())
    short = queries(write_thread(slug="other", count=300))
    assert long == short


def queries(message: Message) -> int:
    browser = browser_of(alice())
    path = message.thread_url(message.postings.get().mailing_list.slug)
    browser.get(path)
    with CaptureQueriesContext(connection) as counted:
        browser.get(path)
    return len(counted)


@pytest.mark.parametrize("at", ["x", "-1", "1" * 10, "٣"])
def test_a_place_is_a_number(at: str) -> None:
    import_mail(mail(), to=make_list())
    assert browser_of(None).get(f"/lists/plans/plans.1@example.org/T/?at={at}").status_code == 404
