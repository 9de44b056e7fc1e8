"""What a tag's page gives away: documents for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from annotations.models import Annotation, Tag
from archive.models import Message
from tests.factories import GROUPS, MEMBERS, make_list, make_message, make_note
from tests.personas import alice, bob, browser_of, charlie, team

pytestmark = pytest.mark.django_db

TEXT = """Bob Baker wrote:
> A register of *all* lamps <on> the quay,
> and a [boat](x).

=HYPERLINK("x") is no plan.
"""
CODEBOOK = "{urn:QDA-XML:codebook:1.0}"


@pytest.fixture
def message() -> Message:
    return make_message(to=make_list(visibility=MEMBERS), text=TEXT, subject="plans & lamps")


def export(kind: str, path: str = "/tags/lamp/", **given: str) -> str:
    response = browser_of(alice()).get(path, {"format": kind, **given})
    assert response["Content-Disposition"].startswith("attachment")
    return response.getvalue().decode()


def note_on_quote(message: Message) -> Annotation:
    words = "A register of *all* lamps <on> the quay,\n> and a [boat](x)."
    return make_note(
        author=alice(), message=message, words=words, tags=["lamp/register"], note="Never **made**."
    )


def test_markdown_cites_the_words_and_whose_they_are(message: Message) -> None:
    note_on_quote(message)
    document = export("markdown")
    assert "> A register of \\*all\\* lamps \\<on\\> the quay,\n> and a \\[boat\\](x).\n" in document
    assert "— Bob Baker, quoted by Alice Archer, “plans & lamps”, 2020-06-01." in document
    assert "/lists/plans/plans.1@example.org/T/#m" in document
    assert "Tags: `lamp/register`" in document
    assert "Never **made**." in document


def test_a_table_has_a_row_for_each_note_and_no_formula(message: Message) -> None:
    note_on_quote(message)
    make_note(author=bob(), message=message, words='=HYPERLINK("x")', tags=["lamp"], note="-1+2")
    quoted, own = csv.DictReader(io.StringIO(export("csv").removeprefix("\ufeff")))
    assert quoted["words"] == "A register of *all* lamps <on> the quay,\nand a [boat](x)."
    assert (quoted["speaker"], quoted["own or quoted"], quoted["message by"]) == (
        "Bob Baker",
        "quoted",
        "Alice Archer",
    )
    assert (own["words"], own["note"]) == ('\'=HYPERLINK("x")', "'-1+2")
    assert own["tags"] == "lamp"
    assert own["note by"] == "bob"


def test_jsonld_is_a_web_annotation_whose_position_quotes_the_text(message: Message) -> None:
    note = note_on_quote(message)
    page = json.loads(export("jsonld"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    [one] = page["items"]
    assert one["id"] == f"http://testserver/annotations/{note.pk}/"
    quote, position = one["target"]["selector"]
    assert message.body.text[position["start"] : position["end"]] == quote["exact"]
    assert {(body["purpose"], body["value"]) for body in one["body"]} == {
        ("commenting", "Never **made**."),
        ("tagging", "lamp/register"),
    }


def test_a_codebook_nests_the_tags_in_use(message: Message) -> None:
    note_on_quote(message)
    make_note(author=alice(), message=message, words="plan", tags=["boat"])
    Tag.objects.filter(path="lamp/register").update(description="Lists of <lamps> & more")
    book = ElementTree.fromstring(export("qdc"))
    [lamp] = book.findall(f"{CODEBOOK}Codes/{CODEBOOK}Code")
    [register] = lamp.findall(f"{CODEBOOK}Code")
    assert (lamp.get("name"), register.get("name")) == ("lamp", "register")
    assert register.findtext(f"{CODEBOOK}Description") == "Lists of <lamps> & more"


def test_a_combination_narrowed_is_what_is_exported(message: Message) -> None:
    note_on_quote(message)
    make_note(author=bob(), message=message, words="plan", tags=["lamp"])
    rows = list(
        csv.DictReader(io.StringIO(export("csv", "/tags/", q="lamp", by="bob").removeprefix("\ufeff")))
    )
    assert [row["note by"] for row in rows] == ["bob"]


def test_what_one_may_not_see_is_not_exported() -> None:
    closed = make_list(slug="closed", visibility=GROUPS, groups=[team()])
    note_on_quote(make_message(to=closed, text=TEXT))
    assert len(json.loads(export("jsonld"))["items"]) == 1
    assert browser_of(charlie()).get("/tags/lamp/", {"format": "jsonld"}).status_code == 404
    assert browser_of(None).get("/tags/lamp/", {"format": "jsonld"}).status_code == 404


class TestCommand:
    def test_it_writes_what_the_page_gives(self, message: Message, tmp_path: Path) -> None:
        alice().delete()
        author = bob()
        author.is_superuser = True
        author.save()
        make_note(author=author, message=message, words="plan", tags=["lamp"], note="Kept.")
        make_note(
            author=author,
            message=message,
            words="no",
            tags=["lamp"],
            note="Mine.",
            visibility=Annotation.Visibility.ME,
        )
        out = tmp_path / "lamps.md"
        call_command("export_annotations", str(out), query="lamp", format="markdown")
        assert "Kept." in out.read_text()
        assert "Mine." not in out.read_text()

    def test_a_query_that_names_no_tag_is_said(self, admin_user: object, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="There is no tag lamp"):
            call_command("export_annotations", str(tmp_path / "x"), query="lamp", format="csv")

    def test_a_folder_that_is_not_there_is_said(self, admin_user: object, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="No such file or directory"):
            call_command("export_annotations", str(tmp_path / "none" / "x"), format="csv")
