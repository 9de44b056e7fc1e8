"""A thread, and one message of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format

from archive.models import ListCopy, MailingList, Message, OtherCopy, ThreadListing
from archive.models.messages import MessageQuerySet
from archive.reading.layout import LaidSpan
from archive.reading.outline import Entry, make_outline
from archive.reading.page_parts import Part, part_at
from archive.reading.regrouping_notices import regrouped_at
from archive.reading.same_words import Echoes, echoes_for
from archive.reading.speakers import senders_of, without_unknown

MESSAGES_ON_A_PAGE = 60
OUTLINE_ENTRIES = 400
PLACE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as its page shows it: its entry in the outline, its text laid out."""

    entry: Entry
    message: Message
    part: Part
    slug: str

    @property
    def spans(self) -> tuple[LaidSpan, ...]:
        return self.part.spans

    @property
    def url(self) -> str:
        return self.message.url(self.slug)

    @property
    def before(self) -> str:
        """Where one reads what stands before the part that the page shows; empty when nothing does."""
        return "" if self.part.before is None else self.url_at(self.part.before)

    @property
    def after(self) -> str:
        return "" if self.part.after is None else self.url_at(self.part.after)

    def url_at(self, place: int) -> str:
        return self.message.place_url(self.slug, place, is_alone=not self.message.is_missing)

    def with_known_speakers(self, senders: Collection[str], echoes: Echoes) -> ShownMessage:
        """The same, without speakers that this reader may not know. `senders` are those of what they can read."""
        spans = without_unknown(self.spans, senders, echoes.heard[self.message.pk].origins)
        return replace(self, part=replace(self.part, spans=spans))


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """The part of a thread that stands on one page. `entries` is all of its outline."""

    entries: list[Entry]
    shown: list[Entry]
    number: int
    pages: int

    @property
    def readable(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_readable]

    @property
    def missing_count(self) -> int:
        return sum(entry.missing_count for entry in self.entries if not entry.is_readable)

    @property
    def people_count(self) -> int:
        return len({entry.message.sender_id for entry in self.readable})

    @property
    def outline(self) -> list[Entry]:
        """The outline beside the words: of a very long thread, the part that is on the page."""
        return self.entries if len(self.entries) <= OUTLINE_ENTRIES else self.shown

    @property
    def dates(self) -> str:
        """From the first day to the last, as the senders' clocks said; nothing when no date is known."""
        times = sorted(time.date() for entry in self.readable if (time := entry.message.local_time))
        days = list(dict.fromkeys(date_format(day, "j M Y") for day in (times[:1] + times[-1:])))
        return " to ".join(days)

    @property
    def newer(self) -> Entry | None:
        """The first message of the next page."""
        at = self.number * MESSAGES_ON_A_PAGE
        return self.readable[at] if self.number < self.pages else None

    @property
    def older(self) -> Entry | None:
        return self.readable[(self.number - 2) * MESSAGES_ON_A_PAGE] if self.number > 1 else None


def thread_context(request: HttpRequest, slug: str, message_id: str) -> dict[str, Any]:
    """The whole thread at one of its messages; a very long one in parts, that message's part first."""
    mailing_list, message = find_in_thread(request, slug, message_id)
    page = thread_page_of(request, message, slug)
    listing = (
        ThreadListing.objects.for_rows().filter(thread=message.thread_id, mailing_list=mailing_list).first()
    )
    items = show(request, page.shown, slug, {message.pk: place_asked(request)})
    echoes = echoes_for(texts_of(items), request.user, slug, stretches_of(items))
    return {
        "list": mailing_list,
        "listing": listing,
        "page": page,
        "at": message,
        "items": with_known_speakers(items, page.entries, echoes),
        "echoes": echoes,
        "url": message.url(slug),
        "may_regroup": may_regroup(request),
    }


def message_context(request: HttpRequest, slug: str, message_id: str) -> dict[str, Any]:
    """One message by itself."""
    mailing_list, found = find(request, slug, message_id)
    entries = outline_of(request, found)
    own = [entry for entry in entries if entry.message.pk == found.pk]
    items = show(request, own, slug, {found.pk: place_asked(request)})
    echoes = echoes_for(texts_of(items), request.user, slug, stretches_of(items))
    items = with_known_speakers(items, entries, echoes)
    for entry in entries:
        if entry.has_words:
            entry.href = entry.message.url(slug)
    return {
        "list": mailing_list,
        "shown": items[0],
        "message": items[0].message,
        "items": items,
        "echoes": echoes,
        "thread_url": found.thread_url(slug),
        "repairs": found.body.repairs(),
        "other_copies": list(OtherCopy.objects.visible_to(request.user).for_page(found)),
        "may_regroup": may_regroup(request),
    }


def may_regroup(request: HttpRequest) -> bool:
    """Whether this person may split threads and join them."""
    return request.user.is_staff and request.user.has_perm("archive.add_regrouping")


def find(request: HttpRequest, slug: str, message_id: str) -> tuple[MailingList, Message]:
    """The list and the message; 404 for what is not there and for what this reader may not see."""
    mailing_list = get_object_or_404(MailingList.objects.visible_to(request.user), slug=slug)
    stored = Message.objects.stored().posted_on(mailing_list, request.user)
    return mailing_list, first_or_404(stored.called(message_id, slug))


