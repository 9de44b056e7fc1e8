"""Base64 (RFC 4648) as mail has it: with letters that do not belong to it, cut short, without its padding."""

from __future__ import annotations

import binascii
import re

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def decode_base64(data: bytes) -> bytes:
    """The bytes that are meant; a letter too many at the end tells nothing and is left out."""
    coded = NOT_BASE64.sub(b"", data)
    coded = coded[: len(coded) - 1] if len(coded) % 4 == 1 else coded
    return binascii.a2b_base64(coded + b"=" * (-len(coded) % 4))
