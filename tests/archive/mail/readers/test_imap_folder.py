"""Addresses and names of IMAP folders; how they are read is tested where they are followed."""

from __future__ import annotations

import pytest

from archive.mail.readers import UnreadableSource
from archive.mail.readers.imap_folder import ImapAddress, quoted


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("INBOX", '"INBOX"'),
        ("Lists/plans", '"Lists/plans"'),
        ("R&D", '"R&-D"'),
        ("Entwürfe", '"Entw&APw-rfe"'),
        ("台北/日本語", '"&U,BTFw-/&ZeVnLIqe-"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("a\r\nA1 LOGOUT", '"a&AA0ACg-A1 LOGOUT"'),
    ],
)
def test_names_of_folders_travel_in_modified_utf_7(name: str, sent: str) -> None:
    assert quoted(name) == sent


def test_an_address_names_host_port_user_and_folder() -> None:
    url = "imaps://alice%40example.org@mail.example.org/Lists/R%26D"
    assert ImapAddress.from_url(url) == ImapAddress(
        url, "mail.example.org", 993, "alice@example.org", "Lists/R&D", True
    )
    plain = ImapAddress.from_url("imap://alice@localhost:1143")
    assert (plain.port, plain.folder, plain.is_tls) == (1143, "INBOX", False)


@pytest.mark.parametrize(
    "url",
    [
        "imaps://mail.example.org/Plans",
        "imaps:///Plans",
        "imaps://alice@mail.example.org:x/Plans",
        "imaps://alice:sesame@mail.example.org/Plans",
        "imaps://alice%0AA1@mail.example.org/Plans",
        "imaps://alice@[::1/Plans",
    ],
)
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(UnreadableSource, match="Write imaps://user@host/Folder") as told:
        ImapAddress.from_url(url)
    assert "sesame" not in str(told.value)
