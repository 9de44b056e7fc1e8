"""Apps subscribe to what happens to messages."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from django.apps import apps

from annotations.anchoring.displacing import displace_targets, follow_message
from annotations.anchoring.reanchoring import reanchor_displaced
from annotations.anchoring.removal_guard import notes_standing_on
from annotations.anchoring.surroundings import kept_by_words
from archive.hooks import (
    Hook,
    about_to_remove,
    about_to_replace,
    message_replaced,
    storing_ended,
    text_changed,
)


def counted(keys: Collection[int]) -> int:
    return len(keys)


def largest(keys: Collection[int]) -> int:
    return max(keys)


def refusing(keys: Collection[int]) -> int:
    raise LookupError("not these")


def test_all_are_called_in_the_order_in_which_they_subscribed() -> None:
    hook: Hook[int] = Hook()
    hook.subscribe(largest)
    hook.subscribe(counted)
    assert hook.call([7, 3]) == [7, 2]


def test_who_subscribes_twice_is_called_once() -> None:
    hook: Hook[int] = Hook()
    hook.subscribe(counted)
    hook.subscribe(counted)
    assert hook.call([7, 3]) == [2]


def test_of_no_messages_nobody_is_told() -> None:
    hook: Hook[int] = Hook()
    hook.subscribe(refusing)
    assert hook.call([]) == []


def test_what_a_subscriber_raises_is_not_swallowed() -> None:
    hook: Hook[int] = Hook()
    hook.subscribe(refusing)
    with pytest.raises(LookupError, match="not these"):
        hook.call([7])


def test_notes_are_subscribed_once_however_often_the_app_is_made_ready() -> None:
    apps.get_app_config("annotations").ready()
    assert text_changed.subscribers == (displace_targets,)
    assert about_to_replace.subscribers == (kept_by_words,)
    assert message_replaced.subscribers == (follow_message,)
    assert storing_ended.subscribers == (reanchor_displaced,)
    assert about_to_remove.subscribers == (notes_standing_on,)
