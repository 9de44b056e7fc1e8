from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.mail.charsets import TWICE, decode, normal_text, undoubled

NO_LETTERS = frozenset({b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"})


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("Jürgen grüßt", "utf-8", "utf-8"),
        ("Jürgen grüßt", "utf-8", ""),
        ("Jürgen grüßt", "utf-8", "iso-8859-1"),
        ("Jürgen grüßt", "cp1252", "utf-8"),
        ("“Jürgen” grüßt", "cp1252", "iso-8859-1"),
        ("Jürgen grüßt", "cp1252", "x-unknown"),
        ("안녕하세요", "cp949", "ks_c_5601-1987"),
        ("你好朋友", "gb18030", "gb2312"),
        ("こんにちは", "iso2022_jp", "iso-2022-jp"),
        ("Привет, как дела? Это письмо.", "koi8-r", ""),
        ("Привет, как дела? Это письмо.", "cp1251", "us-ascii"),
        ("こんにちは、世界。これはメールのテストです。", "shift_jis", "utf-8"),
        ("こんにちは", "euc_jp", "shift_jis"),
        ("你好，朋友們，我們來測試一下", "big5", "gb2312"),
        ("こんにちは世界", "iso2022_jp", "us-ascii"),
        ("こんにちは世界", "iso2022_jp", ""),
        ("안녕하세요", "iso2022_kr", "us-ascii"),
        ("Привет, как дела?", "cp866", "x-unknown"),
        ("Jürgen grüßt", "cp850", ""),
        ("Zażółć gęślą jaźń", "iso-8859-2", ""),
        ("Zażółć gęślą jaźń", "cp1250", ""),
        ("Příliš žluťoučký kůň", "iso-8859-2", "us-ascii"),
        ("plain", "ascii", "idna"),
    ],
)
def test_the_reading_that_fits_is_found(text: str, codec: str, declared: str) -> None:
    assert decode(text.encode(codec), declared)[0] == text


def test_stray_bytes_in_utf_8_are_read_as_western() -> None:
    assert decode(b"caf\xc3\xa9, caf\xe9", "utf-8") == ("café, café", "utf-8 and windows-1252")


def test_bytes_that_mean_nothing_are_kept_apart() -> None:
    """Five bytes are no letters of windows-1252: the quotes around them are read all the same."""
    assert decode(b"\x93\x81\x94", "iso-8859-1") == ("“\x81”", "")
    assert "\ufffd" not in decode(bytes(range(128, 256)), "")[0]


def test_normal_text_has_one_kind_of_line_end_and_nothing_that_cannot_be_stored() -> None:
    assert normal_text("\ufeffa\r\nb\rc\0\ud800\n\n") == "a\nb\nc\ufffd\n\n"


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "utf-8", "latin-1", "utf-7", "utf-16", "big5", "rot13", "\0", "x" * 99]),
)
def test_any_bytes_give_a_text_that_can_be_stored(data: bytes, declared: str) -> None:
    assert "\0" not in normal_text(decode(data, declared)[0]).encode().decode()


@given(st.text())
def test_utf_8_is_never_changed(text: str) -> None:
    assume(not undoubled(text))
    assert decode(text.encode(), "utf-8")[0] == text


@given(st.text(alphabet="aäößéçñ€“”–•漢字 \n"))
def test_what_was_encoded_twice_is_read_once(text: str) -> None:
    twice = "".join(
        letter.decode("cp1252") if letter not in NO_LETTERS else letter.decode("latin-1")
        for letter in (bytes([byte]) for byte in text.encode())
    ).encode()
    again, used = decode(twice, "utf-8")
    if TWICE.search(twice.decode()):
        assert again == text
        assert used == "utf-8, encoded twice"


def test_what_was_encoded_twice_is_told() -> None:
    assert decode("JÃ¼rgen grÃ¼ÃŸt".encode(), "utf-8") == ("Jürgen grüßt", "utf-8, encoded twice")
    assert decode("JÃ¼rgen".encode(), "") == ("Jürgen", "utf-8, encoded twice")
    twice = "Привет".encode().decode("latin-1")
    assert decode(twice.encode(), "utf-8") == ("Привет", "utf-8, encoded twice")


@pytest.mark.parametrize(
    "text",
    [
        "It shows Ã¼ where ü was meant.",
        "NÃO",
        "Ã",
        "Â£ is not £",
        "25 °C",
        "àéî",
        "Das macht Spaß…",
        "AU CAFÉ\u00a0!",
    ],
)
def test_letters_that_only_look_so_stay(text: str) -> None:
    assert decode(text.encode(), "utf-8") == (text, "")
