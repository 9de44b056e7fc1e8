"""Digests in plain text, as RFC 1153 describes and Mailman writes them: mails between rules of dashes.

Nothing in such a text is marked but by its look, so one is taken apart only when everything is where it must be: the
subject, the rule of 70 dashes behind the topics, mails that are numbered without a gap behind rules of 30, as many as
there are topics, and the line that ends it.
"""

from __future__ import annotations

import re

from archive.mail.body.decoding import part_bytes
from archive.mail.body.fields import fields_of
from archive.mail.headers import subject
from archive.mail.mime import header_values, parse_mail

SUBJECT = re.compile(rb"subject:[^\n]{0,200}igest")
TITLE = re.compile(r"\bdigest\b,? +(?:vol|v|issue|no|nr|#)", re.IGNORECASE)
LONGEST_HEAD = 20_000
BEGIN = re.compile(rb"^-{70}[ \t]*\r?\n(?:[ \t]*\r?\n){1,3}(?=Message: 1\r?\n)", re.MULTILINE)
NEXT = re.compile(rb"^-{30}[ \t]*\r?\n(?:[ \t]*\r?\n){1,3}(?=Message: (\d{1,5})\r?\n)", re.MULTILINE)
TOPIC = re.compile(rb"^ {1,5}(\d{1,5})\. ", re.MULTILINE)
END = re.compile(
    rb"^-{30}[ \t]*\r?\n(?:[ \t]*\r?\n){1,3}End of [^\n]{1,200}\n\*{5,200}[ \t]*\r?\n?\s{0,200}\Z",
    re.MULTILINE,
)
FOOTER = re.compile(rb"^-{30}[ \t]*\r?\n(?:[ \t]*\r?\n){1,3}(?:Subject: Digest Footer|_{20})", re.MULTILINE)
LONGEST_TAIL = 5_000
SENDER = re.compile(rb"^From:[ \t]*\S", re.IGNORECASE | re.MULTILINE)


def plainly_digested(content: bytes) -> list[bytes]:
    """The mails in a digest, each as it stands there, transfer encoding undone; none when it is not surely one."""
    if not has_title(content[:LONGEST_HEAD].lower()):
        return []
    message = parse_mail(content)
    headers, fields = header_values(message), fields_of(message)
    title = subject(headers.get("subject", [""])[0])
    is_answer = "in-reply-to" in headers or "references" in headers
    if fields.kind != "text/plain" or is_answer or not TITLE.search(title):
        return []
    return mails_in(part_bytes(message, fields.encoding))


def has_title(head: bytes) -> bool:
    """Whether a subject in it, all in lower case, speaks of a digest."""
    at = head.find(b"igest")
    while at >= 0:
        if SUBJECT.match(head, head.rfind(b"\n", 0, at) + 1):
            return True
        at = head.find(b"igest", at + 1)
    return False


def mails_in(text: bytes) -> list[bytes]:
    begin = BEGIN.search(text)
    end = END.search(text, max(0, len(text) - LONGEST_TAIL))
    if begin is None or end is None:
        return []
    marks = [begin, *NEXT.finditer(text, begin.end(), end.start())]
    numbers = [1, *(int(mark[1]) for mark in marks[1:])]
    topics = [int(number) for number in TOPIC.findall(text, 0, begin.start())]
    expected = list(range(1, len(marks) + 1))
    if numbers != expected or topics[-len(marks) :] != expected:
        return []
    footer = FOOTER.search(text, max(marks[-1].end(), end.start() - LONGEST_TAIL), end.start())
    stops = [*(mark.start() for mark in marks[1:]), (footer or end).start()]
    mails = [without_blank_end(text[mark.end() : stop]) for mark, stop in zip(marks, stops, strict=True)]
    return mails if all(map(has_sender, mails)) else []


def without_blank_end(mail: bytes) -> bytes:
    """Without the empty lines before the rule that follows."""
    end = len(mail.rstrip(b"\r\n"))
    return mail[: mail.find(b"\n", end) + 1] if end < len(mail) else mail


def has_sender(mail: bytes) -> bool:
    head = re.split(rb"\n\r?\n", mail, maxsplit=1)[0]
    return SENDER.search(head) is not None
