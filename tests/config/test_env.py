"""Readers of the environment: what they give, and what they say of wrong values."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import env


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://alice:s%40cret@db.example.org:5433/postil",
            {
                "NAME": "postil",
                "USER": "alice",
                "PASSWORD": "s@cret",
                "HOST": "db.example.org",
                "PORT": "5433",
            },
        ),
        (
            "postgres:///postil?host=/run/postgresql",
            {"NAME": "postil", "USER": "", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": ""},
        ),
    ],
)
def test_database_urls(monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, str]) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert env.database("DATABASE_URL") == expected


def test_no_url_is_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env.database("DATABASE_URL") is None


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (env.flag, "maybe", "NAME is 'maybe'. Write NAME=yes or NAME=no."),
        (lambda name: env.number(name, 2), "0", "Write a whole number of at least 1: NAME=2."),
        (lambda name: env.number(name, 2), "two", "NAME is 'two'."),
        (env.database, "mysql://host/name", "begins with 'mysql'"),
        (env.database, "postgresql://host:port/name", "cannot be read"),
        (env.database, "postgresql://host", "names no database"),
        (env.folder, "/nowhere/at/all", "which is no folder"),
        (env.origins, "lists.example.org", "NAME=https://postil.example.org"),
        (env.mail_server, "mail.example.org", "NAME=smtp://user:password@mail.example.org:587"),
    ],
)
def test_wrong_values_say_what_to_write(
    monkeypatch: pytest.MonkeyPatch, read: object, value: str, sentence: str
) -> None:
    monkeypatch.setenv("NAME", value)
    with pytest.raises(env.WrongSetting) as told:
        read("NAME")  # type: ignore[operator]
    assert sentence in str(told.value)


def test_a_secret_is_made_once_and_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("NAME", raising=False)
    kept = tmp_path / "var" / "secret-key"
    first = env.secret("NAME", kept, may_make=True)
    assert len(first) > 40
    assert env.secret("NAME", kept, may_make=True) == first
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret-key"]


def test_production_needs_a_secret_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NAME", raising=False)
    with pytest.raises(env.WrongSetting, match="NAME is not set"):
        env.secret("NAME", tmp_path / "secret-key", may_make=False)
