"""Raw mail packs into frames and comes back byte for byte."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.mail.packing import Packer, pack, unpack


@given(st.lists(st.binary(), max_size=5))
def test_what_is_packed_comes_back(contents: list[bytes]) -> None:
    packer = Packer()
    assert [unpack(packer.pack(content)) for content in contents] == contents


def test_the_database_gives_views_of_memory() -> None:
    assert (
        unpack(memoryview(pack(b"From: alice@example.org\n\nYes.\n"))) == b"From: alice@example.org\n\nYes.\n"
    )
