"""One small forgiving function per header. Each takes any string that mail can hold and raises nothing.

Bytes outside ASCII stand in header values as surrogate escapes, the way Python's parser keeps them.
"""

from archive.mail.headers.dates import SentAt, sent_at
from archive.mail.headers.encoded_words import decoded
from archive.mail.headers.ids import list_id, list_id_in, message_ids, own_id, references
from archive.mail.headers.mailbox_forms import Mailbox, address_key
from archive.mail.headers.mailboxes import mailboxes
from archive.mail.headers.senders import sender_of
from archive.mail.headers.subjects import bare_subject, subject

__all__ = [
    "Mailbox",
    "SentAt",
    "address_key",
    "bare_subject",
    "decoded",
    "list_id",
    "list_id_in",
    "mailboxes",
    "message_ids",
    "own_id",
    "references",
    "sender_of",
    "sent_at",
    "subject",
]
