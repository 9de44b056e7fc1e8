"""Which lines of an mbox separate mails, and blocks of NULs between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.mail.readers import RawMail, SourceProblem, read_source

LINE = b"From a@x Thu Jul 12 03:32:27 2007\n"
HEAD = b"From: a@x\nSubject: plans\n\n"


def read(path: Path, content: bytes) -> tuple[list[bytes], list[str]]:
    path.write_bytes(content)
    found = list(read_source(path))
    return (
        [one.content for one in found if isinstance(one, RawMail)],
        [one.reason for one in found if isinstance(one, SourceProblem)],
    )


@pytest.mark.parametrize(
    "body",
    [
        b"\nFrom the meeting, Wed 3 Jun 2020 at 10:00\nNote: be there in time\n\nThanks\n",
        b"\nFrom Tue Jun  2 10:00 until 12:00\nRoom: 5\nTopic: plans\n\n",
        b"\nFrom Mon 1 Jun 10:00 on\nhttp://example.org: is down\n\n",
        b"\nFrom alice@example.org Mon Jun  1 10:00:00 2020\nhttp://example.org/plan\n",
        b"\nFrom now on, Thu Jul 12 10:00 2007\nSubject: the roof\nTo: all\n\n",
        b"\nFrom alice Thu Jul 12 03:32:27 2007\nNote: that is how it begins\n\n",
        b"\nFrom 2020-06-01 10:00 to 2020-06-02 12:00\nPlace: garden\n\n",
    ],
)
def test_prose_with_a_date_separates_nothing(tmp_path: Path, body: bytes) -> None:
    assert len(read(tmp_path / "box", LINE + HEAD + body)[0]) == 1


@pytest.mark.parametrize(
    "line",
    [
        b"From alice Thu Jul 12 03:32:27 2007",
        b"From alice at example.org  Thu Jul 12 03:32:27 2007",
        b'From "Alice Archer"@example.org Thu Jul 12 03:32:27 2007',
        b"From ???@??? Thu Jul 12 03:32:27 2007",
        b"From MAILER-DAEMON Thu Jul 12 03:32:27 2007",
        b"From a@x Thu Jul 12 03:32:27 MET DST 2007",
        b"From a@x Thu Jul 12 03:32:27 GMT+0200 2007",
        b"From a@x Thu Jul 12 03:32:27 2007 remote from upstairs",
        b"From - lun. juin 1 10:00:00 2020",
        b"From <a@x> 2007-07-12T03:32:27Z",
    ],
)
def test_more_separators_of_many_writers(tmp_path: Path, line: bytes) -> None:
    one = line + b"\n" + HEAD + b"words\n\n"
    assert read(tmp_path / "box", one + one)[0] == [HEAD + b"words\n"] * 2


@pytest.mark.parametrize("count", [1, 20, 4096, 600_000])
def test_nuls_between_mails_belong_to_none(tmp_path: Path, count: int) -> None:
    one = LINE + HEAD + b"words\n\n"
    contents, problems = read(tmp_path / "box", one + b"\0" * count + one + one)
    assert contents == [HEAD + b"words\n"] * 3
    [problem] = problems
    assert f"{count} bytes of" in problem


@pytest.mark.parametrize("count", [20, 600_000])
def test_nuls_at_both_ends_of_a_file(tmp_path: Path, count: int) -> None:
    one = LINE + HEAD + b"words\n\n"
    assert read(tmp_path / "box", b"\0" * count + one + b"\0" * count)[0] == [HEAD + b"words\n"]


def test_a_nul_within_a_line_stays(tmp_path: Path) -> None:
    one = LINE + HEAD + b"wo\0rds\0\n\n"
    assert read(tmp_path / "box", one + one) == ([HEAD + b"wo\0rds\0\n"] * 2, [])
