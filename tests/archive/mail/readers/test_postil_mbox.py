"""Mbox files as Mailman 3 (HyperKitty), Google Takeout and Google Groups write them."""

from __future__ import annotations

import datetime as dt
import gzip
from email.generator import BytesGenerator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from archive.mail.message import ParsedMessage, parse
from archive.mail.readers import RawMail, describe_source, read_source
from tests.mails import mail

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
WORDS = "Grüße.\n\nFrom here on it is escaped.\n>From there too.\n"


def parsed(path: Path) -> list[ParsedMessage]:
    found = list(read_source(path))
    assert all(isinstance(raw, RawMail) and not raw.defect for raw in found)
    return [parse(raw, NOW) for raw in found if isinstance(raw, RawMail)]


def from_mailman(number: int, clock: str) -> bytes:
    """One mail as HyperKitty writes it: few headers, always of several parts, two empty lines behind it."""
    message = EmailMessage()
    message.set_unixfrom(f"From alice@example.org {clock}")
    message["From"] = "Alice Archer <alice@example.org>"
    message["To"] = "plans@lists.example.org"
    message["Subject"] = f"plan {number}"
    message["Date"] = "Mon, 01 Jun 2020 10:00:00 +0200"
    message["Message-ID"] = f"<plans.{number}@example.org>"
    if number:
        message["In-Reply-To"] = "<plans.0@example.org>"
    message.set_content(WORDS, subtype="plain")
    message.make_mixed()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    out = BytesIO()
    BytesGenerator(out, mangle_from_=True).flatten(message, unixfrom=True)
    return out.getvalue() + b"\n\n"


@pytest.mark.parametrize(
    "clock", ["Mon Jun  1 10:00:00 2020", "Mon 01 Jun 2020 10:00:00 AM UTC", "Mo 01 Jun 2020 10:00:00 UTC"]
)
def test_mailman_3(tmp_path: Path, clock: str) -> None:
    """The separator line tells the time in the server's own language."""
    path = tmp_path / "plans@lists.example.org-2020-06.mbox.gz"
    path.write_bytes(gzip.compress(from_mailman(0, clock) + from_mailman(1, clock)))
    first, second = parsed(path)
    assert (first.message_id, second.references) == ("plans.0@example.org", ("plans.0@example.org",))
    assert first.text == WORDS.replace("\n>From", "\nFrom")
    assert [part.filename for part in first.attachments] == ["plan.pdf"]


def test_google_takeout(tmp_path: Path) -> None:
    """Line ends of both kinds, fields of Google's own before the others, labels as encoded words."""
    path = tmp_path / "All mail Including Spam and Trash.mbox"
    line = b"From 1668034112471822340@xxx Mon Jun 01 08:00:00 +0000 2020"
    labels = b"X-Gmail-Labels: =?UTF-8?Q?Archiviert,=E2=80=9EForen=E2=80=9C?=,\r\n Plans\r\n"
    one = b"X-GM-THRID: 1668034112471822340\r\n" + labels + mail("One.\n").replace(b"\n", b"\r\n")
    two = b"X-GM-THRID: 1668034112471822340\nX-Gmail-Labels: Inbox\n" + mail("Two.\n", message_id="<2@x>")
    path.write_bytes(line + b"\r\n" + one + b"\r\n" + line + b"\n" + two + b"\n")
    assert [(found.text, found.subject) for found in parsed(path)] == [
        ("One.\n", "plans"),
        ("Two.\n", "plans"),
    ]


def test_google_groups(tmp_path: Path) -> None:
    """All groups have a file of the same name; the group is told by its fields."""
    path = tmp_path / "Groups" / "plans@example.org" / "topics.mbox"
    path.parent.mkdir(parents=True)
    line = b"From 28668125511680@xxx Mon Jun 01 08:00:00 +0000 2020\r\n"
    path.write_bytes(line + b"X-GM-THRID: 286\r\n" + mail(more="X-Google-Groups: plans-core\n"))
    assert [found.message_id for found in parsed(path)] == ["plans.1@example.org"]
    assert describe_source(path).list_name == "plans-core"
    path.write_bytes(line + mail())
    assert describe_source(path).list_name == "plans@example.org"
