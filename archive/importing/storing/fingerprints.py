"""Fingerprints of own words (`archive_fingerprint`), and of passages whose own thread lacks them (`archive_sought`)."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence

from archive.importing.database import copy_blocks, execute, select
from archive.importing.storing import sql
from archive.mail.cut_pieces import NOBODIES
from archive.mail.preparing import ReadyMail

COLUMNS = ("hash", "minute", "message_id")
EARLIEST, LATEST = -(1 << 31), (1 << 31) - 1
# The key of a message that quotes, when it was sent, and the fingerprints of the quoted words.
SoughtWords = tuple[int, dt.datetime, Sequence[int]]
HASH = struct.Struct(">4s")
# As binary COPY has them: how many columns a row has, and each with its length before it.
BEGIN = struct.pack(">hi", 3, 4)
END = struct.Struct(">iiiq")


def write_fingerprints(mails: Iterable[tuple[int, ReadyMail]]) -> None:
    """Writes those of new mail, each with the key of its message. What has no date is no origin."""
    dated = ((key, one, minute_of(one.mail.sent_at, one.mail.sender.address)) for key, one in mails)
    blocks = (
        block(key, minute, one.fingerprints)
        for key, one, minute in dated
        if minute is not None and one.fingerprints
    )
    copy_blocks("archive_fingerprint", COLUMNS, blocks)


def write_anew(mails: Sequence[tuple[int, ReadyMail]]) -> None:
    """Writes those of mail that is there, in the place of what it has."""
    execute(sql.FORGET_FINGERPRINTS, messages=[key for key, _ in mails])
    write_fingerprints(mails)


def write_sought(messages: Collection[int], sought: Iterable[SoughtWords]) -> None:
    """Writes what is sought for these messages, in the place of what was."""
    execute(sql.FORGET_SOUGHT, messages=list(messages))
    copy_blocks("archive_sought", COLUMNS, (block(key, minutes_to(at), hashes) for key, at, hashes in sought))


def minute_of(sent_at: dt.datetime | None, sender_address: str) -> int | None:
    if sent_at is None:
        return None
    # A piece of a mail has the date on which the archive was made: it is older than what quotes it.
    return EARLIEST if sender_address in NOBODIES else minutes_to(sent_at)


def minutes_to(moment: dt.datetime) -> int:
    """From 1970 on."""
    return min(int(moment.timestamp() // 60), LATEST)


def block(key: int, minute: int, hashes: Sequence[int]) -> bytes:
    """Rows of one message in the form of binary COPY."""
    end = END.pack(4, minute, 8, key)
    packed = struct.pack(f">{len(hashes)}i", *hashes)
    return BEGIN + (end + BEGIN).join(one for (one,) in HASH.iter_unpack(packed)) + end


def holders(
    asked: Iterable[tuple[int, dt.datetime, Sequence[int]]], most: int
) -> Iterator[tuple[int, int, int]]:
    """Messages that hold fingerprints, for each number with a time and such: number, key, how many it holds.

    Of each fingerprint only the oldest messages count, so many.
    """
    numbers: list[int] = []
    hashes: list[int] = []
    minutes: list[int] = []
    for number, sent_at, probes in asked:
        numbers += [number] * len(probes)
        hashes += probes
        minutes += [minutes_to(sent_at)] * len(probes)
    if numbers:
        yield from select(
            sql.HOLDERS_OF_FINGERPRINTS, numbers=numbers, hashes=hashes, minutes=minutes, most=most
        )
