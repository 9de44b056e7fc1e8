"""From bytes to text: the declared charset when it fits, then UTF-8, then what the bytes look like."""

from __future__ import annotations

import re

from archive.mail.charset_labels import codec_for
from archive.mail.mislabelled_charsets import another_script

WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15"})
SAMPLE = 1 << 16
MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
WINDOWS_PAGES = {
    "iso8859-2": "cp1250", "iso8859-4": "cp1257", "iso8859-5": "cp1251", "iso8859-6": "cp1256", "iso8859-7": "cp1253",
    "iso8859-8": "cp1255", "iso8859-9": "cp1254", "iso8859-13": "cp1257",
}  # fmt: skip
C1_LETTER = re.compile("[\x80-\x9f]")
C1 = re.compile(rb"[\x80-\x9f]")
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
# The beginning of a letter of UTF-8 without its end, where a line or the mail was cut.
CUT_LETTER = re.compile(
    "(?:[\udcc3-\udcdf]|[\udce0-\udcf4][\udc80-\udcbf]{1,2})(?![^\r\n])|(?:^|(?<=\n))[\udc80-\udcbf]{1,3}"
)


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
    if b"\x1b" in data and (codec in SEVEN_BIT_FREE or not codec) and (shifted := with_shifts(data)):
        return shifted
    text = attempt(data, codec) if codec and not (codec in WESTERN and is_utf8(data)) else None
    if text is None or (codec not in WESTERN and has_private(text, data, codec)):
        sister = SISTERS.get(codec, "")
        is_utf_8 = codec == "utf-8"
        other = attempt(data, sister) if sister else None
        guessed, used = (other, sister) if other else guess(data, is_utf_8)
        if text is None or not PRIVATE.search(guessed):
            return guessed, used if not data.isascii() else ""
    return another_script(data, codec, codec in WESTERN) or (text, "")


# Letters of nobody: what bytes of another charset come out as in the large ones of the East.
PRIVATE = re.compile("[\ue000-\uf8ff]")
# What they begin with in UTF-8.
PRIVATE_BYTES = (b"\xee", b"\xef")
# Charsets of one language that people name for each other.
SISTERS = {"cp932": "euc_jp", "euc_jp": "cp932", "gb18030": "cp950", "cp950": "gb18030"}
SEVEN_BIT_FREE = frozenset({"ascii", "utf-8", *WESTERN})
SHIFTS = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp_ext"), (b"\x1b(J", "iso2022_jp_ext"))


def has_private(text: str, data: bytes, codec: str) -> bool:
    if codec == "utf-8" and not any(byte in data for byte in PRIVATE_BYTES):
        return False
    return PRIVATE.search(text) is not None


def with_shifts(data: bytes) -> tuple[str, str] | None:
    """Text in a charset that changes its letters by escape sequences (RFC 1468, 1557), when it is that."""
    for mark, codec in SHIFTS:
        text = attempt(data, codec) if mark in data else None
        if text is not None:
            return text, codec
    return None


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
        if codec == "utf-16" and not data.startswith(MARKS_OF_UTF_16):
            # Latin letters have their NUL in front in the order of the network.
            codec = "utf_16_be" if data[::2].count(0) >= data[1::2].count(0) else "utf_16_le"
        text = data.decode(codec)
        return with_windows_marks(text, codec) if codec.startswith("iso8859") and C1.search(data) else text
    except (UnicodeError, LookupError, ValueError):
        return western(data) if codec == "cp1252" else None


def with_windows_marks(text: str, codec: str) -> str:
    """What Windows wrote and called an ISO 8859: that has control characters where its own page has letters."""
    page = WINDOWS_PAGES.get(codec, "cp1252")
    return C1_LETTER.sub(
        lambda match: bytes([ord(match[0])]).decode(page, "replace").replace("\ufffd", match[0]), text
    )


def western(data: bytes) -> str:
    """Read as windows-1252; the five bytes that mean nothing there become the control characters that they are."""
    return LONE_SURROGATE.sub(as_control, data.decode("cp1252", "surrogateescape"))


def as_control(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - 0xDC00)


def is_utf8(data: bytes) -> bool:
    return not data.isascii() and attempt(data, "utf-8") is not None


def guess(data: bytes, is_said_to_be_utf_8: bool = False) -> tuple[str, str]:
    """UTF-8 when it is that, also with a few stray bytes in it; else what a detector takes it for."""
    text = attempt(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    text = data.decode("utf-8", "surrogateescape")
    stray = LONE_SURROGATE.findall(text)
    if is_said_to_be_utf_8 and (cut := CUT_LETTER.findall(text)) and 3 * len(cut) >= len(stray) > 0:
        left = CUT_LETTER.sub("\ufffd", text)
        if not LONE_SURROGATE.search(left) and sum(letter > "\x7f" for letter in left) > len(cut):
            return left, "utf-8 with letters that were cut"
    if sum(letter > "\x7f" for letter in text) >= 2 * len(stray):
        return LONE_SURROGATE.sub(as_western, text), "utf-8 and windows-1252"
    if not NOT_WESTERN.isdisjoint(data) and (found := as_of_old_computers(data)):
        return found
    codec = detect(data[:SAMPLE]) if len(stray) >= FEWEST_TO_DETECT else ""
    text = attempt(data, codec) if codec else None
    if text is not None:
        return text, codec
    return western(data), "windows-1252"


def as_western(match: re.Match[str]) -> str:
    return western(bytes([ord(match[0]) - 0xDC00]))


NOT_WESTERN = frozenset(b"\x81\x8d\x8f\x90\x9d")
# Of DOS and the Macintosh: what they wrote is told apart by how many letters in the midst of words it gives.
OLD = ("cp850", "cp866", "mac_roman")
FEWEST_LETTERS = 0.8


def as_of_old_computers(data: bytes) -> tuple[str, str] | None:
    readings = [(text, codec) for codec in OLD if (text := attempt(data, codec)) is not None]
    text, codec = max(readings, key=lambda reading: likeness(reading[0]))
    beyond = [letter for letter in text if letter > "\x7f"]
    is_likely = sum(map(str.isalpha, beyond)) >= FEWEST_LETTERS * len(beyond)
    return (text, codec) if is_likely and b"\0" not in data else None


def likeness(text: str) -> int:
    """How much letters beyond ASCII look like parts of words: small ones count for it, marks against it."""
    beyond = [letter for letter in text if letter > "\x7f"]
    return sum(letter.islower() for letter in beyond) - sum(not letter.isalpha() for letter in beyond)


def detect(data: bytes) -> str:
    """The charset that the bytes look like, or ""."""
    # Imported when needed: it takes longer to load than most archives need it.
    import charset_normalizer  # noqa: PLC0415

    best = charset_normalizer.from_bytes(data, cp_isolation=LIKELY).best()
    codec = str(best.encoding) if best else ""
    return of_two_central_europeans(data) if codec == "cp1250" else codec


def of_two_central_europeans(data: bytes) -> str:
    """ISO-8859-2 has nothing where windows-1250 has š and ž, and letters where that has marks."""
    if C1.search(data):
        return "cp1250"
    iso, windows = (sum(map(str.isalpha, data.decode(codec, "replace"))) for codec in ("iso8859_2", "cp1250"))
    return "iso8859_2" if iso > windows else "cp1250"


def normal_text(text: str) -> str:
    """The normal form of a text: LF line ends, no NULs, no lone surrogates, no byte order mark."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    text = text.removeprefix("\ufeff")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = LONE_SURROGATE.sub("\ufffd", text)
    return text
