"""Typed readers of the environment. A wrong value stops the start with a sentence that says what to write."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import SplitResult, unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
SHORTEST_KEY = 16


class WrongSetting(SystemExit):
    """A setting that cannot be meant. Ends the program with its sentence and exit code 1."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def password(name: str) -> str:
    """A password, to the last blank."""
    return os.environ.get(name, "")


def key(name: str) -> str:
    """A secret that another program shows; "" when unset. A short one would be guessed."""
    value = text(name)
    if value and len(value) < SHORTEST_KEY:
        raise WrongSetting(
            f"{name} has {len(value)} characters. Set it to {SHORTEST_KEY} random ones or more, or leave it out."
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in TRUE | FALSE:
        raise WrongSetting(f"{name} is {value!r}. Write {name}=yes or {name}=no.")
    return value in TRUE


def number(name: str, default: int) -> int:
    """A whole number of at least 1."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise WrongSetting(f"{name} is {value!r}. Write a whole number of at least 1: {name}={default}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Values divided by commas."""
    return [word for word in (part.strip() for part in text(name, default).split(",")) if word]


def folder(name: str, default: Path | None = None) -> Path | None:
    """A folder that exists, as an absolute path."""
    value = text(name)
    if not value:
        return default
    path = Path(value).expanduser()
    if not path.is_dir():
        raise WrongSetting(f"{name} is {value!r}, which is no folder. Make it, or name another.")
    return path.resolve()


def origins(name: str) -> list[str]:
    """Addresses of the site with their scheme, as browsers send them."""
    found = words(name)
    for value in found:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise WrongSetting(
                f"{name} holds {value!r}. Write scheme and host alone: {name}=https://postil.example.org."
            )
    return [value.rstrip("/") for value in found]


def database(name: str) -> dict[str, str] | None:
    """Django's settings of a PostgreSQL from its URL, or None when there is no URL."""
    value = text(name)
    if not value:
        return None
    advice = f"Write {name}=postgresql://user:password@host:5432/name."
    try:
        parts = urlsplit(value)
        port = str(parts.port or "")
    except ValueError as error:
        raise WrongSetting(f"{name} cannot be read ({error}). {advice}") from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting(f"{name} begins with {parts.scheme!r}; Postil runs on PostgreSQL alone. {advice}")
    if not parts.path.strip("/"):
        raise WrongSetting(f"{name} names no database. {advice}")
    return {"NAME": unquote(parts.path.strip("/")), "PORT": port, **login(parts)}


def login(parts: SplitResult) -> dict[str, str]:
    host = dict(pair.partition("=")[::2] for pair in parts.query.split("&")).get("host", parts.hostname or "")
    return {
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
    }


def mail_server(name: str) -> dict[str, str | int | bool]:
    """EMAIL_… settings from smtp://user:password@host:port, or smtps://…; empty without a URL."""
    value = text(name)
    if not value:
        return {}
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise WrongSetting(f"{name} is {value!r}. Write {name}=smtp://user:password@mail.example.org:587.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }


def secret(name: str, kept_in: Path, may_make: bool) -> str:
    """The secret key: from the environment, else the one kept in a file, made once for a private start."""
    value = text(name)
    if value:
        return value
    if not may_make:
        raise WrongSetting(
            f"{name} is not set. Set it to 50 random characters and keep it: whoever knows it can sign in as anybody."
        )
    try:
        if not kept_in.exists():
            make_secret(kept_in)
        return kept_in.read_text().strip()
    except OSError as error:
        raise WrongSetting(
            f"The secret key cannot be kept in {kept_in} ({error}). Make the folder writable, or set {name}."
        ) from error


def make_secret(path: Path) -> None:
    """Writes a new secret that only its owner can read. Of two processes at once, the first one's counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.getpid()}")
    mine.touch(mode=0o600)
    mine.write_text(token_urlsafe(48) + "\n")
    with suppress(FileExistsError):
        path.hardlink_to(mine)
    mine.unlink()
