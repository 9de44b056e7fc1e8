"""Mail for tests, as bytes."""

from __future__ import annotations

from pathlib import Path


def mail(
    text: str = "Hello.\n",
    *,
    sender: str = "Alice Archer <alice@example.org>",
    subject: str = "plans",
    message_id: str = "<plans.1@example.org>",
    references: str = "",
    date: str = "Mon, 1 Jun 2020 10:00:00 +0200",
    more: str = "",
) -> bytes:
    """One mail in UTF-8. An empty `message_id`, `references` or `date` leaves the header out."""
    headers = {
        "From": sender,
        "Subject": subject,
        "Message-ID": message_id,
        "References": references,
        "Date": date,
        "Content-Type": "text/plain; charset=utf-8",
    }
    lines = [f"{name}: {value}\n" for name, value in headers.items() if value]
    return ("".join(lines) + more + "\n" + text).encode()


def sent(text: str, number: int, name: str = "Alice Archer", *, references: str = "") -> bytes:
    """The mail `m.<number>` by somebody, of that day of June 2020."""
    return mail(
        text,
        sender=f"{name} <{name.partition(' ')[0].lower()}@example.org>",
        message_id=f"<m.{number}@example.org>",
        references=references,
        date=f"Mon, {number} Jun 2020 10:00:00 +0000",
    )


def mbox(folder: Path, *mails: bytes, name: str = "plans.mbox") -> Path:
    """An mboxrd file of these mails."""
    path = folder / name
    with path.open("wb") as out:
        for one in mails:
            out.write(b"From alice@example.org Mon Jun  1 10:00:00 2020\n")
            for line in one.splitlines(keepends=True):
                out.write(b">" + line if line.lstrip(b">").startswith(b"From ") else line)
            out.write(b"\n")
    return path
