"""The sample notes of a first start: annotations, with tags and people, read from `seeds/notes.json`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from annotations.actions import NoteDraft, reply_to, resolve_annotation, write_annotation
from annotations.models import Annotation, Tag
from archive.models import Message


def load(path: Path) -> int:
    """Loads sample notes (the form is told in seeds/README.md) into an archive without any; how many.

    The sample team mates cannot sign in. Notes on words that are not there are left out.
    """
    if Annotation.objects.exists():
        return 0
    sample = json.loads(path.read_text())
    with transaction.atomic():
        people = {one["username"]: sample_user(one) for one in sample["users"]}
        for tag in sample["tags"]:
            Tag.objects.update_or_create(
                path=tag["path"], defaults={"hue": tag["hue"], "description": tag["description"]}
            )
        return sum(load_note(note, people) for note in sample["notes"])


def sample_user(given: dict[str, str]) -> User:
    first, _, last = given["name"].partition(" ")
    user, made = User.objects.get_or_create(
        username=given["username"], defaults={"first_name": first, "last_name": last, "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def load_note(given: dict[str, Any], people: dict[str, User]) -> bool:
    message = message_of(given)
    start = message.body.text.find(given.get("prefix", "") + given["exact"]) if message else -1
    if message is None or start < 0:
        return False
    start += len(given.get("prefix", ""))
    draft = NoteDraft(given["note"], tuple(given["tags"]), given["visibility"])
    end, at = start + len(given["exact"]), datetime.fromisoformat(given["at"])
    annotation = write_annotation(people[given["author"]], message, start, end, draft, at)
    for one in given.get("replies", []):
        reply_to(people[one["author"]], annotation, one["note"], datetime.fromisoformat(one["at"]))
    if "resolved_by" in given:
        resolved_at = datetime.fromisoformat(given.get("resolved_at", given["at"]))
        resolve_annotation(people[given["resolved_by"]], annotation, resolved_at)
    return True


def message_of(given: dict[str, Any]) -> Message | None:
    messages = Message.objects.stored().on_list(given["list"]).select_related("body")
    if "message_id" in given:
        return messages.filter(message_id=given["message_id"].strip("<>")).first()
    return messages.filter(sender_name=given["sender"]).first()
