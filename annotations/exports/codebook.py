"""The tags of the passages found as a codebook (REFI-QDA Codebook 1.0, `.qdc`)."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from annotations.exports.citations import Citation, Source
from annotations.models import Tag
from annotations.models.tag_paths import path_and_above
from annotations.tagging.colours import HUES

SPACE = uuid.UUID("6f2a2f0c-2f5e-5d0e-8a55-9d0f6f5c7a11")
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
NO_ATTRIBUTES: AttributesImpl[str] = AttributesImpl({})


def codebook(citations: Iterator[Citation], source: Source) -> Iterator[str]:
    """Codes within the codes above them."""
    used = {step for citation in citations for path in citation.tags for step in path_and_above(path)}
    out = io.StringIO()
    xml = XMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("CodeBook", AttributesImpl({"xmlns": "urn:QDA-XML:codebook:1.0", "origin": "Postil"}))
    xml.startElement("Codes", NO_ATTRIBUTES)
    above: list[Tag] = []
    for tag in Tag.objects.filter(path__in=used).by_path():
        while above and not tag.path.startswith(f"{above[-1].path}/"):
            above.pop()
            xml.endElement("Code")
        start_code(xml, tag)
        above.append(tag)
    for _ in above:
        xml.endElement("Code")
    xml.endElement("Codes")
    xml.endElement("CodeBook")
    yield out.getvalue()


def start_code(xml: XMLGenerator, tag: Tag) -> None:
    """Opens a code, with its description."""
    guid, name = str(uuid.uuid5(SPACE, tag.path)), tag.name.translate(NOT_IN_XML)
    colour = HUES[tag.hue].colour
    attributes = {"guid": guid, "name": name, "isCodable": "true", "color": colour}
    xml.startElement("Code", AttributesImpl(attributes))
    if description := tag.description.translate(NOT_IN_XML):
        xml.startElement("Description", NO_ATTRIBUTES)
        xml.characters(description)
        xml.endElement("Description")
