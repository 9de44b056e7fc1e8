"""A new list under the name of a closed one starts closed; nobody is told that the closed one is there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User

from archive.forms import ImportForm
from archive.importing.list_choice import list_made_at, make_new_list
from archive.mail.headers import mailboxes
from archive.models import MailingList
from tests.factories import GROUPS, MEMBERS, make_list

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("slug", "list_id"),
    [("council", ""), ("council-example-org", ""), ("hidden", "council.lists.example.org")],
)
def test_a_list_that_comes_by_its_address_starts_closed(slug: str, list_id: str) -> None:
    closed = make_list(slug=slug, visibility=GROUPS)
    MailingList.objects.filter(pk=closed.pk).update(list_id=list_id)
    made = list_made_at("council@example.org")
    assert (made != closed, made.visibility, made.groups.count()) == (True, GROUPS, 0)
    assert list_made_at("plans@example.org").visibility == MEMBERS


def test_the_form_takes_a_name_that_only_a_hidden_list_has() -> None:
    make_list(slug="council", visibility=GROUPS)
    dave = User.objects.create_user("dave", is_staff=True)
    dave.user_permissions.set(Permission.objects.filter(codename="add_importrun"))
    form = ImportForm({"new_list": "Council", "visibility": "members", "groups": []}, reader=dave)
    form.is_valid()
    assert "new_list" not in form.errors
    assert make_new_list("Council", MEMBERS).slug == "council-2"


def test_names_do_not_turn_the_direction_of_writing() -> None:
    [one] = mailboxes("\u202eAlice\u2066 Archer <alice@example.org>")
    assert one.name == "Alice Archer"
