"""Raw mail as it is kept: one zstd frame a mail."""

from __future__ import annotations

import zstandard

LEVEL = 3


class Packer:
    """Packs mail after mail, in one thread."""

    def __init__(self) -> None:
        self._compressor = zstandard.ZstdCompressor(LEVEL)

    def pack(self, content: bytes) -> bytes:
        return self._compressor.compress(content)


def pack(content: bytes) -> bytes:
    """One mail alone."""
    return Packer().pack(content)


def unpack(packed: bytes | memoryview) -> bytes:
    """The raw mail of a frame, as the database gives it."""
    return zstandard.ZstdDecompressor().decompress(bytes(packed))
