"""The bridge from mail to rows: nothing is lost, nothing stored twice, whatever the order."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest

from archive.importing import import_sources, make_list, retry_quarantine
from archive.models import (
    Body,
    ImportRun,
    MailingList,
    Message,
    Person,
    Posting,
    Quarantine,
    ReadMail,
    Reference,
    Span,
    Thread,
    ThreadListing,
)
from tests.mails import mail, mbox
from tests.paths import SEEDS

pytestmark = pytest.mark.django_db
SAMPLE = SEEDS / "000_6d073b4f7d4f71f5.txt"


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    assert run.found == run.stored + run.already_present + run.quarantined
    return run.found, run.stored, run.already_present, run.quarantined


def tree() -> dict[str, tuple[str | None, int, int, bool]]:
    """Every message by id: parent, order, depth, missing or not."""
    rows = Message.objects.values_list("message_id", "parent__message_id", "order", "depth", "is_missing")
    return {message_id: tuple(rest) for message_id, *rest in rows}  # type: ignore[misc]


def everything() -> list[Any]:
    """All rows that matter, to see that an import changed none of them."""
    tables = [
        MailingList,
        Message,
        Body,
        Posting,
        Reference,
        Span,
        Thread,
        ThreadListing,
        Person,
        Quarantine,
        ReadMail,
    ]
    return [list(table.objects.order_by("pk").values()) for table in tables]  # type: ignore[attr-defined]


def answer(number: int, *above: int, text: str = "Yes.\n") -> bytes:
    references = " ".join(f"<plans.{one}@example.org>" for one in above)
    return mail(
        f"{number}: {text}",
        message_id=f"<plans.{number}@example.org>",
        references=references,
        date=f"Mon, 1 Jun 2020 10:0{number}:00 +0200",
    )


class TestSampleDocument:
    def test_it_is_stored_as_it_stands(self) -> None:
        run = import_sources([SAMPLE], visibility=MailingList.Visibility.PUBLIC)
        assert counts(run) == (1, 1, 0, 0)
        message = Message.objects.stored().get()
        assert MailingList.objects.get().name == "Containers"
        assert message.subject == "containers development plans"
        assert (message.sender_name, message.sender_address) == ("Kirill Korotaev", "dev at")
        assert message.sent_at == dt.datetime(2007, 7, 12, 10, 32, 27, tzinfo=dt.UTC)
        assert message.utc_offset == -420
        assert message.clock == "03:32 −0700"
        assert message.id_is_derived
        assert "More information" not in message.body.text
        assert message.body.raw_mail() == SAMPLE.read_bytes()

    def test_the_same_page_always_gets_the_same_id(self, tmp_path: Path) -> None:
        copy = tmp_path / "copy.txt"
        copy.write_bytes(SAMPLE.read_bytes().replace(b"\n", b"\r\n"))
        import_sources([SAMPLE])
        run = import_sources([copy])
        assert counts(run) == (1, 0, 1, 0)

    def test_each_passage_has_its_speaker(self) -> None:
        import_sources([SAMPLE])
        passages = Span.objects.passages().in_text_order().values_list("depth", "speaker")
        serge, paul = (2, "Serge E. Hallyn"), (1, "Paul Menage")
        assert list(passages) == [serge, paul, serge, paul, serge, paul]

    def test_those_quoted_stand_as_missing_messages(self) -> None:
        import_sources([SAMPLE])
        places = Message.objects.in_thread_order().values_list(
            "sender_name", "depth", "is_missing", "known_from"
        )
        assert list(places) == [
            ("Serge E. Hallyn", 0, True, "quotes"),
            ("Paul Menage", 1, True, "quotes"),
            ("Kirill Korotaev", 2, False, "mail"),
        ]


class TestTwice:
    def test_a_second_import_changes_nothing(self) -> None:
        first = import_sources([SAMPLE, SEEDS / "lanterns.mbox", SEEDS / "workshop"])
        before = everything()
        again = import_sources([SAMPLE, SEEDS / "lanterns.mbox", SEEDS / "workshop"])
        assert counts(again) == (first.found, 0, first.found, 0)
        assert everything() == before

    def test_mail_without_an_id_is_not_doubled(self, tmp_path: Path) -> None:
        source = mbox(tmp_path, mail(message_id=""), mail(message_id="", text="Other.\n"))
        assert counts(import_sources([source])) == (2, 2, 0, 0)
        assert counts(import_sources([source])) == (2, 0, 2, 0)

    def test_mail_on_a_second_list_is_posted_there_and_stored_once(self, tmp_path: Path) -> None:
        source = mbox(tmp_path, mail())
        import_sources([source], make_list("one"))
        run = import_sources([source], make_list("two"))
        assert counts(run) == (1, 1, 0, 0)
        assert Message.objects.count() == 1
        assert sorted(Posting.objects.values_list("mailing_list__slug", flat=True)) == ["one", "two"]

    def test_two_mails_with_one_id_are_both_kept(self, tmp_path: Path) -> None:
        source = mbox(
            tmp_path, mail("We meet on Monday at the lake.\n"), mail("Nobody has heard of any of this.\n")
        )
        assert counts(import_sources([source])) == (2, 2, 0, 0)
        assert counts(import_sources([source])) == (2, 0, 2, 0)
        assert {body.text for body in Body.objects.all()} == {
            "We meet on Monday at the lake.\n",
            "Nobody has heard of any of this.\n",
        }


class TestThreads:
    def test_every_order_of_import_gives_the_same_trees(self, tmp_path: Path) -> None:
        mails = [answer(1), answer(2, 1), answer(3, 1, 2), answer(4, 1, 9)]
        trees = []
        for order in itertools.permutations(mails):
            for number, one in enumerate(order):
                import_sources([mbox(tmp_path, one, name=f"{number}.mbox")], make_list("plans"))
            trees.append(tree())
            assert Thread.objects.count() == ThreadListing.objects.count() == 1
            for table in (ThreadListing, Posting, Span, Reference, Body, Message, Thread):
                table.objects.all().delete()
        assert all(one == trees[0] for one in trees)
        assert trees[0]["plans.9@example.org"] == ("plans.1@example.org", 3, 1, True)

    def test_mail_takes_the_place_that_was_held_for_it(self, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, answer(2, 1))], make_list("plans"))
        held = Message.objects.get(is_missing=True)
        import_sources([mbox(tmp_path, answer(1))], make_list("plans"))
        filled = Message.objects.get(pk=held.pk)
        assert (filled.is_missing, filled.known_from, filled.who) == (False, "mail", "Alice Archer")

    def test_threads_that_turn_out_to_be_one_are_joined(self, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, answer(1), answer(3, 2))], make_list("plans"))
        assert ThreadListing.objects.count() == 2
        import_sources([mbox(tmp_path, answer(2, 1))], make_list("plans"))
        listing = ThreadListing.objects.get()
        assert (listing.message_count, listing.first_message.message_id) == (3, "plans.1@example.org")
        assert Thread.objects.count() == 1

    def test_a_reply_to_itself_is_no_loop(self, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, answer(1, 1), answer(2, 3), answer(3, 2))], make_list("plans"))
        assert sum(parent is None for parent, *_ in tree().values()) == 2

    def test_ten_thousand_references_are_borne(self, tmp_path: Path) -> None:
        references = "\n ".join(f"<old.{number}@example.org>" for number in range(10_000))
        run = import_sources([mbox(tmp_path, mail(references=references))])
        assert counts(run) == (1, 1, 0, 0)
        assert Message.objects.get(is_missing=False).parent.message_id == "old.9999@example.org"  # type: ignore[union-attr]


class TestLists:
    def test_a_new_list_is_for_members(self, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, mail())])
        assert MailingList.objects.get().visibility == MailingList.Visibility.MEMBERS

    def test_the_list_id_names_the_list(self, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, mail(more="List-Id: Great Plans <great-plans.example.org>\n"))])
        assert MailingList.objects.get().slug == "great-plans"

    def test_without_it_the_file_does(self, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, mail(), name="garden.mbox")])
        assert MailingList.objects.get().slug == "garden"

    def test_a_listing_counts_what_the_list_has(self, tmp_path: Path) -> None:
        import_sources([mbox(tmp_path, answer(1), answer(2, 1))], make_list("one"))
        import_sources([mbox(tmp_path, answer(2, 1))], make_list("two"))
        found = ThreadListing.objects.order_by("mailing_list__slug").values_list(
            "message_count", "first_message__message_id"
        )
        assert list(found) == [(2, "plans.1@example.org"), (1, "plans.2@example.org")]


class TestHeldMail:
    def test_a_cut_gzip_holds_the_cut_mail_and_stores_the_rest(self, tmp_path: Path) -> None:
        import gzip

        mails = [answer(number, text=f"{'words ' * 2000}{number}\n") for number in range(1, 8)]
        packed = gzip.compress(mbox(tmp_path, *mails).read_bytes())
        source = tmp_path / "cut.mbox.gz"
        source.write_bytes(packed[: len(packed) * 3 // 4])
        run = import_sources([source], make_list("plans"))
        found, stored, _, quarantined = counts(run)
        assert stored == found - quarantined >= 1
        assert run.problems.exists() or quarantined
        held = Quarantine.objects.first()
        assert held is None or held.raw_mail()

    def test_held_mail_is_kept_once(self, tmp_path: Path) -> None:
        source = mbox(tmp_path, b"", mail())
        run = import_sources([source], make_list("plans"))
        again = import_sources([source], make_list("plans"))
        assert counts(again)[3] == counts(run)[3] == Quarantine.objects.count()

    def test_bytes_met_in_several_places_are_held_once_and_each_place_is_told(self, tmp_path: Path) -> None:
        """In one batch and in another."""
        run = import_sources(
            [mbox(tmp_path, mail(), b"", b""), mbox(tmp_path, b"", name="more.mbox")], make_list("Plans")
        )
        held = Quarantine.objects.get()
        told = list(run.problems.order_by("pk").values_list("source", "reason"))
        assert (run.quarantined, held.source) == (3, str(tmp_path / "plans.mbox"))
        assert [source for source, _ in told] == [str(tmp_path / "plans.mbox"), str(tmp_path / "more.mbox")]
        assert all("is empty" in reason and "held once" in reason for _, reason in told)

    def test_a_retry_stores_what_can_be_stored_now(self) -> None:
        run = ImportRun.objects.create(found=1, quarantined=1)
        held = Quarantine.objects.create(
            run=run,
            mailing_list=make_list("plans"),
            source="plans.mbox",
            raw=packed(mail()),
            digest="1",
            reason="old",
        )
        assert retry_quarantine([held]) == (1, 0)
        run.refresh_from_db()
        assert counts(run) == (1, 1, 0, 0)
        assert Message.objects.get().subject == "plans"


class TestUnreadableSources:
    def test_one_does_not_stop_the_others(self, tmp_path: Path) -> None:
        picture = tmp_path / "picture.mbox"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
        run = import_sources([picture, tmp_path / "nowhere.mbox", mbox(tmp_path, mail())], make_list("plans"))
        assert (run.unreadable_sources, run.stored, run.state) == (2, 1, ImportRun.State.DONE)
        reasons = [problem.reason for problem in run.problems.all()]
        assert any("picture.mbox" in reason for reason in reasons)
        assert any("nowhere.mbox" in reason for reason in reasons)


def packed(content: bytes) -> bytes:
    import zstandard

    return zstandard.compress(content)
