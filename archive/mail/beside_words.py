"""What tells two mails apart that say the same: recipients, attachments, headers that are not of transport."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from archive.mail.body import attached_files
from archive.mail.headers import Mailbox, mailboxes
from archive.mail.headers.encoded_words import decoded
from archive.mail.mime import Headers, head_end, header_values, parse_whole

RECIPIENTS = ("to", "cc", "bcc")
# What the id is made of already, or what only says how the words are packed and what they answer.
ELSEWHERE = "from subject date message-id to cc bcc mime-version in-reply-to references"
# What is put on a mail under way, by lists, filters, and the programs of its readers.
TRANSPORT = (
    "received return-path delivered-to envelope-to x-original-to precedence errors-to sender reply-to status lines"
    " xref path approved archived-at authentication-results received-spf content-length"
    " mailing-list apparently-to x-beenthere x-loop x-topics x-trace"
    " x-complaints-to x-received x-status x-keywords x-uid x-uidl x-imap x-imapbase x-gmail-labels"
)
SKIPPED = frozenset(f"{ELSEWHERE} {TRANSPORT}".split())
PREFIXES = re.compile(
    r"content-|list-|arc-|dkim-|domainkey-|nntp-|resent-|old-|x-(?:mailman|mozilla|gm-|spam|virus|scanned|google|ms-"
    r"|microsoft|forefront|evolution|gnus|archive|barracuda|ironport|amavis|greylist|mimedefang|proofpoint|antivirus"
    r"|injected|mailing-list|egroups|yahoo|rcpt|mime-autoconverted|authentication|assp|list|original-|delivered"
    r"|envelope|sieve|bogosity|razor|dcc|pstn|filter)"
)
LONGEST_VALUE = 2_000


def told_beside_words(raw: bytes, has_files: bool) -> tuple[str, ...]:
    """Lines that stand for all of it, in an order that tells nothing; none for a mail that has nothing of it."""
    headers = header_values(parse_whole(raw[: head_end(raw)[0]] + b"\n\n"))
    lines = {f"to {one.key or one.name}" for one in recipients(headers)}
    lines |= {
        f"file {one.filename} {one.content_type} {one.digest}"
        for one in (attached_files(raw) if has_files else ())
    }
    lines |= {
        f"{name} {' '.join(decoded(value[:LONGEST_VALUE]).split())}"
        for name, values in headers.items()
        if name not in SKIPPED and not PREFIXES.match(name)
        for value in values
    }
    return tuple(sorted(lines))


def recipients(headers: Headers) -> Iterator[Mailbox]:
    values = chain.from_iterable(headers.get(name, ()) for name in RECIPIENTS)
    return chain.from_iterable(map(mailboxes, values))
