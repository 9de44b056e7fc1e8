from __future__ import annotations

import datetime as dt

import pytest

from archive.mail.identity import content_digest, derived_id, fuller_id, same_mail, variant_id

WORDS = " ".join(f"word{number}" for number in range(100))
FOOTER = "_" * 47 + "\nPlans mailing list\nplans@example.org\n"
SCRUBBED = (
    "-------------- next part --------------\nA non-text attachment was scrubbed...\n"
    "Name: plan.pdf\nType: application/pdf\nSize: 120 bytes\nDesc: not available\nURL: none\n"
)


@pytest.mark.parametrize(
    "other",
    [
        WORDS,
        WORDS.replace(" word50", "\n\nword50  "),
        f"{WORDS}\n{FOOTER}",
        f"{WORDS}\n{SCRUBBED}",
        f"{WORDS} and two more words",
        WORDS.replace("word99", ""),
    ],
)
def test_what_archives_do_to_a_mail_leaves_it_the_same(other: str) -> None:
    assert same_mail(WORDS, other)
    assert same_mail(other, WORDS)


@pytest.mark.parametrize("other", ["", "Something else.", WORDS[: len(WORDS) // 2], WORDS.replace("3", "x")])
def test_other_words_are_another_mail(other: str) -> None:
    assert not same_mail(WORDS, other)
    assert not same_mail(other, WORDS)


def test_short_mails_are_the_same_only_when_equal() -> None:
    assert same_mail("Yes.\n", "Yes.")
    assert not same_mail("Yes.", "No.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jürgen grüßt alle", "J?rgen gr??t alle"),
        ("Jürgen grüßt alle", "Jürgen gr??t alle"),
        ("Grüße von\n Jürgen", "Gr??e von\n?J?rgen"),
        ("Grüße von Jürgen", "Gr\ufffd\ufffde von Jürgen"),
        ("Das war Dal?én", "Das war Dal??n"),
    ],
)
def test_letters_that_an_archive_could_not_show(one: str, other: str) -> None:
    assert same_mail(one, other)
    assert same_mail(other, one)


@pytest.mark.parametrize(("one", "other"), [("你好", "再见"), ("你好", "Yes."), ("Grüße?", "Grieß?")])
def test_letters_that_were_not_lost_tell_mails_apart(one: str, other: str) -> None:
    assert not same_mail(one, other)


def test_a_digest_forgives_white_space_and_footers() -> None:
    assert content_digest("a b\n", ()) == content_digest(f"a\n b\n{FOOTER}", ())
    assert content_digest("a b\n", ()) != content_digest("a c\n", ())


@pytest.mark.parametrize("hidden", ["alice at example.org", "alice(a)example.org", "alice (a) example.org"])
def test_addresses_that_an_archive_hides_in_a_text_leave_it_the_same(hidden: str) -> None:
    text = "On Monday {} wrote:\n> Yes.\n\nNo.\n"
    assert content_digest(text.format(hidden), ()) == content_digest(text.format("alice@example.org"), ())
    assert same_mail(text.format(hidden), text.format("alice@example.org"))


def test_a_derived_id_comes_from_content() -> None:
    moment = dt.datetime(2007, 7, 12, tzinfo=dt.UTC)
    first = derived_id(moment, "alice@example.org", "Plans", "a b\n")
    assert first == derived_id(moment, "alice@example.org", "plans", "a\nb")
    assert first != derived_id(None, "alice@example.org", "Plans", "a b\n")
    local, _, host = first.partition("@")
    assert (len(local), host) == (32, "derived.invalid")


def test_the_second_mail_with_an_id_gets_one_of_its_own() -> None:
    assert variant_id("1@x", "ab" * 32) == "1@x~abababababababab"


@pytest.mark.parametrize("worst", ["_", "-", "-- next part --\n", "_" * 30 + "\n", " ", "?"])
def test_a_megabyte_of_the_worst(worst: str) -> None:
    text = worst * (1_000_000 // len(worst))
    assert same_mail(text, text)


def test_an_id_is_made_of_what_stands_beside_the_words_too() -> None:
    former = derived_id(None, "alice@example.org", "Plans", "a\n")
    assert fuller_id(former, ()) == former
    ids = {
        fuller_id(former, told) for told in (("to bob@x",), ("to chen@x",), ("file a.pdf application/pdf 0",))
    }
    assert len(ids | {former}) == 4
