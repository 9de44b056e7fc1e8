"""Tags in order: renamed with all below them, merged, coloured; old paths lead on, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.models import Annotation, Event, Tag, TagAlias
from annotations.tagging.query_filters import ask
from annotations.tagging.rename_and_merge import TagChangeError, merge_tags, rename_tag
from archive.models import Message
from tests.factories import make_list, make_message, make_note
from tests.personas import alice, bob, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Message:
    return make_message(to=make_list(), text="A register of lamps, a boat, and a second keeper.\n")


def tag(path: str, **given: str) -> Tag:
    [made] = Tag.objects.get_or_create_paths([path])
    Tag.objects.filter(pk=made.pk).update(**given)
    return Tag.objects.get(pk=made.pk)


def note(message: Message, *tags: str, author: User | None = None, **given: str) -> Annotation:
    return make_note(author=author or bob(), message=message, words="a boat", tags=tags, **given)


def paths() -> list[str]:
    return [tag.path for tag in Tag.objects.by_path()]


def aliases() -> dict[str, str]:
    return dict(TagAlias.objects.order_by("alias").values_list("alias", "tag__path"))


def carried(annotation: Annotation) -> list[str]:
    return sorted(annotation.tags.values_list("path", flat=True))


class TestRename:
    def test_takes_those_below_along_and_keeps_old_paths_as_aliases(self, message: Message) -> None:
        boats, ferries = note(message, "boats/small"), note(message, "boats", "boatshed")
        assert rename_tag(alice(), tag("boats"), " Harbour / Craft ") == 2
        assert paths() == ["boatshed", "harbour", "harbour/craft", "harbour/craft/small"]
        assert aliases() == {"boats": "harbour/craft", "boats/small": "harbour/craft/small"}
        assert carried(boats) == ["harbour/craft/small"]
        assert carried(ferries) == ["boatshed", "harbour/craft"]

    def test_leaves_an_event_with_what_each_note_said_before(self, message: Message) -> None:
        mine, other = note(message, "boats/small", "lamps", note="Two of them."), note(message, "lamps")
        private = note(message, "boats", visibility=Annotation.Visibility.ME)
        rename_tag(alice(), tag("boats"), "craft")
        events = {event.annotation_id: event for event in Event.objects.filter(verb=Event.Verb.EDITED)}
        assert events.keys() == {mine.pk, private.pk}
        assert other.pk not in events
        assert events[mine.pk].actor == alice()
        assert events[mine.pk].before == {
            "note": "Two of them.",
            "visibility": "team",
            "tags": ["boats/small", "lamps"],
        }

    def test_back_again_turns_tag_and_alias_round(self) -> None:
        tag("boats/small")
        rename_tag(alice(), tag("boats"), "craft")
        rename_tag(alice(), Tag.objects.get(path="craft"), "boats")
        assert paths() == ["boats", "boats/small"]
        assert aliases() == {"craft": "boats", "craft/small": "boats/small"}

    def test_below_an_alias_is_below_its_tag(self) -> None:
        tag("lamps"), tag("boats")
        TagAlias.objects.create(alias="lights", tag=Tag.objects.get(path="lamps"))
        rename_tag(alice(), tag("boats"), "lights/boats")
        assert paths() == ["lamps", "lamps/boats"]

    def test_to_its_own_path_does_nothing(self, message: Message) -> None:
        note(message, "boats")
        assert rename_tag(alice(), tag("boats"), "Boats") == 0
        assert not aliases()
        assert not Event.objects.filter(verb=Event.Verb.EDITED).exists()

    @pytest.mark.parametrize(
        ("path", "why"),
        [
            (" / ", "Write a path of words"),
            ("lamps", "lamps is a tag already"),
            ("shore", "shore/small is a tag already"),
            ("lights", "lights is an alias of lamps"),
            ("boats/small", "boats/small lies below boats"),
            ("x" * 198, "is longer than 200 characters"),
        ],
    )
    def test_what_cannot_be_is_said_and_changes_nothing(self, path: str, why: str) -> None:
        tag("boats/small"), tag("shore/small")
        Tag.objects.filter(path="shore").delete()
        TagAlias.objects.create(alias="lights", tag=tag("lamps"))
        before = paths(), aliases()
        with pytest.raises(TagChangeError, match=re.escape(why)):
            rename_tag(alice(), tag("boats"), path)
        assert (paths(), aliases()) == before


class TestMerge:
    def test_moves_notes_and_folds_those_that_carry_both(self, message: Message) -> None:
        one, both = note(message, "boat"), note(message, "boat", "ship")
        tag("boat", description="What floats")
        TagAlias.objects.create(alias="barge", tag=tag("boat"))
        assert merge_tags(alice(), [tag("boat")], tag("ship")) == 2
        assert paths() == ["ship"]
        assert aliases() == {"barge": "ship", "boat": "ship"}
        assert (carried(one), carried(both)) == (["ship"], ["ship"])
        assert Tag.objects.get().description == "What floats"

    def test_keeps_the_meaning_of_the_tag_that_stays(self) -> None:
        merge_tags(alice(), [tag("boat", description="What floats")], tag("ship", description="Three masts"))
        assert Tag.objects.get().description == "Three masts"

    def test_leaves_one_event_on_each_note(self, message: Message) -> None:
        both, none = note(message, "boat", "boat/small", "barge"), note(message, "ship")
        merge_tags(alice(), [tag("boat"), tag("barge")], tag("ship"))
        [event] = both.events.filter(verb=Event.Verb.EDITED)
        assert event.before["tags"] == ["barge", "boat", "boat/small"]
        assert not none.events.filter(verb=Event.Verb.EDITED).exists()

    def test_brings_those_below_below_the_tag_that_stays(self, message: Message) -> None:
        small, big = note(message, "boat/small"), note(message, "boat/big", "ship/big")
        merge_tags(alice(), [tag("boat")], tag("ship"))
        assert paths() == ["ship", "ship/big", "ship/small"]
        assert (carried(small), carried(big)) == (["ship/small"], ["ship/big"])
        assert aliases() == {"boat": "ship", "boat/big": "ship/big", "boat/small": "ship/small"}

    def test_of_a_tag_and_one_below_it_and_the_tag_that_stays(self, message: Message) -> None:
        deep = note(message, "boat/small/red", "boat/small", "boat")
        merge_tags(alice(), [tag("boat"), tag("boat/small"), tag("ship")], tag("ship"))
        assert paths() == ["ship", "ship/red"]
        assert carried(deep) == ["ship", "ship/red"]
        assert aliases() == {"boat": "ship", "boat/small": "ship", "boat/small/red": "ship/red"}

    def test_into_the_tag_above(self, message: Message) -> None:
        deep = note(message, "boat/boat/boat", "boat/boat")
        merge_tags(alice(), [tag("boat/boat")], tag("boat"))
        assert paths() == ["boat", "boat/boat"]
        assert carried(deep) == ["boat", "boat/boat"]
        assert aliases() == {"boat/boat/boat": "boat/boat"}

    def test_a_second_merge_follows_the_aliases_of_the_first(self, message: Message) -> None:
        tag("ship/small")
        merge_tags(alice(), [tag("ship/small")], tag("ship"))
        small = note(message, "boat/small", "boat")
        merge_tags(alice(), [tag("boat")], tag("ship"))
        assert paths() == ["ship"]
        assert carried(small) == ["ship"]

    def test_into_a_tag_below_is_refused(self) -> None:
        small = tag("boat/small")
        with pytest.raises(TagChangeError, match="boat/small lies below boat"):
            merge_tags(alice(), [tag("boat")], small)
        assert paths() == ["boat", "boat/small"]


@pytest.mark.parametrize("change", ["rename", "merge"])
def test_as_many_statements_for_100_notes_and_tags_as_for_10(message: Message, change: str) -> None:
    keeper = alice()

    def statements(old: str, new: str) -> int:
        gone, kept = tag(old), tag("kept")
        with CaptureQueriesContext(connection) as counted:
            if change == "rename":
                rename_tag(keeper, gone, new)
            else:
                merge_tags(keeper, [gone], kept)
        return len(counted)

    for number in range(110):
        note(message, f"{'few' if number < 10 else 'many'}/{number}")
    assert statements("few", "a") == statements("many", "b")


class TestOldPaths:
    def test_lead_to_the_tag_and_to_those_below_it(self, message: Message) -> None:
        note(message, "boats/small")
        rename_tag(alice(), tag("boats"), "craft")
        browser = browser_of(bob())
        assert browser.get("/tags/boats/small/")["Location"] == "/tags/craft/small/"
        assert [found.path for found in ask("boats", bob()).tags.values()] == ["craft"]

    def test_that_are_typed_again_with_more_give_a_tag_below_the_new_one(self, message: Message) -> None:
        note(message, "boats")
        rename_tag(alice(), tag("boats"), "craft")
        assert carried(note(message, "boats/new", "boats")) == ["craft", "craft/new"]
        assert "boats" not in paths()
        assert browser_of(bob()).get("/tags/boats/new/")["Location"] == "/tags/craft/new/"


def form(path: str, *, hue: int = 3, **given: str) -> dict[str, str]:
    return {
        "path": path,
        "hue": str(hue),
        "description": "",
        "aliases-INITIAL_FORMS": "0",
        "aliases-TOTAL_FORMS": "0",
        **given,
    }


class TestAdmin:
    def test_names_the_colours(self, admin_client: Client) -> None:
        page = admin_client.get(f"/admin/annotations/tag/{tag('boats').pk}/change/").content.decode()
        assert re.search(r'<select name="hue".*?<option value="3"[^>]*>Green</option>', page, re.DOTALL)
        tag("boats", hue="3"), tag("lamps", hue="4")
        changelist = admin_client.get("/admin/annotations/tag/?hue=3").content.decode()
        assert re.search(r'class="field-colour"><svg .*?</svg>&nbsp;Green</td>', changelist)
        assert "lamps" not in changelist

    def test_renames_and_takes_the_colour(self, admin_client: Client) -> None:
        boats = tag("boats")
        tag("boats/small")
        answer = admin_client.post(f"/admin/annotations/tag/{boats.pk}/change/", form("Craft / Big", hue=5))
        assert answer.status_code == 302
        boats.refresh_from_db()
        assert (boats.path, boats.hue) == ("craft/big", 5)
        assert paths() == ["craft", "craft/big", "craft/big/small"]
        assert aliases() == {"boats": "craft/big", "boats/small": "craft/big/small"}

    def test_says_why_a_tag_cannot_be_renamed(self, admin_client: Client) -> None:
        tag("lamps")
        answer = admin_client.post(f"/admin/annotations/tag/{tag('boats').pk}/change/", form("lamps"))
        assert "lamps is a tag already. To join the two, merge" in answer.content.decode()
        assert paths() == ["boats", "lamps"]

    def test_asks_into_which_tag_then_merges(self, admin_client: Client, message: Message) -> None:
        boats = note(message, "boat")
        tag("ship"), tag("lamps")
        chosen = {"action": "merge", "_selected_action": [str(tag("boat").pk), str(tag("ship").pk)]}
        asked = admin_client.post("/admin/annotations/tag/", chosen).content.decode()
        assert "Merge 2 tags into one" in asked
        assert re.findall(r'<option value="(\w+)"', asked) == ["boat", "ship", "lamps"]
        assert paths() == ["boat", "lamps", "ship"]
        answer = admin_client.post("/admin/annotations/tag/", chosen | {"into": "ship"}, follow=True)
        assert "The tag ship now stands for boat; 1 note moved." in answer.content.decode()
        assert carried(boats) == ["ship"]
        assert LogEntry.objects.get().get_change_message() == "Merged boat into this tag."

    def test_offers_a_tag_before_those_below_it(self, admin_client: Client, message: Message) -> None:
        note(message, "boat/small", "ship")
        chosen = {"action": "merge", "_selected_action": [tag.pk for tag in Tag.objects.all()]}
        asked = admin_client.post("/admin/annotations/tag/", chosen).content.decode()
        assert re.findall(r'<option value="([^"]+)"', asked) == ["ship", "boat", "boat/small"]

    def test_says_why_tags_cannot_be_merged(self, admin_client: Client) -> None:
        small, boat = tag("boat/small"), tag("boat")
        chosen = {"action": "merge", "_selected_action": str(boat.pk), "into": small.path}
        answer = admin_client.post("/admin/annotations/tag/", chosen).content.decode()
        assert "boat/small lies below boat" in answer
        assert '<option value="boat/small" selected>' in answer

    def test_lets_only_those_merge_who_may_change_tags(self, client: Client) -> None:
        dave = User.objects.create_user("dave", is_staff=True)
        dave.user_permissions.set(Permission.objects.filter(codename="view_tag"))
        client.force_login(dave)
        chosen = {"action": "merge", "_selected_action": str(tag("boat").pk), "into": tag("ship").path}
        client.post("/admin/annotations/tag/", chosen)
        assert paths() == ["boat", "ship"]
