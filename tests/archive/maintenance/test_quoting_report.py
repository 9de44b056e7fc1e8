"""The figures on quotes, the quotes of other threads, and whose words passages are in the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.maintenance.quoting_report import figures
from archive.models import Origin, Span
from tests.factories import import_mail, make_list
from tests.mails import mail, sent

pytestmark = pytest.mark.django_db
LAMPS = "A register of all the lamps that stand along the northern quay, with the day of their last wick."
KEEPER = "A second keeper for the months in which the fog never lifts, and a boat for both of them."

LOST = "<m.1@example.org>"


PLAN = sent(f"{LAMPS}\n\n{KEEPER}\n", 1)
REPLY = sent(
    f"On Monday, Alice Archer wrote:\n> {LAMPS}\n> Nobody ever wrote this line.\n>\n"
    "> A second keeper for the months in which\n> the fog never lifts, and a boat for both of them.\n\nNo.\n",
    2,
    name="Bob Baker",
    references="<m.1@example.org>",
)


class TestFigures:
    def test_they_count_what_was_traced_and_who_was_named(self) -> None:
        plans = make_list()
        import_mail(PLAN, REPLY, sent("> Whose words are these?\n\nMine.\n", 3, name="Chen Clay"), to=plans)
        counted = figures(plans).as_json()
        assert counted == {
            "messages": 3,
            "quoted_lines": 5,
            "quoted_lines_with_parent": 4,
            "traced_lines": 3,
            "traced_exact": 1,
            "traced_rewrapped": 2,
            "traced_fuzzy": 0,
            "traced_to_missing": 0,
            "passages": 2,
            "passages_with_speaker": 1,
            "depth1_with_parent": 1,
            "depth1_speaker_is_parent_author": 1,
        }

    def test_words_of_a_missing_message_count_when_two_mails_quote_them(self) -> None:
        plans = make_list()
        answer = sent(
            "On 2 June 2020, Bob Baker wrote:\n> On Monday, Alice Archer wrote:\n"
            f">> {LAMPS}\n>\n> Nobody ever wrote this line.\n\nYes.\n",
            4,
            name="Chen Clay",
            references="<m.1@example.org> <m.2@example.org>",
        )
        import_mail(REPLY, answer, to=plans)
        counted = figures(plans)
        assert counted.quoted_lines_with_parent == 2
        assert (counted.traced_lines, counted.traced_to_missing) == (2, 2)

    def test_words_of_a_missing_message_that_one_mail_alone_quotes_count_as_not_traced(self) -> None:
        plans = make_list()
        first = sent("On Monday, Alice Archer wrote:\n> Whose boat is it?\n\nBob's.\n", 2, references=LOST)
        answer = sent(
            "On 2 June 2020, Alice Archer wrote:\n> Bob's.\n> On Monday, Alice Archer wrote:\n"
            f">> Whose boat is it?\n>\n>> {LAMPS}\n\nYes.\n",
            4,
            name="Chen Clay",
            references=f"{LOST} <m.2@example.org>",
        )
        import_mail(first, answer, to=plans)
        counted = figures(plans)
        assert (counted.quoted_lines, counted.quoted_lines_with_parent) == (4, 3)
        assert (
            Origin.objects.filter(message__message_id="m.4@example.org", origin__is_missing=True).count() == 2
        )
        assert (counted.traced_lines, counted.traced_exact, counted.traced_to_missing) == (2, 1, 1)

    def test_the_command_writes_them(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        import_mail(PLAN, REPLY, to=make_list())
        out = tmp_path / "report.json"
        call_command("quoting_report", slug="plans", report=out)
        assert json.loads(out.read_text())["traced_lines"] == 3
        assert "traced_lines" in capsys.readouterr().out

    def test_a_list_that_is_not_there_is_said_with_those_that_are(self) -> None:
        make_list()
        with pytest.raises(CommandError, match=r"There is no list lamps\. There are: plans\."):
            call_command("quoting_report", slug="lamps")

    def test_a_report_that_cannot_be_written_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="No such file or directory"):
            call_command("quoting_report", report=tmp_path / "none" / "report.json")


FIRST = "<m.1@example.org>"


class TestOtherThreads:
    def carried(self, *, attribution: str = "Alice Archer wrote:\n", words: str = LAMPS) -> bytes:
        return sent(f"Remember?\n\n{attribution}> {words}\n\nStill true.\n", 9, name="Chen Clay")

    def test_a_long_quote_is_found_in_another_thread(self) -> None:
        import_mail(PLAN, self.carried(), to=make_list())
        origin = Origin.objects.get(message__message_id="m.9@example.org")
        assert (origin.origin.message_id, origin.origin_start, origin.origin_end) == (
            "m.1@example.org",
            0,
            len(LAMPS),
        )

    def test_it_is_found_though_its_first_line_was_changed_and_older_messages_hold_that(self) -> None:
        """Of the messages that hold some of the words, the one that holds most of them counts."""
        lines = [
            f"Lamp {at} stands by the {at * 7}th post of the northern quay, by the stairs."
            for at in range(24)
        ]
        idle = [sent(f"Copied: {lines[0]}\n", number) for number in range(1, 7)]
        plan = sent("\n".join(lines) + "\n", 8)
        reply = sent(
            "Alice Archer wrote:\n" + "".join(f"> {line}\n" for line in lines) + "\nYes.\n",
            9,
            name="Chen Clay",
        )
        import_mail(*idle, plan, reply, to=make_list())
        origins = Origin.objects.filter(message__message_id="m.9@example.org").order_by("start")
        assert {origin.origin.message_id for origin in origins[1:]} | {origins[0].origin.message_id} == {
            "m.8@example.org"
        }

    def test_short_lines_are_found_by_other_quotes_of_the_mail(self) -> None:
        code = [f"if (lamp[{at}])" for at in range(60)]
        plan = sent("\n".join([LAMPS, *code]) + "\n", 1)
        quotes = "\nYes.\n\n".join("".join(f"> {line}\n" for line in lines) for lines in (30 * [LAMPS], code))
        import_mail(plan, sent(f"{quotes}\nYes.\n", 9, name="Chen Clay"), to=make_list())
        found = Origin.objects.filter(message__message_id="m.9@example.org")
        assert {origin.origin.message_id for origin in found} == {"m.1@example.org"}
        assert max(origin.origin_end for origin in found) == len("\n".join([LAMPS, *code]))

    def test_the_rest_of_a_mail_that_pipermail_cut_is_older_than_its_quotes(self) -> None:
        rest = mail(
            f"{LAMPS}\n",
            sender="bogus@does.not.exist.com ()",
            subject="No subject",
            message_id="<rest@example.org>",
            date="Sun, 14 Mar 2021 15:15:16 -0000",
        )
        import_mail(rest, self.carried(), to=make_list())
        assert (
            Origin.objects.get(message__message_id="m.9@example.org").origin.message_id == "rest@example.org"
        )

    def test_not_against_the_name_of_the_speaker(self) -> None:
        import_mail(PLAN, self.carried(attribution="Dana Draper wrote:\n"), to=make_list())
        assert not Origin.objects.filter(origin__is_missing=False).exists()

    def test_not_when_nobody_is_named_and_the_words_are_few(self) -> None:
        import_mail(PLAN, self.carried(attribution=""), to=make_list())
        assert not Origin.objects.exists()

    def test_not_when_they_are_few(self) -> None:
        import_mail(
            PLAN, self.carried(words="all the lamps that stand along the northern quay"), to=make_list()
        )
        assert not Origin.objects.filter(origin__is_missing=False).exists()


class TestSpeakers:
    def test_an_attribution_that_was_cut_does_not_give_words_to_somebody_else(self) -> None:
        """Bob answers himself and quotes Alice's mail below, without the line that would name her."""
        bobs = sent("I will look at it.\n", 2, name="Bob Baker", references="<m.1@example.org>")
        both = sent(
            f"On Tuesday, Bob Baker wrote:\n> I will look at it.\n\nHere it is.\n\n> {LAMPS}\n> {KEEPER}\n\nGood.\n",
            3,
            name="Bob Baker",
            references="<m.1@example.org> <m.2@example.org>",
        )
        import_mail(PLAN, bobs, both, to=make_list())
        spans = Span.objects.passages().filter(message__message_id="m.3@example.org").in_text_order()
        assert [(span.speaker, span.known) for span in spans] == [
            ("Bob Baker", "said"),
            ("Alice Archer", "traced"),
        ]

    def test_what_lost_a_mark_goes_on_from_the_quote_above(self) -> None:
        """A program wrapped Alice's words as Bob quoted them, and the end of the line has one mark less."""
        bobs = sent(
            f"On Monday, Alice Archer wrote:\n> {LAMPS}\n\nWhy?\n", 2, name="Bob Baker", references=FIRST
        )
        text = (
            "On Tuesday, Bob Baker wrote:\n> On Monday, Alice Archer wrote:\n"
            "> > A register of all the lamps\n> that stand\n\nSo.\n\n> Why?\n"
        )
        import_mail(
            PLAN,
            bobs,
            sent(text, 3, name="Chen Clay", references=FIRST + " <m.2@example.org>"),
            to=make_list(),
        )
        spans = Span.objects.passages().filter(message__message_id="m.3@example.org").in_text_order()
        assert [(span.depth, span.speaker, span.known) for span in spans] == [
            (2, "Alice Archer", "said"),
            (1, "Alice Archer", "traced"),
            (1, "Bob Baker", "said"),
        ]

    def test_few_words_are_of_whom_the_others_below_the_line_are(self) -> None:
        bobs = sent("I will look at it.\n", 2, name="Bob Baker", references=FIRST)
        plan = sent(f"{LAMPS}\n{KEEPER}\nOne more lamp stands by the eastern stairs.\n", 1)
        both = sent(
            "On Tuesday, Bob Baker wrote:\n> I will look at it.\n\nHere it is.\n\n"
            f"> One more lamp stands by the eastern stairs.\n\nYes.\n\n> {LAMPS}\n> {KEEPER}\n\nGood.\n",
            3,
            name="Bob Baker",
            references=FIRST + " <m.2@example.org>",
        )
        import_mail(plan, bobs, both, to=make_list())
        spans = Span.objects.passages().filter(message__message_id="m.3@example.org").in_text_order()
        assert [span.speaker for span in spans] == ["Bob Baker", "Alice Archer", "Alice Archer"]

    def test_words_that_the_mail_of_the_named_speaker_does_not_hold_are_in_doubt(self) -> None:
        """Bob quotes a book below what he quotes of Alice's mail."""
        book = "The keeper of a lamp shall trim its wick at dawn, when it has burned out, and never at night."
        both = sent(
            f"On Monday, Alice Archer wrote:\n> {LAMPS}\n\nThe book says:\n\n> {book}\n\nSo there.\n",
            2,
            name="Bob Baker",
            references="<m.1@example.org>",
        )
        import_mail(PLAN, both, to=make_list())
        spans = Span.objects.passages().in_text_order()
        assert [(span.speaker, span.known) for span in spans] == [
            ("Alice Archer", "said"),
            ("Alice Archer", "inferred"),
        ]

    def test_nothing_is_inferred_of_passages_with_bars_beside_angles(self) -> None:
        book = "| The keeper of a lamp shall trim its wick\n| at dawn, when it has burned out.\n"
        both = sent(
            f"> {LAMPS}\n\nThe book says:\n\n{book}\n> What now?\n",
            2,
            name="Bob Baker",
            references="<m.1@example.org>",
        )
        import_mail(PLAN, both, to=make_list())
        spans = Span.objects.passages().in_text_order()
        assert [(span.speaker, span.known) for span in spans] == [
            ("Alice Archer", "traced"),
            ("", "unknown"),
            ("Alice Archer", "inferred"),
        ]

    def test_words_found_in_another_thread_are_in_no_doubt(self) -> None:
        other = sent("What now?\n", 3, name="Alice Archer")
        both = sent(
            f"On Monday, Alice Archer wrote:\n> What now?\n\nYou wrote:\n\n> {LAMPS}\n\nThat.\n",
            4,
            name="Bob Baker",
            references="<m.3@example.org>",
        )
        import_mail(PLAN, other, both, to=make_list())
        span = Span.objects.passages().in_text_order().last()
        assert span is not None
        assert (span.speaker, span.known) == ("Alice Archer", "said")

    def test_those_of_one_depth_are_inferred_from_each_other(self) -> None:
        mixed = sent(
            f"> {LAMPS}\n\nYes.\n\n> A line that she wrote elsewhere.\n\nNo.\n",
            2,
            name="Bob Baker",
            references="<m.1@example.org>",
        )
        import_mail(PLAN, mixed, to=make_list())
        spans = Span.objects.passages().in_text_order()
        assert [(span.speaker, span.known) for span in spans] == [
            ("Alice Archer", "traced"),
            ("Alice Archer", "inferred"),
        ]
