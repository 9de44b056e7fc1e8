"""From bytes to text: the declared charset when it fits, then UTF-8, then what the bytes look like."""

from __future__ import annotations

import codecs
import re

ALIASES = {
    "ks_c_5601": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "big5": "cp950",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
    "utf8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
# Codecs that are no charset of mail, or take quadratic time.
REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15"})
SAMPLE = 1 << 16
# Fewer letters beyond ASCII than this say nothing of their charset; most such mail is western.
FEWEST_TO_DETECT = 8
LIKELY = [
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "gb18030",
    "big5",
    "cp949",
    "cp932",
    "euc_jp",
    "utf_16",
]
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def codec_for(declared: str) -> str:
    """Python's name of a declared charset, or "" when it means nothing."""
    name = declared.strip().strip("\"'").lower()
    name = ALIASES.get(name, name)
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if codec.replace("-", "_") in REFUSED else codec


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of some bytes, and the charset that was used when it is not the declared one (else "").

    Raises nothing, and gives replacement characters only when no reading fits.
    """
    if data.isascii() and b"\x1b" not in data and declared.lower() in PLAIN:
        return data.decode("ascii"), ""
    text, used = decoded_once(data, declared)
    if once := undoubled(text):
        return once, f"{used or declared}, encoded twice"
    return text, used


def decoded_once(data: bytes, declared: str) -> tuple[str, str]:
    codec = codec_for(declared) if declared else ""
    if codec and not (codec in WESTERN and is_utf8(data)):
        text = attempt(data, codec)
        if text is not None:
            return text, ""
    text, used = guess(data)
    return text, used if not data.isascii() else ""


PLAIN = frozenset({"", "us-ascii", "ascii", "utf-8", "utf8", "iso-8859-1", "iso-8859-15", "windows-1252"})


# What the first bytes of UTF-8 and those that follow look like when they are taken for letters.
TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")


# Letters that two bytes of UTF-8 stand for and few mails have: as many must be found, for "Spaß…" looks like one.
RARE = re.compile("[\u0100-\u07ff]")
FEWEST_RARE = 3


def undoubled(text: str) -> str:
    """The text that was encoded as UTF-8 twice, if all of it can have been, else ""."""
    if text.isascii() or not TWICE.search(text):
        return ""
    try:
        once = b"".join(map(byte_of, text)).decode()
    except (UnicodeError, ValueError):
        return ""
    return "" if 0 < len(RARE.findall(once)) < FEWEST_RARE else once


def byte_of(letter: str) -> bytes:
    if letter < "\u00a0":
        return bytes((ord(letter),))
    return letter.encode("cp1252")


def attempt(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        # Five bytes mean nothing in cp1252 and something in the charset that was asked for.
        return data.decode("latin-1") if codec == "cp1252" else None


def is_utf8(data: bytes) -> bool:
    return not data.isascii() and attempt(data, "utf-8") is not None


def guess(data: bytes) -> tuple[str, str]:
    """UTF-8 when it is that, also with a few stray bytes in it; else what a detector takes it for."""
    text = attempt(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    text = data.decode("utf-8", "surrogateescape")
    stray = LONE_SURROGATE.findall(text)
    if sum(letter > "\x7f" for letter in text) >= 2 * len(stray):
        return LONE_SURROGATE.sub(as_western, text), "utf-8 and windows-1252"
    codec = detect(data[:SAMPLE]) if len(stray) >= FEWEST_TO_DETECT else ""
    text = attempt(data, codec) if codec else None
    if text is not None:
        return text, codec
    return data.decode("cp1252", "replace") if b"\0" not in data else data.decode("latin-1"), "windows-1252"


def as_western(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace")


def detect(data: bytes) -> str:
    """The charset that the bytes look like, or ""."""
    # Imported when needed: it takes longer to load than most archives need it.
    import charset_normalizer  # noqa: PLC0415

    best = charset_normalizer.from_bytes(data, cp_isolation=LIKELY).best()
    return str(best.encoding) if best else ""


def normal_text(text: str) -> str:
    """The normal form of a text: LF line ends, no NULs, no lone surrogates, no byte order mark."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    text = text.removeprefix("\ufeff")
    return text if text.isascii() else LONE_SURROGATE.sub("\ufffd", text)
