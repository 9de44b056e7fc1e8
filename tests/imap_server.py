"""A tiny IMAP server on loopback for tests: one folder, one user, just what a reader of mail asks for."""

from __future__ import annotations

import base64
import re
import socket
import threading
from types import TracebackType
from typing import Self

UID_SEARCH = re.compile(r"UID (\d+):\*")
UID_FETCH = re.compile(r"(\d+) \(BODY\.PEEK\[\]")


class ImapServer:
    """Serves `mails` (uid → bytes) of the folder Plans to alice, whose password is `sesame`.

    `drop` makes it hang up at the next command; `said` is every line that it was told; with `takes_plain` it
    wants SASL, and the password is `sésame`.
    """

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.uidvalidity = 7
        self.drop = False
        self.takes_plain = False
        self.said: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as file:
                file.write(b"* OK ready\r\n")
                file.flush()
                for line in file:
                    self.said.append(line.decode().strip())
                    if self.drop:
                        self.drop = False
                        break
                    tag, _, command = self.said[-1].partition(" ")
                    if command == "AUTHENTICATE PLAIN":
                        file.write(b"+ \r\n")
                        file.flush()
                        command += f" {file.readline().decode().strip()}"
                    file.write(self.answer(command).replace(b"TAG", tag.encode()))
                    file.flush()
                    if command == "LOGOUT":
                        break

    def answer(self, command: str) -> bytes:
        name = command.removeprefix("UID ").partition(" ")[0]
        return getattr(self, f"answer_{name.lower()}", self.answer_unknown)(command)

    def answer_unknown(self, command: str) -> bytes:
        return b"TAG BAD unknown\r\n"

    def answer_capability(self, command: str) -> bytes:
        return b"* CAPABILITY IMAP4rev1%s\r\nTAG OK done\r\n" % (b" AUTH=PLAIN" if self.takes_plain else b"")

    def answer_authenticate(self, command: str) -> bytes:
        shown = base64.b64decode(command.rpartition(" ")[2])
        return b"TAG OK done\r\n" if shown == "\0alice\0sésame".encode() else b"TAG NO wrong password\r\n"

    def answer_login(self, command: str) -> bytes:
        return b"TAG OK done\r\n" if command == 'LOGIN "alice" "sesame"' else b"TAG NO wrong password\r\n"

    def answer_examine(self, command: str) -> bytes:
        if command != 'EXAMINE "Plans"':
            return b"TAG NO no such folder\r\n"
        return b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\nTAG OK [READ-ONLY]\r\n" % (
            len(self.mails),
            self.uidvalidity,
        )

    def answer_search(self, command: str) -> bytes:
        found = UID_SEARCH.search(command)
        first = int(found[1]) if found else 0
        uids = {uid for uid in self.mails if uid >= first} | set(sorted(self.mails)[-1:])
        return b"* SEARCH %s\r\nTAG OK done\r\n" % " ".join(map(str, sorted(uids))).encode()

    def answer_fetch(self, command: str) -> bytes:
        found = UID_FETCH.search(command)
        uid = int(found[1]) if found else 0
        content = self.mails[uid]
        return b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\nTAG OK done\r\n" % (uid, len(content), content)

    def answer_logout(self, command: str) -> bytes:
        return b"* BYE\r\nTAG OK done\r\n"
