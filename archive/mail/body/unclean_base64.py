"""Base64 as lists and programs leave it: a footer below it, several strings, letters for addresses, or none.

It is read line by line, as far as the lines can be base64 (RFC 2045 section 6.8, RFC 4648 section 5).
"""

from __future__ import annotations

import re

from archive.mail.lenient_base64 import decode_base64

CLEAN = re.compile(rb"(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]{0,76}={0,2}\s*")
CODED = re.compile(rb"[A-Za-z0-9+/_-]+={0,3}")
RULE = re.compile(rb"[-_]{4}|-+")
# A word of people, or several in capitals: "Dear", "FYI".
WORD = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+|[a-z]+")
URL_SAFE = bytes.maketrans(b"-_", b"+/")
LONGEST_STRAY = 0.1
FEWEST_TO_BE_SURE = 20


def undo_base64(data: bytes) -> bytes:
    """The bytes that are meant, and behind them what is no base64, as it stands; all of it when nothing is."""
    if CLEAN.fullmatch(data):
        return decode_base64(data)
    content, strings, at, is_ended = bytearray(), bytearray(), 0, False
    end, is_sure = 0, False
    for line in data.splitlines(keepends=True):
        at += len(line)
        word = b"".join(line.split()) if is_spaced(line) else line.strip()
        if not word:
            continue
        if not is_coded(word) or (is_ended and not begins_again(word)):
            break
        is_sure = is_sure or not WORD.fullmatch(word)
        strings += word.translate(URL_SAFE) if b"_" in word or b"-" in word else word
        end, is_ended = at - (len(line) - len(line.rstrip(b"\r\n"))), word.endswith(b"=")
        if is_ended:
            content += decode_base64(bytes(strings))
            strings.clear()
    if not is_sure:
        return data
    content += decode_base64(bytes(strings))
    rest = data[end:]
    return bytes(content) + (rest if rest.strip() else b"")


def is_spaced(line: bytes) -> bool:
    """Whether long runs of letters stand in it with blanks between them, in the place of line ends."""
    words = line.split()
    return len(words) > 1 and all(len(word) >= FEWEST_TO_BE_SURE for word in words[:-1])


def is_coded(word: bytes) -> bool:
    """Whether it can be a line of base64; of a long one a few letters may be none of it."""
    if RULE.match(word):
        return False
    if CODED.fullmatch(word):
        return True
    if b" " in word or len(word) < FEWEST_TO_BE_SURE:
        return False
    return len(CODED.sub(b"", word)) <= LONGEST_STRAY * len(word) and not word.startswith((b"http", b"<"))


def begins_again(word: bytes) -> bool:
    """Whether another string begins with it behind one that ended."""
    return len(word) % 4 == 0 and not WORD.fullmatch(word) and not RULE.search(word)
