"""Which names may be of one person."""

from __future__ import annotations

import pytest

from archive.mail.origins.lineage import may_be_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alice Archer", "alice"),
        ("Archer, Alice", "Alice B. Archer"),
        ("", "Alice Archer"),
        ("alice@example.org", "Bob Baker"),
        ("M?ller", "Müller, René"),
        ("Ren? B?cker-Stein", "René Bäcker-Stein"),
        ("M\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}ller", "Ute Müller"),
    ],
)
def test_may_be_of_one_person(one: str, other: str) -> None:
    assert may_be_same(one, other)
    assert may_be_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alice Archer", "Bob Baker"),
        ("M?ller", "Bob Baker"),
        ("M?ller", "Alice M. Iller"),
        ("Bak?", "Bob Baker"),
    ],
)
def test_are_of_two(one: str, other: str) -> None:
    assert not may_be_same(one, other)
    assert not may_be_same(other, one)
