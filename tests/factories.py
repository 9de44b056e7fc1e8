"""Lists, mail and notes for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import Group, User
from django.utils import timezone

from annotations.actions import NoteDraft, write_annotation
from annotations.models import Annotation
from archive.importing import import_sources
from archive.importing.storing.search_vectors import index_texts
from archive.importing.storing.store_batch import store_bisecting
from archive.mail.packing import Packer
from archive.mail.preparing import ReadyMail, prepare
from archive.mail.readers import RawMail
from archive.models import ImportRun, MailingList, Message
from tests.mails import mail, mbox

PUBLIC = MailingList.Visibility.PUBLIC
MEMBERS = MailingList.Visibility.MEMBERS
GROUPS = MailingList.Visibility.GROUPS


def make_list(*, slug: str = "plans", visibility: str = PUBLIC, groups: Sequence[Group] = ()) -> MailingList:
    made = MailingList.objects.create(slug=slug, name=slug.capitalize(), visibility=visibility)
    made.groups.set(groups)
    return made


def import_mail(*mails: bytes, to: MailingList) -> None:
    """Mail goes through a whole import."""
    with TemporaryDirectory() as folder:
        import_sources([mbox(Path(folder), *mails)], to)


def make_message(*, to: MailingList, message_id: str = "plans.1@example.org", **given: str) -> Message:
    """One message, as `tests.mails.mail` writes it: stored and searchable.

    It is told of nobody, nor are its quotes traced; where that matters, it is imported (`import_mail`).
    """
    raw = RawMail(mail(message_id=f"<{message_id}>", **given), "plans.mbox", 0)
    ready = prepare(raw, timezone.now(), Packer())
    assert isinstance(ready, ReadyMail), ready
    run = ImportRun.objects.create(
        sources=[raw.source], mailing_list=to, state=ImportRun.State.DONE, found=1, stored=1, is_joined=True
    )
    index_texts(store_bisecting([ready], to, run).written)
    return Message.objects.get(message_id=message_id)


def make_threads(*, to: MailingList, count: int, replies: int = 1, date: str = "Mon, 1 Jun 2020") -> None:
    """Threads `plan 1`, `plan 2` …, a minute apart, each with replies from other people."""
    mails = []
    for number in range(count):
        first = f"<thread.{number}@example.org>"
        clock = f"{number // 60:02}:{number % 60:02}"
        mails.append(
            mail(
                f"Plan {number}.\n",
                subject=f"plan {number}",
                message_id=first,
                date=f"{date} {clock}:00 +0000",
            )
        )
        mails += [
            mail(
                "Yes.\n",
                sender=f"Bob {reply} <bob{reply}@example.org>",
                subject=f"Re: plan {number}",
                message_id=f"<reply.{number}.{reply}@example.org>",
                references=first,
                date=f"{date} {clock}:{reply + 1:02} +0000",
            )
            for reply in range(replies)
        ]
    import_mail(*mails, to=to)


def make_note(
    *,
    author: User,
    message: Message,
    note: str = "Settled.",
    words: str = "",
    tags: Sequence[str] = (),
    visibility: str = Annotation.Visibility.TEAM,
) -> Annotation:
    """A note on these words of the message, or on all of it."""
    text = message.body.text
    start = text.index(words)
    end = start + len(words) if words else len(text.rstrip())
    return write_annotation(author, message, start, end, NoteDraft(note, tuple(tags), visibility))
