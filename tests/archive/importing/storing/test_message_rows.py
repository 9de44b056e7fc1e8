"""Rows of messages name every column of the table."""

from __future__ import annotations

import datetime as dt

from archive.importing.rederiving.sql import COMPARED
from archive.importing.storing.message_rows import MessageRow, derived_columns, mail_row, missing_row
from archive.importing.storing.missing import QuotedMessage
from archive.importing.threads.linked_threads import ThreadPlace
from archive.mail.packing import Packer
from archive.mail.preparing import ReadyMail, prepare
from archive.mail.readers import RawMail
from archive.models import Message
from tests.mails import mail

PLACE = ThreadPlace(thread=3, parent=None, order=0, depth=0)


def ready(sender: str = "Alice Archer <alice@example.org>") -> ReadyMail:
    raw = RawMail(mail(sender=sender), "plans.mbox", 0)
    made = prepare(raw, dt.datetime(2024, 1, 1, tzinfo=dt.UTC), Packer())
    assert isinstance(made, ReadyMail)
    return made


def test_the_fields_are_the_columns_of_the_table() -> None:
    assert set(MessageRow._fields) == {field.column for field in Message._meta.concrete_fields}


def test_what_a_missing_message_lacks_is_as_the_model_has_it() -> None:
    fields = {field.column: field for field in Message._meta.concrete_fields}
    for name, value in MessageRow._field_defaults.items():
        default = fields[name].get_default()
        assert value == ("none" if name == "date_source" else default), name


def test_what_is_derived_of_the_words_of_a_mail_is_compared_when_it_is_derived_again() -> None:
    assert set(derived_columns(ready().mail)) == set(COMPARED) - {"address_key"}


def test_names_are_cut_to_the_width_of_their_columns() -> None:
    made = ready(sender=f"{'A' * 400} <{'b' * 400}@example.org>")
    row = mail_row(7, "plans.1@example.org", made, PLACE, dict.fromkeys([f"{'b' * 400}@example.org"], 5))
    assert (row.sender_name, row.sender_address, row.sender_id) == ("A" * 320, "b" * 320, 5)


def test_a_quote_tells_who_wrote_a_missing_message() -> None:
    quoted = QuotedMessage("x@quoted.invalid", "Alice", "alice@example.org", "on Monday" + "!" * 200)
    row = missing_row(7, quoted.message_id, quoted, PLACE)
    assert (row.is_missing, row.known_from, row.id_is_derived) == (True, "quotes", True)
    assert (row.sender_name, row.sender_address, len(row.said_on)) == ("Alice", "alice@example.org", 120)


def test_of_one_that_is_only_named_nothing_is_known() -> None:
    row = missing_row(7, "plans.1@example.org", None, PLACE)
    assert (row.is_missing, row.known_from, row.id_is_derived) == (True, "references", False)
    assert row[10:] == tuple(MessageRow._field_defaults.values())
