"""Tags of private notes, and what a note said while it was private, stay with their author."""

from __future__ import annotations

import pytest

from annotations.actions import NoteDraft, edit_annotation
from annotations.models import Annotation, Tag
from annotations.models.tag_paths import normal_path
from tests.factories import make_list, make_message, make_note
from tests.personas import alice, bob, browser_of

pytestmark = pytest.mark.django_db
ME, TEAM = Annotation.Visibility.ME, Annotation.Visibility.TEAM


@pytest.fixture
def note() -> Annotation:
    return make_note(
        author=alice(), message=make_message(to=make_list()), tags=["layoffs/june"], visibility=ME
    )


def tags_of(user: str) -> set[str]:
    reader = {"alice": alice, "bob": bob}[user]()
    return set(Tag.objects.visible_to(reader).values_list("path", flat=True))


def test_a_tag_that_was_only_on_a_private_note_stays_with_its_maker(note: Annotation) -> None:
    edit_annotation(
        alice(),
        note,
        draft=NoteDraft("Settled.", (), ME),
    )
    assert tags_of("alice") == {"layoffs", "layoffs/june"}
    assert tags_of("bob") == set()
    browser = browser_of(bob())
    assert browser.get("/tags/layoffs/june/").status_code == 404
    for page in ("/tags/", "/annotations/suggest-tags/?typed=lay"):
        assert "june" not in browser.get(page).content.decode()


def test_a_tag_on_a_note_for_the_team_is_the_teams(note: Annotation) -> None:
    edit_annotation(
        alice(),
        note,
        draft=NoteDraft("Settled.", ("layoffs/june",), TEAM),
    )
    assert tags_of("bob") == {"layoffs", "layoffs/june"}


def test_a_tag_that_nobody_made_on_a_note_is_for_all() -> None:
    Tag.objects.create(path="plans")
    assert tags_of("bob") == {"plans"}


def test_what_a_note_carried_while_it_was_private_is_told_to_its_author_alone(note: Annotation) -> None:
    edit_annotation(
        alice(),
        note,
        draft=NoteDraft("Open.", ("open",), TEAM),
    )
    edit_annotation(
        alice(),
        note,
        draft=NoteDraft("Open.", ("later",), TEAM),
    )
    pages = {
        user: browser_of(user).get(f"/annotations/{note.pk}/").content.decode() for user in (alice(), bob())
    }
    told = {
        user.username: ("layoffs/june" in page, "tags before: open" in page) for user, page in pages.items()
    }
    assert told == {"alice": (True, True), "bob": (False, True)}


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("..", ""),
        ("../admin", "admin"),
        ("network/../x", "network/x"),
        ("./a/.", "a"),
        ("v1.2", "v1.2"),
        ("\u202eevil", "evil"),
        ("a\u2066b/c", "ab/c"),
    ],
)
def test_no_part_of_a_tag_leads_or_turns_elsewhere(typed: str, path: str) -> None:
    assert normal_path(typed) == path
