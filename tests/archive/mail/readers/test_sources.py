from __future__ import annotations

import bz2
import gzip
import lzma
import os
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import zstandard

from archive.mail.readers import (
    RawMail,
    SourceInfo,
    SourceProblem,
    UnreadableSource,
    describe_source,
    read_source,
    stream,
)
from tests.paths import MAIL

ONE = b"From a@x Thu Jul 12 03:32:27 2007\nFrom: a@x\nMessage-ID: <%d@x>\n\nMail %d.\n\n"
MBOX = b"".join(ONE % (number, number) for number in range(500))
PACKERS = [
    bytes,
    gzip.compress,
    bz2.compress,
    partial(lzma.compress, preset=0),
    partial(lzma.compress, preset=0, format=lzma.FORMAT_ALONE),
    zstandard.compress,
]


def mails(path: Path, resume_at: int = 0) -> list[RawMail]:
    return [found for found in read_source(path, resume_at) if isinstance(found, RawMail)]


def problems(path: Path) -> list[str]:
    return [found.reason for found in read_source(path) if isinstance(found, SourceProblem)]


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableSource) as caught:
        list(read_source(path))
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.fixture
def source(tmp_path: Path) -> Callable[[bytes], Path]:
    """Writes bytes to a file whose name says nothing."""

    def write(content: bytes, name: str = "source") -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


Write = Callable[[bytes], Path]


@pytest.mark.parametrize("pack", PACKERS)
def test_compression_is_told_by_content(source: Write, pack: Callable[[bytes], bytes]) -> None:
    found = mails(source(pack(MBOX)))
    assert [mail.content for mail in found[:1]] == [b"From: a@x\nMessage-ID: <0@x>\n\nMail 0.\n"]
    assert len(found) == 500
    assert not any(mail.defect for mail in found)


def test_compression_within_compression(source: Write) -> None:
    assert len(mails(source(gzip.compress(lzma.compress(zstandard.compress(MBOX)))))) == 500


@pytest.mark.parametrize("pack", PACKERS[1:])
def test_a_file_cut_short_spoils_its_last_mail_alone(source: Write, pack: Callable[[bytes], bytes]) -> None:
    letters = random.Random(1)
    long = b"".join(
        ONE % (number, number) + letters.randbytes(900).hex().encode() + b"\n\n" for number in range(1500)
    )
    packed = pack(long)
    found = mails(source(packed[: len(packed) * 9 // 10]))
    assert 500 < len(found) < 1500
    assert [bool(mail.defect) for mail in found] == [False] * (len(found) - 1) + [True]
    assert "ends early" in found[-1].defect


def test_damage_in_the_middle_is_told(source: Write) -> None:
    packed = gzip.compress(MBOX)
    found = mails(source(packed[:-8] + b"\0" * 8))
    assert (len(found), "damaged" in found[-1].defect) == (500, True)


def test_what_unpacks_to_far_too_much_ends_there(source: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "RATIO_COUNTS_FROM", 1_000_000)
    path = source(gzip.compress(MBOX + ONE % (501, 501) + bytes(20_000_000)))
    found = mails(path)
    assert [mail.defect for mail in found[:500]] == [""] * 500
    assert "beyond what is taken" in found[-1].defect
    assert sum(len(mail.content) for mail in found) < 5_000_000


def test_what_follows_a_gzip_spoils_nothing(source: Write) -> None:
    path = source(gzip.compress(MBOX) + b"something")
    assert not any(mail.defect for mail in mails(path))
    assert "no gzip follows" in problems(path)[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n", "only blank lines"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "holds no mail"),
        (random.Random(1).randbytes(100_000), "holds no mail"),
        (b"a" * 10_000_000, "holds no mail"),
        (b"Dear all,\n\nthis is a letter: no mail.\n", "holds no mail"),
        (gzip.compress(MBOX, mtime=0)[:5], "ends early"),
        (b"BZhno bzip at all", "damaged"),
        (zstandard.compress(MBOX)[:200], "ends early"),
        (MBOX.replace(b"\n", b"\r"), "line ends: tr"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "is a 7-Zip archive. Unpack it"),
        (b"# v2 git bundle\n", "is a bundle of git. Clone it"),
        ("From: a@x\n\nwords\n".encode("utf-16"), "is a text in UTF-16. Save it"),
    ],
)
def test_what_is_no_mail_is_refused_with_a_sentence(source: Write, content: bytes, reason: str) -> None:
    assert reason in refusal(source(content))


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    assert "does not exist" in refusal(tmp_path / "nowhere")
    assert "not a regular file" in refusal(tmp_path / "pipe")
    assert "holds no files" in refusal(tmp_path / "empty")
    assert "cannot be opened" in refusal(tmp_path / ("x" * 300))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_reading_goes_on_at_an_offset(source: Write, pack: Callable[[bytes], bytes]) -> None:
    path = source(pack(MBOX))
    everything = mails(path)
    resumed = mails(path, everything[200].offset)
    assert [(mail.offset, mail.content) for mail in resumed] == [
        (mail.offset, mail.content) for mail in everything[200:]
    ]


def test_offsets_point_at_the_mail_and_progress_ends_at_the_size(source: Write) -> None:
    path = source(gzip.compress(MBOX))
    found = mails(path)
    assert all(MBOX[mail.offset :].startswith(b"From a@x") for mail in found)
    assert found[-1].consumed == path.stat().st_size


def test_a_folder_is_read_file_by_file_and_strangers_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "list"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "one").write_bytes(ONE % (1, 1))
    (folder / "a.eml").write_bytes(b"From: a@x\nSubject: x\n\nwords\n")
    (folder / "c.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret").write_bytes(MBOX)
    (folder / "link").symlink_to(tmp_path / "secret")
    assert [mail.source for mail in mails(folder)] == [str(folder / "a.eml"), str(folder / "b" / "one")]
    png, link = problems(folder)
    assert ("holds no mail" in png, "leaves the folder" in link) == (True, True)


@pytest.mark.parametrize(
    ("name", "kind", "list_name"),
    [
        ("copied-page.txt", "copied page", "Plans"),
        ("from-lines-in-bodies.mbox", "pipermail text", "Plans"),
        ("crlf.mbox", "mbox", "crlf"),
        ("signed.eml", "one mail", "signed"),
    ],
)
def test_sources_are_described(name: str, kind: str, list_name: str) -> None:
    assert describe_source(MAIL / name) == SourceInfo(kind, (MAIL / name).stat().st_size, list_name)


@pytest.mark.parametrize("name", ["2007-July.txt.gz", "2007-July", "2007q3.mbox", "200707.gz"])
def test_a_file_named_after_a_month_is_of_the_list_of_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / name).write_bytes(MBOX)
    assert describe_source(tmp_path / "plans" / name).list_name == "plans"


def test_a_folder_is_described_by_its_name_and_size(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "x").write_bytes(MBOX)
    assert describe_source(tmp_path / "plans") == SourceInfo("folder", len(MBOX), "plans")
