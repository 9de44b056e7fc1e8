"""Attribution lines: whom a quote is said to be from, in the languages and shapes that occur."""

from archive.mail.passages.attributions.blocks import Block, find_block
from archive.mail.passages.attributions.reading import (
    Attribution,
    begins_attribution,
    is_verbless,
    read_attribution,
)

__all__ = ["Attribution", "Block", "begins_attribution", "find_block", "is_verbless", "read_attribution"]
