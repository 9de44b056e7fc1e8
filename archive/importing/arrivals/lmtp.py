"""Mail from a mail server, by LMTP (RFC 2033): said to be taken only when it is stored or held in quarantine."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, AnyStr, TypeVar

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import close_old_connections, connections

from archive.importing.arrivals.delivery import receive
from archive.mail.readers.raw_mail import LONGEST_MAIL, MIB
from archive.models import ImportRun, MailingList

SOURCE = "lmtp"
OK = "250 2.0.0 Stored"
HELD = "250 2.0.0 Kept in quarantine"
LATER = "451 4.3.0 The mail could not be stored now: try again later"
NEVER = "553 5.1.3 No list can have this address: it holds characters that no address has"
UNKNOWN = "550 5.1.1 No list here has this address"
WHOLE_MAIL_REFUSED = (b"552 Error: Too much", b"500 Line too long")

# Blanks, control characters, and the lone surrogates in which bytes that are no UTF-8 are handed over.
IN_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")

Made = TypeVar("Made")
logger = logging.getLogger(__name__)


class Protocol(LMTP):
    """LMTP that takes long lines, and answers for each recipient also when it refuses the mail as a whole."""

    line_length_limit = MIB

    async def push(self, status: AnyStr) -> None:
        said = status if isinstance(status, bytes) else status.encode()
        if said.startswith(WHOLE_MAIL_REFUSED) and self.envelope:
            said = b"\r\n".join([said] * len(self.envelope.rcpt_tos))
        await super().push(said)


@dataclass(slots=True)
class Entrance:
    """Takes mail for lists by their addresses, or all for one list. Counts what it took.

    The database is spoken to from one thread: mail is stored one after the other.
    """

    mailing_list: MailingList | None = None
    stored: int = 0
    known: int = 0
    held: int = 0
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "lmtp"))

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if IN_NO_ADDRESS.search(address):
            return NEVER
        try:
            if await self.in_thread(self.list_for, address) is None:
                return UNKNOWN
        except Exception:
            logger.exception("Whether there is a list of this address could not be asked")
            return LATER
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """One answer for each recipient, as LMTP wants it."""
        content = bytes(envelope.original_content or b"")
        return "\r\n".join(await self.in_thread(self.deliver, content, list(envelope.rcpt_tos)))

    async def in_thread(self, work: Callable[..., Made], *given: Any) -> Made:
        return await asyncio.get_running_loop().run_in_executor(self.thread, work, *given)

    def list_for(self, address: str) -> MailingList | None:
        if self.mailing_list:
            return self.mailing_list
        close_old_connections()
        return MailingList.objects.addressed(address).in_order().first()

    def deliver(self, content: bytes, recipients: list[str]) -> list[str]:
        """Stores a mail on the list of each recipient; the answer for each."""
        close_old_connections()
        answers: dict[int, str] = {}
        said = []
        for address in recipients:
            try:
                mailing_list = self.list_for(address)
                if mailing_list and mailing_list.pk not in answers:
                    answers[mailing_list.pk] = self.store(content, mailing_list)
                said.append(answers[mailing_list.pk] if mailing_list else UNKNOWN)
            except Exception:
                logger.exception("Mail for %s could not be stored", address)
                said.append(LATER)
        return said

    def store(self, content: bytes, mailing_list: MailingList) -> str:
        run: ImportRun = receive(content, mailing_list, SOURCE)
        self.stored += run.stored
        self.known += run.already_present
        self.held += run.quarantined
        return HELD if run.quarantined else OK

    def close(self) -> None:
        """Waits for the mail that is being stored."""
        self.thread.submit(connections.close_all)
        self.thread.shutdown()


async def serve(
    entrance: Entrance, host: str, port: int, stop: asyncio.Event, ready: Callable[[str, int], None]
) -> None:
    """Takes mail until `stop`; tells the address when it is there. Raises OSError when that cannot be had."""
    server = await asyncio.get_running_loop().create_server(
        lambda: Protocol(entrance, data_size_limit=LONGEST_MAIL, enable_SMTPUTF8=True, ident="Postil"),
        host,
        port,
    )
    try:
        ready(*server.sockets[0].getsockname()[:2])
        await stop.wait()
    finally:
        server.close()
        await asyncio.to_thread(entrance.close)
