"""W3C Web Annotations (the Web Annotation Data Model of 2017) as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import User

from annotations.exports.citations import Citation, Source
from annotations.models import Annotation, Reply
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
        "creator": person(annotation.author),
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


def bodies(annotation: Annotation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
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
    return found + [reply_body(reply) for reply in annotation.replies.all()]


def reply_body(reply: Reply) -> dict[str, Any]:
    """A reply is somebody else's: it says whose, and when it was written."""
    return {
        "type": "TextualBody",
        "purpose": "replying",
        "format": "text/markdown",
        "value": reply.note,
        "creator": person(reply.author),
        "created": reply.created_at.isoformat(),
        "modified": (reply.edited_at or reply.created_at).isoformat(),
    }


def person(user: User) -> dict[str, str]:
    return {"type": "Person", "nickname": user.get_username()}


def jsonld_page(citations: Iterator[Citation], source: Source) -> Iterator[str]:
    """The one AnnotationPage of the collection that a query finds, item by item."""
    collection = {"id": source.url, "type": "AnnotationCollection", "label": source.query}
    head = {"@context": CONTEXT, "id": source.export_url, "type": "AnnotationPage", "partOf": collection}
    yield "{" + "".join(f"{json.dumps(name)}: {json.dumps(value)},\n" for name, value in head.items())
    yield '"items": ['
    for number, citation in enumerate(citations):
        citation.message.home_slug = citation.annotation.home_slug
        item = as_jsonld(citation.annotation, citation.message, citation.absolute)
        del item["@context"]
        yield (",\n" if number else "\n") + json.dumps(item, ensure_ascii=False)
    yield "\n]}\n"