def find_in_thread(request: HttpRequest, slug: str, message_id: str) -> tuple[MailingList, Message]:
    """As `find`, or a missing message of a thread on the list: its thread's page is to be had at it.

    What is known from quotes alone is there for those who may see these.
    """
    mailing_list = get_object_or_404(MailingList.objects.visible_to(request.user), slug=slug)
    found = first_or_404(Message.objects.standing_on(mailing_list, request.user).called(message_id, slug))
    if found.known_from == Message.KnownFrom.QUOTES:
        get_object_or_404(Message.objects.rebuilt_for(request.user), pk=found.pk)
    return mailing_list, found


def first_or_404(messages: MessageQuerySet) -> Message:
    found = messages.first()
    if found is None:
        raise Http404
    return found


def outline_of(request: HttpRequest, message: Message) -> list[Entry]:
    whole = list(Message.objects.in_thread(message.thread_id).in_thread_order())
    readable = Message.objects.in_thread(message.thread_id).stored().visible_to(request.user)
    rebuilt = Message.objects.in_thread(message.thread_id).rebuilt_for(request.user)
    return make_outline(
        whole, readable.values_list("pk", flat=True), set(rebuilt.values_list("pk", flat=True))
    )


def thread_page_of(request: HttpRequest, message: Message, slug: str) -> ThreadPage:
    entries = outline_of(request, message)
    ends = [at + 1 for at, entry in enumerate(entries) if entry.is_readable]
    ends = [0, *ends[MESSAGES_ON_A_PAGE - 1 : -1 : MESSAGES_ON_A_PAGE], len(entries)]
    pages = len(ends) - 1
    number = min(place_among(entries, message) // MESSAGES_ON_A_PAGE + 1, pages)
    shown = range(ends[number - 1], ends[number])
    for at, entry in enumerate(entries):
        if entry.has_words:
            entry.href = f"#{entry.message.anchor}" if at in shown else entry.message.thread_url(slug)
    on_page = entries[shown.start : shown.stop] if ends[1] else []
    date_outline(entries)
    return ThreadPage(entries, on_page, number, pages)


def date_outline(entries: Sequence[Entry]) -> None:
    """When each message was sent, on the sender's clock; the year in which the thread begins goes without saying."""
    times = [entry.message.local_time if entry.is_readable else None for entry in entries]
    first_year = min((time.year for time in times if time), default=0)
    for entry, time in zip(entries, times, strict=True):
        if time:
            day = f"{time.day} {str(MONTHS_3[time.month]).title()}"
            entry.when = f"{day} {time:%H:%M}" if time.year == first_year else f"{day} {time.year}"


def place_among(entries: Sequence[Entry], message: Message) -> int:
    """How many readable messages stand before this one. Raises Http404 when it stands nowhere."""
    before = 0
    for entry in entries:
        if entry.message.pk == message.pk:
            return before
        before += entry.is_readable
    raise Http404


def place_asked(request: HttpRequest) -> int:
    """The place in the text of the page's message that is to be seen: matters when the message is shown in parts."""
    asked = request.GET.get("at", "0")
    if not PLACE.fullmatch(asked):
        raise Http404("A place in a text is a number.")
    return int(asked)


def show(
    request: HttpRequest, entries: Sequence[Entry], slug: str, places: Mapping[int, int]
) -> list[ShownMessage | Entry]:
    """Messages laid out, missing ones as their entries, in thread order. `places` are to be seen, by message."""
    keys = keys_shown(entries)
    regrouped = regrouped_at([entry.message.pk for entry in entries], request.user, slug)
    for entry in entries:
        entry.regrouped = regrouped.get(entry.message.pk)
    bodies = Message.objects.filter(pk__in=keys).for_reading().with_home(request.user, slug)
    by_key = {found.pk: found for found in bodies.with_own_copy(slug)}
    attach_own(by_key.values())
    return [
        shown_message(entry, by_key[entry.message.pk], slug, places) if entry.message.pk in by_key else entry
        for entry in entries
    ]


def attach_own(messages: Iterable[Message]) -> None:
    """Gives messages the attachments that the page's list received, where it received another copy."""
    others = {one.own_copy: one for one in messages if one.own_copy}
    for copy in ListCopy.objects.filter(pk__in=others) if others else ():
        message = others[copy.pk]
        message._prefetched_objects_cache["attachments"] = copy.attachments()  # type: ignore[attr-defined]


def keys_shown(entries: Sequence[Entry]) -> list[int]:
    """Messages with a text to show: their own, or what quotes leave of it."""
    return [entry.message.pk for entry in entries if entry.has_words]


def texts_of(items: Sequence[ShownMessage | Entry]) -> list[tuple[int, Sequence[LaidSpan]]]:
    """Keys of the messages with a text to show, and their spans."""
    return [(item.message.pk, item.spans) for item in items if isinstance(item, ShownMessage)]


def stretches_of(items: Sequence[ShownMessage | Entry]) -> dict[int, tuple[int, int]]:
    """Of messages that are shown in part, the range of the text that is shown."""
    shown = (item for item in items if isinstance(item, ShownMessage) and not item.part.is_whole)
    return {item.message.pk: (item.part.start, item.part.end) for item in shown}


def with_known_speakers(
    items: Sequence[ShownMessage | Entry], entries: Iterable[Entry], echoes: Echoes
) -> list[ShownMessage | Entry]:
    """The same, without speakers that this reader may not know. `entries` is all of the thread's outline."""
    senders = senders_of(entry.message for entry in entries if entry.has_words)
    return [
        item.with_known_speakers(senders, echoes) if isinstance(item, ShownMessage) else item
        for item in items
    ]


def shown_message(entry: Entry, message: Message, slug: str, places: Mapping[int, int]) -> ShownMessage:
    part = part_at(message.body.text, message.spans.all(), places.get(message.pk, 0))
    return ShownMessage(entry, message, part, message.home_slug or slug)
