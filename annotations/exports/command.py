"""Exports from the command line: what the team may see, on all lists."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from annotations.exports import document
from annotations.exports.citations import Source
from annotations.models import Annotation
from annotations.tagging.query_filters import ORDERS, ask, matching

LOCAL_SITE = "http://127.0.0.1:8000"


class ExportError(Exception):
    """What was asked for cannot be exported. The message says why and what to do."""


def write_document(out: Path, kind: str, query: str) -> None:
    """Writes the notes that a query finds, or all. Raises ExportError, OSError."""
    administrator = User.objects.filter(is_superuser=True).order_by("pk").first()
    if administrator is None:
        raise ExportError("There is no administrator as whom to read. Make one: manage.py createsuperuser")
    notes = Annotation.objects.visible_to(administrator)
    if query:
        asked = ask(query, administrator)
        if asked.problem or asked.unknown:
            raise ExportError(asked.problem or f"There is no tag {asked.unknown[0]}. Mend the query.")
        notes = matching(asked, administrator)
    site = (settings.CSRF_TRUSTED_ORIGINS or [LOCAL_SITE])[0]
    page = f"{site}{reverse('annotations:tags')}?" + urlencode({"q": query} if query else {})
    source = Source(query, page, f"{page}&format={kind}")
    found = notes.for_team().with_home(administrator).order_by(*ORDERS["oldest"], "pk")
    with out.open("w", encoding="utf-8", newline="") as file:
        file.writelines(document(kind, found, source, lambda path: site + path, administrator))
