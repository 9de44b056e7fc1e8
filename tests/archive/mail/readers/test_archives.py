from __future__ import annotations

import errno
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from archive.mail.readers import (
    RawMail,
    SourceInfo,
    SourceProblem,
    UnreadableSource,
    archives,
    read_source,
    stream,
)
from archive.mail.readers.archives import take
from archive.mail.readers.sources import describe_source

ONE = b"From: a@x\nSubject: one\n\nOne.\n"
TWO = b"From: a@x\nSubject: two\n\nTwo.\n"
Files = dict[str, bytes]


def tar(files: Files) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return out.getvalue()


def zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def zipped_as_they_are(files: Files) -> bytes:
    """Names untouched, as other programs write them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            member = zipfile.ZipInfo("x")
            member.filename, member.create_system = name, 0
            made.writestr(member, content)
    return out.getvalue()


def read(tmp_path: Path, content: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Mail by its place in the archive, and what was told."""
    path = tmp_path / "source"
    path.write_bytes(content)
    found = list(read_source(path))
    mails = {raw.source.removeprefix(f"{path}/"): raw.content for raw in found if isinstance(raw, RawMail)}
    return mails, [item.reason for item in found if isinstance(item, SourceProblem)]


def old_tar(files: Files) -> bytes:
    """As tar wrote it before 1988: without a mark."""
    out = tar(files)
    for at in [at for at in range(0, len(out), 512) if out[at + 257 : at + 262] == b"ustar"]:
        head = out[at : at + 257] + bytes(255)
        total = sum(head[:148]) + sum(head[156:]) + 8 * ord(" ")
        out = out[:at] + head[:148] + b"%06o\0 " % total + head[156:] + out[at + 512 :]
    return out


PACKERS: list[Callable[[Files], bytes]] = [
    tar,
    zipped,
    lambda files: gzip.compress(tar(files)),
    lambda files: lzma.compress(zipped(files)),
    lambda files: tar({"inner.zip": zipped(files)}),
    old_tar,
]


@pytest.mark.parametrize("pack", PACKERS)
def test_archives_of_all_kinds(tmp_path: Path, pack: Callable[[Files], bytes]) -> None:
    mails, problems = read(tmp_path, pack({"a/one.eml": ONE, "b/two": gzip.compress(TWO)}))
    assert [name.removeprefix("inner.zip/") for name in mails] == ["a/one.eml", "b/two"]
    assert (list(mails.values()), problems) == ([ONE, TWO], [])


def test_a_maildir_from_windows(tmp_path: Path) -> None:
    """With backslashes, and without the colons that it takes in no name."""
    names = ["Maildir\\cur\\1.a;2,S", "Maildir\\cur\\2.a!2,", "Maildir\\new\\3.a", "Maildir\\tmp\\4.a"]
    mails, problems = read(tmp_path, zipped_as_they_are(dict.fromkeys(names, ONE)))
    assert list(mails) == ["Maildir/cur/1.a;2,S", "Maildir/cur/2.a!2,", "Maildir/new/3.a"]
    assert problems == []


@pytest.mark.parametrize("pack", [tar, zipped])
@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "..\\evil", "C:\\evil"])
def test_nothing_leaves_the_folder(tmp_path: Path, pack: Callable[[Files], bytes], name: str) -> None:
    mails, problems = read(tmp_path, pack({name: ONE, "one": TWO}))
    assert mails == {"one": TWO}
    assert ["leads out" in reason for reason in problems] == [True]


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo(f"x{kind!r}")
            member.type, member.linkname = kind, "/etc/passwd"
            made.addfile(member)
        member = tarfile.TarInfo("one")
        member.size = len(ONE)
        made.addfile(member, io.BytesIO(ONE))
    mails, problems = read(tmp_path, out.getvalue())
    assert mails == {"one": ONE}
    assert ["link or a device" in reason for reason in problems] == [True] * 3


def test_a_name_twice_is_told(tmp_path: Path) -> None:
    mails, problems = read(tmp_path, tar({"one": ONE, "./one": TWO, "one/two": TWO}))
    assert mails == {"one": ONE}
    assert ["was there before" in reason for reason in problems] == [True, True]


def test_very_long_names(tmp_path: Path) -> None:
    assert list(read(tmp_path, tar({"ä" * 300: ONE}))[0].values()) == [ONE]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("RATIO_COUNTS_FROM", 1_000, "beyond what is taken"),
        ("MOST_BYTES", 100, "beyond"),
        ("MOST_ENTRIES", 1, "more than 1"),
    ],
)
def test_what_is_made_to_fill_disks_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: int, said: str
) -> None:
    monkeypatch.setattr(stream if name == "RATIO_COUNTS_FROM" else archives, name, value)
    with pytest.raises(UnreadableSource, match=said):
        read(tmp_path, zipped({"one": ONE + bytes(1_000_000), "two": TWO}))


