"""The admin site of what was written: lists, messages, people, import runs, quarantine."""

from archive.admin.lists import MailingListAdmin
from archive.admin.messages import MessageAdmin
from archive.admin.people import AddressAdmin, PersonAdmin
from archive.admin.quarantine import QuarantineAdmin
from archive.admin.regrouping import RegroupingAdmin
from archive.admin.runs import ImportRunAdmin
from archive.admin.site import set_up

set_up()

__all__ = [
    "AddressAdmin",
    "ImportRunAdmin",
    "MailingListAdmin",
    "MessageAdmin",
    "PersonAdmin",
    "QuarantineAdmin",
    "RegroupingAdmin",
]
