"""The tags of the passages found as a codebook (REFI-QDA Codebook 1.0, `.qdc`)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from annotations.exports.citations import Citation
from annotations.models import Tag
from annotations.models.tag_paths import path_and_above
from annotations.tagging.colours import HUES

SPACE = uuid.UUID("6f2a2f0c-2f5e-5d0e-8a55-9d0f6f5c7a11")
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


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
    guid, name = quoteattr(str(uuid.uuid5(SPACE, tag.path))), quoteattr(tag.name.translate(NOT_IN_XML))
    attributes = f'guid={guid} name={name} isCodable="true" color="{HUES[tag.hue].colour}"'
    description = escape(tag.description.translate(NOT_IN_XML))
    return f"<Code {attributes}>" + (f"<Description>{description}</Description>" if description else "")
