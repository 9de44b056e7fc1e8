"""An archive full of canaries: words of which each is told to some readers, and never to the others."""

from __future__ import annotations

from dataclasses import dataclass, field

import zstandard
from django.contrib.auth.models import Permission, User

from annotations.actions import NoteDraft, delete_annotation, delete_reply, edit_annotation, reply_to
from annotations.models import Annotation
from archive.importing.threads.regrouping import split_thread
from archive.models import ImportRun, MailingList, Message, Quarantine
from tests.factories import GROUPS, MEMBERS, PUBLIC, import_mail, make_list, make_note
from tests.mails import mail
from tests.personas import alice, bob, charlie, team

EVERYBODY = frozenset({"nobody", "reader", "member", "staff", "root"})
SIGNED_IN = EVERYBODY - {"nobody"}
IN_TEAM = frozenset({"member", "root"})
IN_ADMIN = frozenset({"staff", "root"})
NO_ONE: frozenset[str] = frozenset()
READERS = {"open": EVERYBODY, "inner": SIGNED_IN, "closed": IN_TEAM}
VISIBILITIES = {"open": PUBLIC, "inner": MEMBERS, "closed": GROUPS}


@dataclass(slots=True)
class Canaries:
    """The words, with those who may meet them and, of these, those who do on some page."""

    may_see: dict[str, frozenset[str]] = field(default_factory=dict)
    do_see: dict[str, frozenset[str]] = field(default_factory=dict)

    def word(self, word: str, readers: frozenset[str], seen_by: frozenset[str] | None = None) -> str:
        self.may_see[word] = readers
        self.do_see[word] = readers if seen_by is None else seen_by
        return word


def make_readers() -> dict[str, User | None]:
    """Nobody in particular, somebody signed in, one of the team, staff with all rights to view, a superuser."""
    staff = User.objects.create_user("dave", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    root = User.objects.create_superuser("root")
    return {"nobody": None, "reader": charlie(), "member": bob(), "staff": staff, "root": root}


def make_archive() -> Canaries:
    """Three lists, each with mail and notes; what is said between them; and what was said and taken back."""
    told = Canaries()
    for slug, readers in READERS.items():
        groups = [team()] if slug == "closed" else []
        made = make_list(slug=slug, visibility=VISIBILITIES[slug], groups=groups)
        name = told.word(f"zq{slug}listname", readers)
        made.name, made.address = (
            name,
            f"{told.word(f'zq{slug}listaddress', readers, readers & IN_ADMIN)}@example.org",
        )
        made.save()
        import_mail(letter(told, slug), *([] if slug == "inner" else [answer(told, slug)]), to=made)
        hold_mail(told, made, readers)
        note_on(told, Message.objects.get(message_id=f"{slug}@example.org"), slug, readers & SIGNED_IN)
    speak_between(told)
    take_back(told)
    return told


def letter(told: Canaries, slug: str) -> bytes:
    """Mail whose every part has a canary."""
    tell = {what: told.word(f"zq{slug}{what}", READERS[slug]) for what in WHAT}
    return mail(
        f"--b\nContent-Type: text/plain\n\nThe harbour wall {tell['body']} wants painting in the spring.\n"
        f'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="{tell["file"]}.txt"\n\n'
        f"{tell['content']}\n--b--\n",
        sender=f"{tell['name']} One <{tell['address']}@example.org>",
        subject=tell["subject"],
        message_id=f"<{slug}@example.org>",
        more=f"Received: from {tell['received']} by mx; Mon, 1 Jun 2020 10:00:00 +0200\nX-Note: {tell['header']}\n",
    ).replace(b"Content-Type: text/plain; charset=utf-8", b'Content-Type: multipart/mixed; boundary="b"', 1)


WHAT = ("body", "file", "content", "name", "address", "subject", "received", "header")


def answer(told: Canaries, slug: str) -> bytes:
    """Mail that answers what nobody has, and quotes it by name."""
    word, readers = f"zq{slug}lost", READERS[slug]
    quoted, name = told.word(f"{word}words", readers), told.word(f"{word}name", readers)
    return mail(
        f"On Mon, 1 Jun 2020, {name} Unheard <{told.word(f'{word}address', readers)}@example.org> wrote:\n"
        f"> Eight of the ninety ships {quoted} in the harbour belong to one and the same man.\n\nQuite so.\n",
        sender=f"Sid {slug} <sid-{slug}@example.org>",
        subject=f"Re: ships of {slug}",
        message_id=f"<{slug}-answer@example.org>",
        date="Wed, 3 Jun 2020 10:00:00 +0000",
    )


def hold_mail(told: Canaries, mailing_list: MailingList, readers: frozenset[str]) -> None:
    """A run of the list with mail that was held back."""
    word, in_admin = f"zq{mailing_list.slug}held", readers & IN_ADMIN
    source = f"/srv/{told.word(f'{word}source', in_admin)}.mbox"
    run = ImportRun.objects.create(mailing_list=mailing_list, sources=[source], found=1, quarantined=1)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.DONE, is_joined=True)
    Quarantine.objects.create(
        run=run, mailing_list=mailing_list, source=source, digest=mailing_list.slug, met_by=[run.pk],
        raw=zstandard.compress(told.word(f"{word}bytes", in_admin).encode()),
        reason=told.word(f"{word}reason", in_admin), kind=f"{word}reason",
    )  # fmt: skip


