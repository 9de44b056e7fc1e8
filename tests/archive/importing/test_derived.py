"""What hangs on a message is named once, and no table is forgotten."""

from __future__ import annotations

import pytest
from django.db.models.fields.reverse_related import ForeignObjectRel

from archive.importing.database import column, execute
from archive.importing.derived import HANGING, Occasion, forget
from archive.models import Message
from tests.factories import import_mail, make_list, make_message
from tests.mails import mail

# Answers stay, and are let go; what other apps keep says itself whether the message may go.
STAYS = {("archive_message", "parent_id"), ("annotations_target", "message_id")}


def columns_of_models() -> set[tuple[str, str]]:
    """Tables and columns of all keys of messages, as Django knows them, those without a name of their own too."""
    relations = Message._meta.get_fields(include_hidden=True)
    fields = (one.field for one in relations if isinstance(one, ForeignObjectRel))
    return {(field.model._meta.db_table, str(field.column)) for field in fields}


def test_every_key_of_a_message_is_named() -> None:
    named = [(f"archive_{one.table}", one.column) for one in HANGING]
    assert len(named) == len(set(named))
    assert set(named) == columns_of_models() - STAYS


def test_all_of_it_goes_with_the_message() -> None:
    assert all(Occasion.GONE in one.occasions for one in HANGING)


def test_what_goes_where_the_message_becomes_a_missing_one_leaves_what_holds_its_place() -> None:
    stays = {(one.table, one.column) for one in HANGING if Occasion.EMPTIED not in one.occasions}
    assert stays == {
        ("posting", "message_id"),
        ("reference", "ancestor_id"),
        ("regrouping", "message_id"),
        ("regrouping", "onto_id"),
        ("regrouping", "answered_id"),
        ("threadlisting", "first_message_id"),
    }


@pytest.mark.django_db
def test_a_message_goes_with_all_that_hangs_on_it_and_others_stay() -> None:
    plans = make_list()
    first = make_message(to=plans, message_id="plans.1@example.org")
    answer = mail(
        "> The lamps.\n\nYes.\n", message_id="<plans.2@example.org>", references="<plans.1@example.org>"
    )
    import_mail(answer, to=plans)
    forget([first.pk], Occasion.GONE)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    (left,) = Message.objects.all()
    assert (left.message_id, left.parent_id) == ("plans.2@example.org", None)
    for one in HANGING:
        assert first.pk not in column(f"SELECT {one.column} FROM archive_{one.table}"), one
    assert left.spans.exists()
