"""What was written: lists, people, messages, threads, spans, origins, import runs."""

from archive.models.attachments import Attachment
from archive.models.bodies import Body
from archive.models.imports import Followed, ImportProblem, ImportRun, Quarantine, Sighting
from archive.models.list_copies import ListCopy
from archive.models.lists import MailingList
from archive.models.messages import Message, Reference
from archive.models.other_copies import OtherCopy
from archive.models.people import Address, Person
from archive.models.postings import Posting, ReadMail
from archive.models.quotes import Fingerprint, Origin, Sought, Span
from archive.models.regroupings import Regrouping
from archive.models.threads import Thread, ThreadListing

__all__ = [
    "Address",
    "Attachment",
    "Body",
    "Fingerprint",
    "Followed",
    "ImportProblem",
    "ImportRun",
    "ListCopy",
    "MailingList",
    "Message",
    "Origin",
    "OtherCopy",
    "Person",
    "Posting",
    "Quarantine",
    "ReadMail",
    "Reference",
    "Regrouping",
    "Sighting",
    "Sought",
    "Span",
    "Thread",
    "ThreadListing",
]
