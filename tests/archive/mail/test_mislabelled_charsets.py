"""Charsets that fit and are wrong: told where that is sure, and never where the name is right."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.mail.charsets import decode

RUSSIAN = "Привет всем! Я посмотрел на новую лампу, её надо повесить над столом. Завтра мы встретимся в мастерской.\n"
UKRAINIAN = "Вітаю всіх! Я подивився на нову лампу, її треба повісити над столом. Завтра ми зустрінемося в майстерні.\n"
BULGARIAN = (
    "Здравейте на всички! Погледнах новата лампа и мисля, че трябва да я окачим над масата в работилницата.\n"
)
GREEK = (
    "Γεια σας σε όλους! Κοίταξα τη νέα λάμπα και νομίζω ότι πρέπει να την κρεμάσουμε πάνω από το τραπέζι.\n"
)
HEBREW = "שלום לכולם! הסתכלתי על המנורה החדשה ואני חושב שצריך לתלות אותה מעל השולחן. מחר ניפגש בסדנה.\n"
WITH_ENGLISH = (
    f"Hello Ivan,\n\nthis is what he wrote:\n\n> {RUSSIAN}\n+static int lamp(void)\n+{{\n+\treturn 0;\n+}}\n"
)


@pytest.mark.parametrize("text", [RUSSIAN, WITH_ENGLISH, BULGARIAN])
@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("koi8-r", "iso-8859-1"),
        ("koi8-r", "windows-1251"),
        ("koi8-r", "iso-8859-5"),
        ("cp1251", "windows-1252"),
        ("cp1251", "koi8-r"),
        ("cp1251", "iso-8859-15"),
    ],
)
def test_cyrillic_under_a_wrong_name_is_read(text: str, codec: str, declared: str) -> None:
    assert decode(text.encode(codec), declared) == (text, codec.replace("-", "_"))


def test_greek_that_is_said_to_be_western_is_read() -> None:
    assert decode(GREEK.encode("cp1253"), "iso-8859-1") == (GREEK, "cp1253")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *((text, codec) for text in (RUSSIAN, BULGARIAN) for codec in ("koi8-r", "cp1251", "iso8859-5")),
        *((text.upper(), codec) for text in (RUSSIAN, BULGARIAN) for codec in ("koi8-r", "cp1251", "iso8859-5")),
        *((text, codec) for text in (UKRAINIAN, UKRAINIAN.upper()) for codec in ("koi8-u", "cp1251", "iso8859-5")),
        (GREEK, "cp1253"),
        (GREEK.upper(), "iso8859-7"),
        (HEBREW, "iso8859-8"),
        ("ÄÖÜ äöü ßßß éèê àáâ ñññ ÿÿÿ " * 9, "cp1252"),
        ("Größenänderungsanträge für Übermüdete, naïve façade, œuvre. " * 9, "cp1252"),
        ("Zażółć gęślą jaźń. " * 9, "iso8859-2"),
        ("\xa0\xa0\xa0\xa0one\xa0\xa0\xa0\xa0two " * 9, "cp1252"),
        ("««««« »»»»» ÐÐÐÐÐ ÞÞÞÞÞ ÛÛÛÛÛÛ " * 9, "cp1252"),
        ("Привет, мир!", "cp1251"),
    ],
)  # fmt: skip
def test_a_right_name_stands(text: str, codec: str) -> None:
    assert decode(text.encode(codec), codec) == (text, "")


@given(st.lists(st.sampled_from(RUSSIAN.split() + UKRAINIAN.upper().split() + ["x = 1;", "\n"]), max_size=60))
@example(["посмотрел", "Я", "Я", "ПОДИВИВСЯ", "ТРЕБА", "ТРЕБА", "СТОЛОМ."])
@example(["ТРЕБА", "лампу,", "ТРЕБА", "СТОЛОМ.", "ПОВІСИТИ", "СТОЛОМ."])
@example(
    ["ТРЕБА", "ЗУСТРІНЕМОСЯ", "ЗАВТРА", "ТРЕБА", "надо", "ТРЕБА", "Я", "надо", "над", "МИ", "ТРЕБА", "ТРЕБА"]
)
def test_a_right_name_stands_whatever_words_are_said(words: list[str]) -> None:
    text = " ".join(words).replace("\n", "")
    for codec in ("koi8-u", "cp1251"):
        assert decode(text.encode(codec), codec) == (text, "")


def test_hebrew_that_is_said_to_be_western_is_not_taken_for_something_else() -> None:
    assert decode(HEBREW.encode("iso8859-8"), "iso-8859-1")[1] == ""


@pytest.mark.parametrize("worst", [b"\xc0", b"\xc0\xc1 ", b"\xd0\xf2\xe5\xe1", b"\xa0", b"\xc0\xc0\xc0\xa0"])
def test_a_megabyte_of_the_worst(worst: bytes) -> None:
    assert len(decode(worst * (1_000_000 // len(worst)), "iso-8859-1")[0]) > 900_000