def note_on(told: Canaries, message: Message, slug: str, readers: frozenset[str]) -> None:
    """A note of alice's for the team, edited once, answered, and with an answer that was taken back."""
    word, in_admin = f"zq{slug}note", readers & IN_ADMIN
    note = make_note(
        author=alice(), message=message, words="harbour wall", note=told.word(f"{word}earlier", readers, in_admin),
        tags=[told.word(f"zq{slug}tag", readers)],
    )  # fmt: skip
    edit_annotation(
        alice(),
        note,
        draft=NoteDraft(told.word(word, readers), (f"zq{slug}tag",), "team"),
    )
    reply_to(alice(), note, told.word(f"{word}reply", readers))
    delete_reply(alice(), reply_to(alice(), note, told.word(f"{word}deletedreply", frozenset({"root"}))))


def speak_between(told: Canaries) -> None:
    """A public answer to private mail, and private words of public mail."""
    answering = mail(
        "I answer that other private mail in public without quoting a word.\n",
        sender="Petra Public <petra@example.org>", subject="Re: ships", message_id="<petra@example.org>",
        references="<closed-answer@example.org>", date="Thu, 4 Jun 2020 10:00:00 +0000",
    )  # fmt: skip
    import_mail(answering, to=MailingList.objects.get(slug="open"))
    quoting = mail(
        "> The harbour wall zqopenbody wants painting in the spring.\n\nThat is for us to decide.\n",
        sender=f"{told.word('zqclosedquoter', IN_TEAM)} Two <quoter@example.org>",
        message_id="<quoter@example.org>", references="<open@example.org>", date="Fri, 5 Jun 2020 10:00:00 +0000",
    )  # fmt: skip
    import_mail(quoting, to=MailingList.objects.get(slug="closed"))
    split_thread(Message.objects.get(message_id="quoter@example.org"), alice())


def take_back(told: Canaries) -> None:
    """What alice keeps, kept until now, or took back."""
    on = Message.objects.get(message_id="open@example.org")

    def keep(note: str, tag: str) -> Annotation:
        return make_note(
            author=alice(), message=on, words="painting", visibility=Annotation.Visibility.ME,
            note=told.word(note, NO_ONE), tags=[told.word(tag, NO_ONE)],
        )  # fmt: skip

    keep("zqprivatenote", "zqprivatetag/a")
    edit_annotation(
        alice(),
        keep("zqprivateearlier", "zqlettag"),
        draft=NoteDraft(told.word("zqprivatelater", NO_ONE), (), Annotation.Visibility.ME),
    )
    edit_annotation(
        alice(),
        keep("zqbefore", "zqbeforetag/b"),
        draft=NoteDraft(told.word("zqopened", SIGNED_IN), (), Annotation.Visibility.TEAM),
    )
    delete_annotation(
        alice(), make_note(author=alice(), message=on, note=told.word("zqdeleted", frozenset({"root"})))
    )