def test_archives_too_deep_are_told(tmp_path: Path) -> None:
    content = zipped({"one": ONE})
    for _ in range(3):
        content = zipped({"in.zip": content})
    mails, problems = read(tmp_path, content)
    assert mails == {}
    assert ["too deep within" in reason for reason in problems] == [True]


def test_a_tar_cut_short_gives_what_came_before(tmp_path: Path) -> None:
    packed = tar({"one": ONE, "two": TWO * 1000})
    mails, problems = read(tmp_path, packed[:3000])
    assert mails["one"] == ONE
    assert "Get a whole copy" in problems[0]


def test_a_damaged_file_in_a_zip_does_not_keep_the_others_out(tmp_path: Path) -> None:
    packed = zipped({"one": ONE, "two": TWO * 1000, "three": TWO})
    start = packed.index(b"two") + 3
    mails, problems = read(tmp_path, packed[:start] + b"\xff" * 9 + packed[start + 9 :])
    assert mails == {"one": ONE, "three": TWO}
    assert [reason.partition(" (")[0] for reason in problems] == [f"two in {tmp_path}/source is damaged"]


@pytest.mark.parametrize(
    ("field", "value", "said"), [(0, 1, "is encrypted. Unpack it with its password"), (2, 99, "not known")]
)
def test_files_that_cannot_be_unpacked_are_told(tmp_path: Path, field: int, value: int, said: str) -> None:
    """A bit of the flags, and the method, in both places where a zip names them."""
    packed = bytearray(zipped_as_they_are({"one": ONE, "two": TWO}))
    packed[packed.index(b"PK\x03\x04") + 6 + field] |= value
    packed[packed.index(b"PK\x01\x02") + 8 + field] |= value
    mails, problems = read(tmp_path, bytes(packed))
    assert mails == {"two": TWO}
    assert said in problems[0]


def test_damaged_and_empty_zips_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="holds no files"):
        read(tmp_path, zipped({}))
    with pytest.raises(UnreadableSource, match=f"archive {tmp_path}/source holds no files"):
        read(tmp_path, zipped({"one": ONE})[:50])


def test_strangers_in_an_archive_are_named_by_it(tmp_path: Path) -> None:
    _, problems = read(tmp_path, zipped({"one": ONE, "x.png": b"\x89PNG"}))
    assert problems[0].startswith(f"{tmp_path}/source/x.png holds no mail")


def test_progress_ends_at_the_size(tmp_path: Path) -> None:
    path = tmp_path / "plans.tar.gz"
    path.write_bytes(gzip.compress(tar({"one": ONE, "two": TWO})))
    mails = [raw for raw in read_source(path) if isinstance(raw, RawMail)]
    assert mails[-1].consumed == path.stat().st_size
    assert describe_source(path) == SourceInfo("tar archive", path.stat().st_size, "plans")


BAD_NAMES = {
    "many folders": "/".join(["a" * 40] * 120) + "/one",
    "below a file": "ok.eml/below",
    "as long as a path may be": "/".join(["ä" * 120] * 30),
}


@pytest.mark.parametrize("pack", [tar, zipped])
@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_a_path_that_cannot_be_made_is_left_out_alone(
    tmp_path: Path, pack: Callable[[Files], bytes], name: str
) -> None:
    mails, problems = read(tmp_path, pack({"ok.eml": ONE, name: TWO, "ok2.eml": TWO}))
    assert mails == {"ok.eml": ONE, "ok2.eml": TWO}
    assert ["is left out: " in reason for reason in problems] == [True]


@pytest.mark.parametrize(
    "number", [errno.ENAMETOOLONG, errno.ENOTDIR, errno.EINVAL, errno.EILSEQ, errno.EACCES, errno.EISDIR]
)
def test_what_is_wrong_with_one_entry_does_not_end_the_archive(tmp_path: Path, number: int) -> None:
    assert "is left out: it cannot be written here" in take(tmp_path, "one", failing(number), budget())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_what_is_wrong_with_the_disk_ends_it(tmp_path: Path, number: int) -> None:
    with pytest.raises(OSError, match=f"Errno {number}"):
        take(tmp_path, "one", failing(number), budget())


def failing(number: int) -> Callable[[], IO[bytes]]:
    """A file that fails so when it is opened."""

    def opened() -> IO[bytes]:
        raise OSError(number, os.strerror(number))

    return opened


def budget() -> archives.Budget:
    return archives.Budget("source", 1)
