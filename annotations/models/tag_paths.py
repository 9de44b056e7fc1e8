"""How tag paths are written: `network/iptables`, lower case, parts divided by slashes."""

import re
import zlib
from collections.abc import Mapping

from archive.mail.names import without_turns

MAX_PATH = 200
LEFT_OUT = re.compile(r"""[\x00-\x1f"',;()\[\]{}<>\\]""")


def normal_path(typed: str) -> str:
    """The one spelling of a tag path; empty when nothing usable was typed.

    Parts of dots alone are left out: in an address they would lead elsewhere.
    """
    parts = (" ".join(LEFT_OUT.sub(" ", without_turns(part)).split()) for part in typed.lower().split("/"))
    return "/".join(part for part in parts if part.strip("."))[:MAX_PATH].rstrip("/ ")


def path_and_above(path: str) -> list[str]:
    """`a/b/c` → `a`, `a/b`, `a/b/c`."""
    parts = path.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def without_alias(path: str, aliases: Mapping[str, str]) -> str:
    """The path with the longest alias that it is or begins with replaced by what that stands for."""
    for step in reversed(path_and_above(path)):
        if step in aliases:
            return (aliases[step] + path.removeprefix(step))[:MAX_PATH].rstrip("/ ")
    return path


def hue_of(path: str) -> int:
    """A colour (1 to 7) that a new tag shares with the tags above and below it."""
    return zlib.crc32(path.partition("/")[0].encode()) % 7 + 1


def split_paths(typed: str) -> list[str]:
    """Tag paths from a line such as `plan, network/iptables`."""
    return [path for path in map(normal_path, typed.replace(";", ",").split(",")) if path]
