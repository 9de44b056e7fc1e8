"""The admin's first page: what administrators come for stands first, tables of libraries last."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_what_is_used_most_stands_first(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    wanted = [
        "Import mail",
        "Import runs",
        "Mailing lists",
        "Quarantine",
        "People",
        "Tags",
        "Users",
        "Procrastinate",
    ]
    places = [page.index(word) for word in wanted]
    assert places == sorted(places)
