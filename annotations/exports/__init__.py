"""What a tag page finds, as a document to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, StreamingHttpResponse

from annotations.exports.citations import Citation, Source, cite
from annotations.exports.codebook import codebook
from annotations.exports.jsonld import jsonld_page
from annotations.exports.markdown import markdown_document
from annotations.exports.table import csv_table
from annotations.models import AnnotationQuerySet
from annotations.tagging.query_filters import Asked, with_speaker
from archive.access import Reader


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document: its label on the button, its file's ending, its type, its writer."""

    label: str
    ending: str
    content_type: str
    write: Callable[[Iterator[Citation], Source], Iterator[str]]


FORMATS = {
    "markdown": Format("Markdown", "md", "text/markdown; charset=utf-8", markdown_document),
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", csv_table),
    "jsonld": Format("JSON-LD", "jsonld", "application/ld+json", jsonld_page),
    "qdc": Format("Codebook", "qdc", "application/xml; charset=utf-8", codebook),
}


def document(
    name: str, notes: AnnotationQuerySet, source: Source, absolute: Callable[[str], str], reader: Reader
) -> Iterator[str]:
    """The document, piece by piece, as this person may read it. `absolute` makes a full address of a path."""
    return FORMATS[name].write(cite(with_speaker(notes, reader), absolute), source)


def export(name: str, notes: AnnotationQuerySet, asked: Asked, request: HttpRequest) -> StreamingHttpResponse:
    kind = FORMATS[name]
    found = notes.with_home(request.user)
    asked_again = request.GET.copy()
    asked_again.pop("format", None)
    page = f"{request.path}?{asked_again.urlencode()}" if asked_again else request.path
    source = Source(asked.text, request.build_absolute_uri(page), request.build_absolute_uri())
    pieces = document(name, found, source, request.build_absolute_uri, request.user)
    response = StreamingHttpResponse(pieces, content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="postil.{kind.ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
