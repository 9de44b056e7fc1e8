"""The sample archives hold what their README says; read here with the standard library alone."""

import email
import hashlib
import json
import re
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from tests.paths import SEEDS

PAGE = SEEDS / "000_6d073b4f7d4f71f5.txt"
NOT_THERE = "<20191007.1810.kofi@example.org>"
NOTES: dict[str, list[dict[str, Any]]] = json.loads((SEEDS / "notes.json").read_text())
PEOPLE = {"alice", "bob", "chen"}


@cache
def lanterns() -> dict[str, Message]:
    """Message-ID → message of lanterns.mbox, mboxrd escapes taken back."""
    _, *chunks = re.split(rb"(?m)^From lanterns-bounces\S+ .*\n", (SEEDS / "lanterns.mbox").read_bytes())
    mails = (email.message_from_bytes(re.sub(rb"(?m)^>(>*From )", rb"\1", chunk)) for chunk in chunks)
    return {mail["Message-ID"]: mail for mail in mails}


def text(mail: Message) -> str:
    """The first plain text part, decoded."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode(part.get_content_charset("ascii"))


def words(lines: str) -> str:
    """Without quote marks, list indent and line ends: what quoting and wrapping leave as it was."""
    return " ".join(re.sub(r"(?m)^[> ]+", "", lines).split())


def text_of(note: dict[str, Any]) -> str:
    return text(lanterns()[note["message_id"]]) if "message_id" in note else PAGE.read_text()


def test_the_sample_document_is_as_it_was_given() -> None:
    digest = hashlib.sha256(PAGE.read_bytes()).hexdigest()

    assert digest == "a63905403b87c4573ff8b15543707f059cd2d44db8bf511079c97b1dcc276687"


def test_lanterns_is_sound_mail() -> None:
    mails = lanterns()

    assert len(mails) == 73
    assert [mail["Message-ID"] for mail in mails.values() for part in mail.walk() if part.defects] == []
    assert [mail["Message-ID"] for mail in mails.values() if "\ufffd" in text(mail)] == []


def test_replies_follow_what_they_answer() -> None:
    mails = lanterns()
    answers = {ident: mail["In-Reply-To"] for ident, mail in mails.items() if mail["In-Reply-To"]}
    when = {ident: parsedate_to_datetime(mail["Date"]) for ident, mail in mails.items()}

    assert set(answers.values()) - set(mails) == {NOT_THERE}
    assert all(when[ident] > when[to] for ident, to in answers.items() if to != NOT_THERE)
    assert all(
        mail["References"].split()[-1] == mail["In-Reply-To"] for mail in map(mails.get, answers) if mail
    )


def test_quoted_words_are_somebodys_own() -> None:
    own = words("\n".join(re.sub(r"(?m)^>.*", "", text(mail)) for mail in lanterns().values()))
    for ident, mail in lanterns().items():
        if NOT_THERE not in mail.get("References", ""):
            for line in re.findall(r"(?m)^>.*", text(mail)):
                assert words(line) in own, f"{ident}: {line}"


def test_workshop_has_a_line_that_looks_like_a_new_mail() -> None:
    march, april = ((SEEDS / f"workshop/2009-{month}.txt").read_text() for month in ("March", "April"))

    assert [len(re.findall(r"(?m)^Message-ID: <", month)) for month in (march, april)] == [9, 6]
    assert "\nFrom here it is two flights" in march
    assert "attachment was scrubbed" in march
    assert "@example.org" not in re.sub(r"<\d{8}\.\d{4}\.\w+@example\.org>", "", march + april)


def test_each_note_is_on_words_of_its_message() -> None:
    for note in NOTES["notes"]:
        assert text_of(note).count(note.get("prefix", "") + note["exact"]) == 1, note["exact"]


def test_each_note_names_people_and_tags_that_are_there() -> None:
    known = {tag["path"] for tag in NOTES["tags"]}

    assert {user["username"] for user in NOTES["users"]} == PEOPLE
    assert all(1 <= tag["hue"] <= 8 and tag["description"] for tag in NOTES["tags"])
    assert {path for note in NOTES["notes"] for path in note["tags"]} | {"decision"} == known
    assert {note["author"] for note in NOTES["notes"]} == PEOPLE
    assert all(note["note"] or note["tags"] for note in NOTES["notes"])


def test_the_notes_show_each_kind_of_note() -> None:
    notes = NOTES["notes"]

    assert [note["author"] for note in notes if note["visibility"] == "me"] == ["alice"]
    assert [note["resolved_by"] for note in notes if "resolved_by" in note] == ["chen"]
    assert sum(not note["note"] for note in notes) == 4
    assert sum(len(note.get("replies", [])) for note in notes) == 6
