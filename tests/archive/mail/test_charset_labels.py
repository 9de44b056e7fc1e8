from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.mail.charset_labels import codec_for
from archive.mail.charsets import decode


@pytest.mark.parametrize(
    ("label", "text", "codec"),
    [
        ("Windows-31J", "①髙橋㈱のテスト", "cp932"),
        ("csWindows31J", "日本語のメール", "cp932"),
        ("MS_Kanji", "日本語のメール", "cp932"),
        ("x-euc-jp", "日本語のメール", "euc_jp"),
        ("KS_C_5601-1989", "안녕하세요", "cp949"),
        ("windows-949", "안녕하세요", "cp949"),
        ("csGB2312", "你好朋友", "gb18030"),
        ("cn-big5", "你好朋友", "cp950"),
        ("DOS-862", "שלום עולם", "cp862"),
        ("IBM866", "Привет", "cp866"),
        ("ISO-8859-8-E", "שלום עולם", "iso8859-8"),
        ("logical", "שלום עולם", "iso8859-8"),
        ("x-mac-ce", "Zażółć gęślą", "mac_latin2"),
        ("x-mac-cyrillic", "Привет, это письмо", "mac_cyrillic"),
        ("csUTF7", "Grüße 日本", "utf-7"),
        ("x-unicode-2-0-utf-7", "Grüße", "utf-7"),
        ("ucs-2", "Grüße", "utf-16-be"),
        ("iso8859_1", "„schöne“ Straße – 5 €", "cp1252"),
        ("ISO_8859-9:1989", "“İstanbul” – şu", "cp1254"),
        ("iso-8859-9", "“İstanbul” – şu", "cp1254"),
        ("iso-8859-7", "€ “Καλημέρα” – όλοι", "cp1253"),
        ("x-cp1251", "Привет", "cp1251"),
        ("koi", "Привет, это письмо", "koi8-r"),
        ("utf8mb4", "Grüße", "utf-8"),
    ],
)
def test_labels_of_mail(label: str, text: str, codec: str) -> None:
    assert decode(text.encode(codec), label)[0] == text


@pytest.mark.parametrize(
    "label", ["", "x-unknown", "unknown-8bit", "idna", "punycode", "undefined", "cp99999"]
)
def test_labels_that_mean_nothing(label: str) -> None:
    assert codec_for(label) == ""


@given(st.text())
def test_any_label_can_be_asked_for(label: str) -> None:
    assert isinstance(codec_for(label), str)


@pytest.mark.parametrize("cut", [b"\xe2\x80", b"\xc3", b"\xf0\x9f\x98"])
def test_one_cut_letter_does_not_undo_utf_8(cut: bytes) -> None:
    assert decode("Jürgen grüßt ".encode() + cut, "utf-8")[0] == "Jürgen grüßt \ufffd"
    assert decode("Jürgen grüßt ".encode() + cut + b"\nalle\n", "utf-8")[0] == "Jürgen grüßt \ufffd\nalle\n"
