"""A folder on an IMAP server (RFC 3501), read without changing anything there."""

from __future__ import annotations

import base64
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from archive.mail.readers.raw_mail import LONGEST_MAIL, RawMail, UnreadableSource, bounded

SECONDS = 60
NOT_ASCII = re.compile(r"&|[^\x20-\x7e]+")
HERE = {"localhost", "127.0.0.1", "::1"}
FORM = "Write imaps://user@host/Folder."


@dataclass(frozen=True, slots=True)
class ImapAddress:
    """Who reads which folder where; `url` is all of it as it was given."""

    url: str
    host: str
    port: int
    user: str
    folder: str
    is_tls: bool

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Raises UnreadableSource, whose sentence never holds a password."""
        try:
            parts = urlsplit(url)
            host, port, user = parts.hostname or "", parts.port, unquote(parts.username or "")
        except ValueError as error:
            raise UnreadableSource(
                f"The address of the IMAP folder cannot be read ({error}). {FORM}"
            ) from error
        if parts.password is not None:
            raise UnreadableSource(f"A password does not belong in the address: set IMAP_PASSWORD. {FORM}")
        if not host or not user or not user.isprintable():
            raise UnreadableSource(f"{url} names no {'user' if host else 'host'}. {FORM}")
        is_tls = parts.scheme == "imaps"
        return cls(url, host, port or (993 if is_tls else 143), user, folder_in(parts), is_tls)

    @property
    def folder_name(self) -> str:
        return re.split(r"[/.]", self.folder)[-1]


def folder_in(parts: SplitResult) -> str:
    return unquote(parts.path.removeprefix("/").rstrip("/")) or "INBOX"


class ImapFolder:
    """An open connection to a folder. Every method raises UnreadableSource when the server is not there for it."""

    def __init__(self, address: ImapAddress, password: str) -> None:
        self.address = address
        try:
            self.server = connected(address)
        except (imaplib.IMAP4.error, OSError) as error:
            raise lost(address, error) from error
        try:
            sign_in(self.server, address.user, password)
        except (imaplib.IMAP4.error, OSError) as error:
            self.server.shutdown()
            if isinstance(error, (imaplib.IMAP4.abort, OSError)):
                raise lost(address, error) from error
            raise UnreadableSource(
                f"{address.host} does not let {address.user} in ({said(error)}). Check IMAP_PASSWORD."
            ) from error

    def look(self) -> int:
        """Opens the folder as it stands now; its UIDVALIDITY: uids mean something only while that stays."""
        try:
            state, answer = self.server.select(quoted(self.address.folder), readonly=True)
            if state != "OK":
                raise UnreadableSource(
                    f"{self.address.host} has no folder {self.address.folder!r} for {self.address.user}"
                    f" ({said(answer[-1])}). Name another."
                )
            return int(self.server.response("UIDVALIDITY")[1][0] or 0)
        except (imaplib.IMAP4.error, OSError) as error:
            raise lost(self.address, error) from error

    def mail_after(self, uid: int) -> Iterator[RawMail]:
        """Mail with greater uids, the lowest first; offsets are uids."""
        try:
            _, found = self.server.uid("SEARCH", f"UID {uid + 1}:*")
            # The last mail always answers, whatever its uid.
            for later in sorted(one for one in map(int, (found[0] or b"").split()) if one > uid):
                state, answer = self.server.uid("FETCH", str(later), f"(BODY.PEEK[]<0.{LONGEST_MAIL + 1}>)")
                if state != "OK":
                    raise lost(self.address, OSError(said(answer[-1])))
                for part in answer:
                    if isinstance(part, tuple):
                        yield self.raw_mail(part[1], later)
        except (imaplib.IMAP4.error, OSError) as error:
            raise lost(self.address, error) from error

    def raw_mail(self, content: bytes, uid: int) -> RawMail:
        kept, defect = bounded(content, self.address.url, uid)
        return RawMail(kept, self.address.url, uid, defect=defect, dialect="eml")

    def close(self) -> None:
        try:
            self.server.logout()
        except (imaplib.IMAP4.error, OSError):
            self.server.shutdown()


def connected(address: ImapAddress) -> imaplib.IMAP4:
    """A connection that a password may travel on: encrypted, or within this machine."""
    context = ssl.create_default_context()
    if address.is_tls:
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=SECONDS)
    server = imaplib.IMAP4(address.host, address.port, timeout=SECONDS)
    if "STARTTLS" in server.capabilities:
        server.starttls(context)
    elif address.host not in HERE:
        server.shutdown()
        raise UnreadableSource(
            f"{address.host} offers no encryption on port {address.port}, so the password is not sent."
            f" Write imaps:// instead of imap://."
        )
    return server


def sign_in(server: imaplib.IMAP4, user: str, password: str) -> None:
    """By SASL where the server knows it: LOGIN is for ASCII alone. Raises imaplib.IMAP4.error."""
    if "AUTH=PLAIN" in server.capabilities:
        server.authenticate("PLAIN", lambda challenge: f"\0{user}\0{password}".encode())
        return
    try:
        server.login(in_quotes(user), password)
    except UnicodeEncodeError as error:
        raise imaplib.IMAP4.error("the server takes ASCII names and passwords only") from error


def lost(address: ImapAddress, error: Exception) -> UnreadableSource:
    return UnreadableSource(f"The connection to {address.host} was lost, or never made ({said(error)}).")


def said(error: object) -> str:
    """What a server or the network said, on one line."""
    if isinstance(error, bytes):
        return error.decode("utf-8", "replace")
    if isinstance(error, Exception) and error.args and isinstance(error.args[0], bytes):
        return error.args[0].decode("utf-8", "replace")
    return " ".join(str(error).split())


def quoted(folder: str) -> str:
    """A folder's name as IMAP wants it: in modified UTF-7 (RFC 3501, 5.1.3), in quotes."""
    return in_quotes(NOT_ASCII.sub(in_base64, folder))


def in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_base64(match: re.Match[str]) -> str:
    if match[0] == "&":
        return "&-"
    packed = base64.b64encode(match[0].encode("utf-16-be"), altchars=b"+,")
    return f"&{packed.decode().rstrip('=')}-"
