"""What a tag's page gives away: documents for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from hypothesis import example, given
from hypothesis.strategies import text
from markdown_it import MarkdownIt

from annotations.exports.markdown import as_line
from annotations.exports.table import harmless
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


def export(kind: str, path: str = "/tags/lamp/", **narrowed: str) -> str:
    response = browser_of(alice()).get(path, {"format": kind, **narrowed})
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
    assert "Tags: lamp/register\n" in document
    assert "Never **made**." in document


def rendered(document: str) -> str:
    return str(MarkdownIt("commonmark").render(document))


@given(text(alphabet="-+=>#*_`~<&;!|[]()\\\t .:1x\u00a0"))
@example("    code")
@example("1) one")
@example("===")
def test_no_words_are_read_as_markdown(words: str) -> None:
    html = rendered(f"> Before\n> {as_line(words)}\n")
    assert html.startswith("<blockquote>\n<p>Before")
    shown = unescape(re.sub(r"<[^>]+>", "", html))
    assert shown.split() == ["Before", *words.split()]


def test_no_note_reaches_beyond_itself(message: Message) -> None:
    for note in ("```\nopen", "<!-- open", "<script>alert(1)</script>", "`<lamp.h>` stays"):
        make_note(author=bob(), message=message, words="plan", tags=["lamp"], note=note)
    html = rendered(export("markdown"))
    assert html.count("<blockquote>") == 4
    assert "<script>" not in html
    assert "<!--" not in html
    assert "<code>&lt;lamp.h&gt;</code> stays" in html


def test_names_are_no_marks_either() -> None:
    hostile = make_message(
        to=make_list(), text="A lamp.\n", subject="[x](y) *z* <b>", sender="=_a_ <a@example.org>"
    )
    make_note(author=alice(), message=hostile, words="lamp", tags=["lamp/`a_b_"])
    html = rendered(export("markdown"))
    assert "=_a_, “[x](y) *z* &lt;b&gt;”" in html
    assert "Tags: lamp/`a_b_" in html


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


@pytest.mark.parametrize(
    "value", ["=1+2", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0-1", "＝1", "＠x"]
)
def test_a_cell_is_no_formula(value: str) -> None:
    assert harmless(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "a=b", "1-2", "'=1", "x@example.org", " a"])
def test_a_harmless_cell_stays(value: str) -> None:
    assert harmless(value) == value


def test_a_table_keeps_delimiters_quotes_and_line_ends_in_their_cell(message: Message) -> None:
    note = 'a;=1+2\r\n"b"'
    make_note(author=bob(), message=message, words="plan", tags=["lamp"], note=note)
    table = export("csv").removeprefix("\ufeff")
    assert [row["note"] for row in csv.DictReader(io.StringIO(table, newline=""))] == [note]


def test_jsonld_is_a_web_annotation_whose_position_quotes_the_text(message: Message) -> None:
    note = note_on_quote(message)
    page = json.loads(export("jsonld"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["id"] == "http://testserver/tags/lamp/?format=jsonld"
    assert page["partOf"] == {
        "id": "http://testserver/tags/lamp/",
        "type": "AnnotationCollection",
        "label": "lamp",
    }
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


def test_a_codebook_is_xml_whatever_tags_are_called(message: Message) -> None:
    make_note(author=alice(), message=message, words="plan", tags=["lamp/a&b \ufffex"])
    Tag.objects.filter(path="lamp").update(description="\x01]]>&amp;<!--")
    book = ElementTree.fromstring(export("qdc"))
    [lamp] = book.findall(f"{CODEBOOK}Codes/{CODEBOOK}Code")
    assert lamp.findtext(f"{CODEBOOK}Description") == "]]>&amp;<!--"
    assert [code.get("name") for code in lamp.findall(f"{CODEBOOK}Code")] == ["a&b x"]


def test_jsonld_is_json_whatever_notes_say(message: Message) -> None:
    note = '"\\ </script> \u2028 \U0001f6f6'
    make_note(author=alice(), message=message, words="plan", tags=["lamp"], note=note)
    [one] = json.loads(export("jsonld"))["items"]
    assert one["body"][0]["value"] == note


def test_without_passages_documents_are_whole(message: Message) -> None:
    tagged = note_on_quote(message)
    narrowed = {"by": "nobody"}
    assert tagged.tags.exists()
    assert json.loads(export("jsonld", **narrowed))["items"] == []
    assert list(csv.DictReader(io.StringIO(export("csv", **narrowed)))) == []
    assert ElementTree.fromstring(export("qdc", **narrowed)).find(f".//{CODEBOOK}Code") is None
    assert export("markdown", **narrowed).startswith("# Passages: lamp")


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
