"""W3C Web Annotations (the Web Annotation Data Model of 2017) as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from annotations.exports.citations import Citation
from annotations.models import Annotation
from archive.models import Message

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def as_jsonld(annotation: Annotation, message: Message, absolute: Callable[[str], str]) -> dict[str, Any]:
    """One annotation. Positions count code points of the message's text. `message` has its `home_slug`."""
    target = annotation.target
    return {
        "@context": CONTEXT,
        "id": absolute(annotation.get_absolute_url()),
        "type": "Annotation",
        "motivation": "commenting" if annotation.note else "tagging",
        "creator": {"type": "Person", "nickname": annotation.author.get_username()},
        "created": annotation.created_at.isoformat(),
        "modified": (annotation.edited_at or annotation.created_at).isoformat(),
        "body": bodies(annotation),
        "target": {
            "type": "SpecificResource",
            "source": absolute(message.url(message.home_slug)),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": target.exact,
                    "prefix": target.prefix,
                    "suffix": target.suffix,
                },
                {"type": "TextPositionSelector", "start": target.start, "end": target.end},
            ],
        },
    }


def bodies(annotation: Annotation) -> list[dict[str, str]]:
    found = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag.path} for tag in annotation.tags.all()
    ]
    if annotation.note:
        note = {
            "type": "TextualBody",
            "purpose": "commenting",
            "format": "text/markdown",
            "value": annotation.note,
        }
        found.insert(0, note)
    replies = [
        {"type": "TextualBody", "purpose": "replying", "format": "text/markdown", "value": reply.note}
        for reply in annotation.replies.all()
    ]
    return found + replies


def jsonld_page(citations: Iterator[Citation], query: str) -> Iterator[str]:
    """An AnnotationPage, item by item."""
    yield json.dumps({"@context": CONTEXT, "type": "AnnotationPage", "label": query})[:-1] + ', "items": ['
    for number, citation in enumerate(citations):
        citation.message.home_slug = citation.annotation.home_slug
        item = as_jsonld(citation.annotation, citation.message, citation.absolute)
        del item["@context"]
        yield (",\n" if number else "\n") + json.dumps(item, ensure_ascii=False)
    yield "\n]}\n"
