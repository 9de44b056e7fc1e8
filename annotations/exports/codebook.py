"""The tags of the passages found as a codebook (REFI-QDA Codebook 1.0, `.qdc`)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from annotations.exports.citations import Citation
from annotations.models import Tag
from annotations.tag_paths import path_and_above

SPACE = uuid.UUID("6f2a2f0c-2f5e-5d0e-8a55-9d0f6f5c7a11")
COLOURS = ("#6D7175", "#2F74C0", "#B07A00", "#2B8A5B", "#B5447C", "#7659BB", "#C0562E", "#167F8C", "#6D7175")
LEFT_OUT = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def codebook(citations: Iterator[Citation], query: str) -> Iterator[str]:
    used = {step for citation in citations for path in citation.tags for step in path_and_above(path)}
    yield '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Postil"><Codes>\n'
    open_paths: list[str] = []
    for tag in Tag.objects.filter(path__in=used).by_path():
        while open_paths and not tag.path.startswith(f"{open_paths[-1]}/"):
            open_paths.pop()
            yield "</Code>\n"
        yield code(tag)
        open_paths.append(tag.path)
    yield "</Code>\n" * len(open_paths) + "</Codes></CodeBook>\n"


def code(tag: Tag) -> str:
    guid, name = quoteattr(str(uuid.uuid5(SPACE, tag.path))), quoteattr(tag.name)
    attributes = f'guid={guid} name={name} isCodable="true" color="{COLOURS[tag.hue]}"'
    description = escape(tag.description.translate(LEFT_OUT))
    return f"<Code {attributes}>" + (f"<Description>{description}</Description>" if description else "")
