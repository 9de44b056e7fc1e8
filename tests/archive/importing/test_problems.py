"""Kinds of problems: one cause is one kind."""

from __future__ import annotations

import pytest

from archive.importing.problems import kind_of


@pytest.mark.parametrize(
    ("reason", "source", "kind"),
    [
        ("/srv/a.png holds no mail. Name one.", "/srv/a.png", "… holds no mail. Name one."),
        (
            "The mail at byte 1,204 of /srv/a.mbox is empty.",
            "/srv/a.mbox",
            "The mail at byte … of … is empty.",
        ),
        (
            "a/b.exe in /srv/c.zip is left out: too large.",
            "/srv/c.zip/a/b.exe",
            "… in … is left out: too large.",
        ),
        (
            "Reading it failed (ValueError: bad thing (really)). Report this mail.",
            "/srv/a.mbox",
            "Reading it failed (ValueError). Report this mail.",
        ),
        ("The header 'X-A' and \"X-B\" differ.", "a.mbox", "The header … and … differ."),
        ("The mail is empty.", "/srv/mail", "The mail is empty."),
        ("It is no utf-8 text.", "/srv/8", "It is no utf-8 text."),
    ],
)
def test_has_no_particulars(reason: str, source: str, kind: str) -> None:
    assert kind_of(reason, source) == kind


def test_is_short() -> None:
    assert len(kind_of("word " * 100, "")) == 200
