"""How long a request may be, decided before any of it is written to disk: 413 for more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from math import inf
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, connections
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare

from archive.mail.readers.raw_mail import LONGEST_MAIL, MIB
from archive.views.mailman_entrance import shown_key
from config.requests.sessions import session_of
from config.requests.understanding import names_known_encoding

MOST_BYTES = 6 * MIB
UPLOADS = {"admin:archive_importrun_add": "archive.add_importrun"}
DELIVERIES = {"archive:mailman_archive"}
PLAIN = "text/plain; charset=utf-8"
WORDS = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: b"That is more than this page takes. Send less at once.\n",
    HTTPStatus.BAD_REQUEST: b"What was sent names an encoding that is not taken. Send it in UTF-8.\n",
}

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Any, Any, Any], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def most_bytes(request: HttpRequest) -> float:
    """How many bytes are taken of this request: of files to import any number, of Mailman's one mail."""
    try:
        page = resolve(request.path_info).view_name
        if page in UPLOADS:
            request.session = session_of(request)
            return inf if get_user(request).has_perm(UPLOADS[page]) else MOST_BYTES
        is_delivery = page in DELIVERIES and settings.MAILMAN_ARCHIVER_KEY and shows_key(request)
        return LONGEST_MAIL + MIB if is_delivery else MOST_BYTES
    except (Resolver404, Error, ValueError):
        return MOST_BYTES
    finally:
        connections.close_all()


def shows_key(request: HttpRequest) -> bool:
    return constant_time_compare(shown_key(request), settings.MAILMAN_ARCHIVER_KEY)


@dataclass(slots=True)
class Counted:
    """A request's body on its way in. Where it grows too long it is cut off, as if the sender had gone."""

    scope: Scope
    incoming: Receive
    length: int = 0
    most: float = MOST_BYTES
    is_asked: bool = False
    is_refused: bool = False

    async def take(self, length: int) -> bool:
        """Whether so many bytes are taken. Who sends them is asked only of those who send many."""
        if length > self.most and not self.is_asked:
            self.is_asked = True
            request = ASGIRequest(dict(self.scope), BytesIO())
            async with ThreadSensitiveContext():
                self.most = await sync_to_async(most_bytes)(request)
        self.is_refused = self.is_refused or length > self.most
        return not self.is_refused

    async def receive(self) -> Message:
        message = await self.incoming()
        self.length += len(message.get("body") or b"")
        return message if await self.take(self.length) else {"type": "http.disconnect"}


def with_limits(application: Asgi) -> Asgi:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await application(scope, receive, send)
        headers, body = dict(scope["headers"]), Counted(scope, receive)
        if not names_known_encoding(headers.get(b"content-type", b"").decode("latin-1")):
            return await refuse(send, HTTPStatus.BAD_REQUEST)
        if await body.take(declared_length(headers.get(b"content-length", b"0"))):
            await application(scope, body.receive, send)
        if body.is_refused:
            await refuse(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return None

    return answer


async def refuse(send: Send, status: HTTPStatus) -> None:
    words = WORDS[status]
    headers = [(b"content-type", PLAIN.encode()), (b"content-length", b"%d" % len(words))]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": words})


def with_limits_wsgi(application: Wsgi) -> Wsgi:
    """For servers that hand over a body only with its length."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = declared_length(environ.get("CONTENT_LENGTH") or "0")
        status = None
        if not names_known_encoding(environ.get("CONTENT_TYPE", "")):
            status = HTTPStatus.BAD_REQUEST
        elif length > MOST_BYTES and length > most_bytes(WSGIRequest({**environ, "wsgi.input": BytesIO()})):
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if status is None:
            return application(environ, start_response)
        start_response(f"{status.value} {status.phrase}", [("Content-Type", PLAIN)])
        return [WORDS[status]]

    return answer


def declared_length(said: str | bytes) -> int:
    try:
        return int(said)
    except ValueError:
        return 0
