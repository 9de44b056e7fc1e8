"""Pieces that Mailman cut off other mail, where a line of it began with “From ”, and took for mail of their own.

They are by nobody, dated when the archive was made, and begin in the midst of somebody's words or attachments.
"""

from __future__ import annotations

# The sender that Mailman makes up, also as its archives hide addresses.
NOBODY = "bogus@does.not.exist.com"
NOBODIES = (NOBODY, "bogus at does.not.exist.com")
NO_SUBJECTS = frozenset({"", "no subject", "(no subject)"})
SUBJECT = "A piece that Mailman cut off another mail"
TOLD = (
    "Mailman cut this off another mail, at a line that began with “From ”: it is by the writer of that one, and its"
    " date is that of the archive. It stands below that mail where answers tell which it is."
)


def is_cut_piece(address_key: str, subject: str) -> bool:
    return address_key == NOBODY and subject.strip().lower() in NO_SUBJECTS
