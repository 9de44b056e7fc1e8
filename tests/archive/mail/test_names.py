"""Which names may be of one person, and which surely are."""

from __future__ import annotations

import pytest

from archive.mail.names import is_same, may_be_same


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


@pytest.mark.parametrize(
    ("speaker", "author", "surely"),
    [
        ("Alice Archer", "Alice Archer", True),
        ("Archer, Alice", "Alice Archer", True),
        ("alice", "Alice Archer", True),
        ("Alice B. Archer", "Alice Archer", True),
        ("J?rgen J?ger", "Jürgen Jäger", True),
        ("J??rgen J??ger", "Jürgen Jäger", True),
        ("Jurgen Jager", "Jürgen Jäger", True),
        ('Ju"rgen Ja"ger', "Jürgen Jäger", True),
        ("Jaeger, Juergen", "Jürgen Jäger", True),
        ("Fred Archer", "Frederic Archer", True),
        ("Alice Archet", "Alice Archer", True),
        ("Lenadro", "Leandro Archer", True),
        ("Leonardo", "Leandro Archer", False),
        ("Bob Bakerman", "bbakerman@example.org", True),
        ("Alice Bakerman", "alice.archer@example.org", False),
        ("Fred", "Frederic Archer", False),
        ("Chen Clay", "Cheng Clay", False),
        ("Alice Baker", "Alice Archer", False),
        ("Bob", "Alice Archer", False),
        ("A B", "A B", True),
        ("", "Alice", False),
    ],
)
def test_who_is_surely_the_same(speaker: str, author: str, surely: bool) -> None:
    assert is_same(speaker, author) is surely
