"""Pages as tests read them: how a template breaks its lines is nothing that they are about."""

from __future__ import annotations

import re


def squeezed(page: str) -> str:
    """HTML without white space between tags or before a tag's end, and with one space for any other."""
    return re.sub(r">\s+<", "><", re.sub(r"\s+(?=/?>)", "", re.sub(r"\s+", " ", page)))
