"""The walk: every address and every page of the admin site, as every kind of reader, in an archive full of canaries.

A new URL pattern, and a new model in the admin site, need an entry here: how they are walked.
"""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import product, zip_longest
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from annotations.models import Annotation, Reply, Tag
from archive.models import MailingList, Message, OtherCopy, Posting
from tests.canaries import EVERYBODY, IN_ADMIN, Canaries, make_archive, make_readers
from tests.personas import browser_of

pytestmark = pytest.mark.django_db

# How each address of the site is asked for: with which query strings. `{words}` are words that the reader may not meet.
GETS = {
    "": [""],
    "search/": ["?q={words}", "?q=harbour", "?q=ships&order=newest"],
    "lists/<list:slug>/": ["", "?month=2020-06"],
    "lists/<list:slug>/new.atom": [""],
    "lists/<list:slug>/quoted/": ["", "?thread=open@example.org", "?thread=closed-answer@example.org"],
    "lists/<list:slug>/quoted/in/": [
        f"?message={one}@example.org&start=0&end=60" for one in ("open", "closed")
    ],
    "lists/<list:slug>/<message_id:message_id>/": [""],
    "lists/<list:slug>/<message_id:message_id>/T/": [""],
    "lists/<list:slug>/<message_id:message_id>/raw": [""],
    "lists/<list:slug>/<message_id:message_id>/copies/<int:copy>/": [""],
    "lists/<list:slug>/<message_id:message_id>/t.mbox.gz": [""],
    "lists/<list:slug>/<message_id:message_id>/t.atom": [""],
    "lists/<list:slug>/<message_id:message_id>/attachments/<int:part>/": [""],
    "lists/<list:slug>/<message_id:message_id>/attachments/<int:part>/text/": [""],
    "list/<address:address>/": [""],
    "list/<address:address>/message/<id_hash:id_hash>/": [""],
    "m/<message_id:message_id>/": [""],
    "api/mailman/archive": [""],
    "api/mailman/urls": ["?mlist=zqclosedlistaddress@example.org"],
    "healthz": [""],
    "annotations/new/": ["?message={message}&start=0&end=40"],
    "annotations/suggest-tags/": ["?typed=zqprivate", "?typed=zqclosed", "?typed=zq"],
    "annotations/<uuid:pk>/": [""],
    "annotations/<uuid:pk>/edit/": [""],
    "annotations/<uuid:pk>/restore/": [""],
    "tags/": [
        "",
        "?q={tags}",
        "?show=without-meaning",
        "?by=alice",
        "?list=closed",
        *(
            f"?q=zqopentag OR zqinnertag OR zqclosedtag&format={kind}"
            for kind in ("csv", "markdown", "jsonld", "qdc")
        ),
    ],
    "tags/<path:path>/": [""],
}
# What is only written to, and with what.
POSTS = {
    "annotations/new/": {"start": "0", "end": "40", "message": "{message}", "note": "seen"},
    "annotations/<uuid:pk>/edit/": {"note": "seen"},
    "annotations/<uuid:pk>/delete/": {},
    "annotations/<uuid:pk>/restore/": {},
    "annotations/<uuid:pk>/resolve/": {},
    "annotations/<uuid:pk>/reopen/": {},
    "annotations/<uuid:pk>/reply/": {"note": "seen"},
    "annotations/replies/<int:pk>/delete/": {},
}
# Of the reader alone, not of the archive: sign-in, passwords, second factors.
OF_ACCOUNTS = "accounts/"
# Models of the admin site, with the addresses that each has beside list, add, change, history and delete.
ADMIN: dict[str, list[str]] = {
    "archive.mailinglist": [],
    "archive.message": [],
    "archive.person": [],
    "archive.address": [],
    "archive.quarantine": ["<int:pk>/raw/", "<int:pk>/download/"],
    "archive.regrouping": ["split/<int:pk>/", "join/<int:pk>/", "<int:pk>/undo/"],
    "archive.importrun": [
        f"<int:pk>/{what}/" for what in ("retry", "dismiss", "halt", "continue", "undo", "again")
    ],
    "annotations.annotation": [],
    "annotations.reply": [],
    "annotations.event": [],
    "annotations.tag": [],
    "auth.group": [],
    "auth.user": ["<id>/password/"],
    "account.emailaddress": [],
    "mfa.authenticator": [],
    "procrastinate.procrastinatejob": [],
}
OF_ADMIN = [
    "",
    "login/",
    "logout/",
    "password_change/",
    "password_change/done/",
    "autocomplete/",
    "jsi18n/",
    "sample/",
]
OF_ADMIN += ["r/<path:content_type_id>/<path:object_id>/", "(?P<url>.*)$"]
OF_ROW = [f"<path:object_id>/{what}" for what in ("history/", "delete/", "change/", "")]
OF_MODEL = ["", "add/", *OF_ROW]
PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>")
# What a page repeats of what it was asked for, and the secrets that are never twice the same.
EVERY_ECHO = re.compile(r"<title>.*</title>|zq[a-z]+(?:(?:/|%2F)[ab])?|x{6,}|[A-Za-z0-9]{64}")
# Links of filters over rows and of their counts.
FILTER = re.compile(r'href="(\?(?:_facets|\w*__(?:id__exact|slug|mailing_list)|visibility|groups)[^"]*)"')


def routes(resolver: Any, above: str = "") -> Iterator[str]:
    """Every URL pattern, from the root on."""
    for pattern in resolver.url_patterns:
        here = above + str(pattern.pattern).replace("^", "")
        yield from routes(pattern, here) if isinstance(pattern, URLResolver) else [here]


def test_every_address_has_an_entry() -> None:
    known = {*GETS, *POSTS, *(f"admin/{one}" for one in OF_ADMIN)}
    for label, more in ADMIN.items():
        known |= {f"admin/{label.replace('.', '/')}/{one}" for one in (*OF_MODEL, *more)}
    new = {route for route in routes(get_resolver()) if not route.startswith(OF_ACCOUNTS)} - known
    assert {route for route in new if not route.startswith("admin/(?P<app_label>")} == set()


def test_every_model_of_the_admin_site_has_an_entry() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMIN)


@dataclass(slots=True)
class Walk:
    """A reader under way: what is told, and where each canary was met that this reader must not meet."""

    who: str
    client: Client
    told: Canaries
    met: dict[str, str]
    leaks: list[str]
    visits: int = 0

    def get(self, path: str) -> bytes:
        return self.look(path, self.client.get(path))

    def post(self, path: str, data: dict[str, str]) -> None:
        """Asks as htmx does, which gets the fragment; what it wrote is taken back."""
        with transaction.atomic():
            self.look(path, self.client.post(path, data, headers={"HX-Request": "true"}))
            transaction.set_rollback(True)

    def look(self, path: str, response: HttpResponseBase) -> bytes:
        """Reads an answer, its headers too, for canaries that the request did not hold itself."""
        self.visits += 1
        assert response.status_code < 500, path
        content = content_of(response)
        words = content.decode("utf-8", "replace") + str(response.headers)
        for word in (
            set(re.findall(r"zq[a-z0-9]+(?:/[ab])?", unescape(words).casefold())) & self.told.may_see.keys()
        ):
            if word not in path:
                self.met.setdefault(word, path)
                if self.who not in self.told.may_see[word]:
                    self.leaks.append(f"{self.who} meets {word} at {path}")
        return content

    def compare(self, path: str, nothing: str) -> None:
        """That a page is that of another address, but for what both were asked for."""
        lines = [EVERY_ECHO.sub("", self.get(one).decode()).splitlines() for one in (path, nothing)]
        told = [pair for pair in zip_longest(*lines) if pair[0] != pair[1]]
        self.leaks += [f"{self.who} finds {told[0]} at {path}"] if told else []


def content_of(response: Any) -> bytes:
    content: bytes = response.getvalue()
    return gzip.decompress(content) if response.get("Content-Type") == "application/gzip" else content


def places(route: str) -> Iterator[str]:
    """The addresses of a route: all that is in the archive."""
    names = [name for _, name in PLACEHOLDER.findall(route)]
    values = {name: rows() for name, rows in VALUES.items()}
    values["pk"] = values["note" if "uuid" in route else "reply"]
    together = {"slug", "message_id"} <= set(names)
    sets = [pairs()] if together else []
    sets += [[{name: one} for one in values[name]] for name in names if not together or name not in PAIR]
    for found in product(*sets):
        filled = {name: value for one in found for name, value in one.items()}
        yield "/" + "".join(
            str(filled[part]) if at % 3 == 2 else part or ""
            for at, part in enumerate(PLACEHOLDER.split(route))
            if at % 3 != 1
        )


# Notes that everybody tries to change: of the team, of its group, of alice's own.
WRITTEN_ON = ("zqopened", "zqclosednote", "zqprivatenote")
PAIR = {"slug", "message_id"}
VALUES: dict[str, Any] = {
    "slug": lambda: list(MailingList.objects.values_list("slug", flat=True)),
    "message_id": lambda: list(Message.objects.values_list("message_id", flat=True)),
    "id_hash": lambda: list(Message.objects.stored().values_list("id_hash", flat=True)),
    "copy": lambda: list(OtherCopy.objects.values_list("pk", flat=True)),
    "part": lambda: [2],
    "note": lambda: list(Annotation.objects.exclude(note="zqinnernote").values_list("pk", flat=True)),
    "reply": lambda: list(Reply.objects.values_list("pk", flat=True)),
    "path": lambda: list(Tag.objects.values_list("path", flat=True)),
    "address": lambda: list(MailingList.objects.values_list("address", flat=True)),
}


def pairs() -> list[dict[str, str]]:
    """Messages on the lists that have them, and every one on the list that everybody reads."""
    posted = set(Posting.objects.values_list("mailing_list__slug", "message__message_id"))
    posted |= {("open", message_id) for message_id in Message.objects.values_list("message_id", flat=True)}

    return [{"slug": slug, "message_id": message_id} for slug, message_id in sorted(posted)]


def walk_site(walk: Walk) -> None:
    on = [f"{slug}{what}" for slug in ("open", "closed") for what in ("@example.org", "-answer@example.org")]
    keys = list(Message.objects.filter(message_id__in=on).values_list("pk", flat=True))
    for route, queries in GETS.items():
        for place, query in product(places(route), queries):
            if "{words}" in query or "{tags}" in query:
                ask_for_hidden(walk, place + query)
            else:
                for key in keys if "{message}" in query else keys[:1]:
                    walk.get(place + query.format(message=key))
    notes = {str(key) for key in Annotation.objects.filter(note__in=WRITTEN_ON).values_list("pk", flat=True)}
    for route, data in POSTS.items():
        for place in places(route):
            if "uuid" in route and notes.isdisjoint(place.split("/")):
                continue
            for key in keys if "{message}" in data.values() else keys[:1]:
                walk.post(place, {name: value.format(message=key) for name, value in data.items()})


def ask_for_hidden(walk: Walk, address: str) -> None:
    """What a reader may not see, they do not find either: the page is that of words which stand nowhere."""
    hidden = sorted(word for word, readers in walk.told.may_see.items() if walk.who not in readers)
    tags = [one for one in Tag.objects.values_list("path", flat=True) if one in hidden and "/" not in one]
    asked = {"words": " or ".join(word for word in hidden if "/" not in word), "tags": " OR ".join(tags)}
    nothing = {
        name: re.sub("zq[a-z]+(/[ab])?", lambda found: "x" * len(found[0]), words)
        for name, words in asked.items()
    }
    walk.compare(address.format(**asked), address.format(**nothing))


def walk_admin(walk: Walk) -> None:
    for route in ("", "archive/", "annotations/", "sample/", "nowhere/"):
        walk.get(f"/admin/{route}")
    for model, site in admin.site._registry.items():
        label = model._meta.label_lower
        above = f"/admin/{label.replace('.', '/')}/"
        page = walk.get(above).decode()
        if walk.who not in IN_ADMIN:
            continue
        for query in sorted(set(map(unescape, FILTER.findall(page)))):
            walk.get(above + query)
        hidden = ["zqprivate", "zqlettag", "zqbefore", *(["zqclosed"] if walk.who == "staff" else [])]
        for word in hidden if site.search_fields else []:
            walk.compare(f"{above}?q={word}", f"{above}?q={'x' * len(word)}")
        walk.get(f"{above}add/")
        for at, key in enumerate(model._base_manager.order_by("pk").values_list("pk", flat=True)):
            walk_row(walk, label, above, str(key), is_first=at == 0)


def walk_row(walk: Walk, label: str, above: str, key: str, *, is_first: bool) -> None:
    walk.get(f"{above}{key}/change/")
    for route in (*OF_ROW, *ADMIN[label]) if is_first or label == "archive.quarantine" else ():
        walk.get(above + PLACEHOLDER.sub(key, route))
    if label == "archive.message":
        for what in ("split", "join"):
            walk.get(reverse(f"admin:archive_regrouping_{what}", args=[key]))


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Without a line in the log for each of a thousand pages that are not there."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_nobody_meets_what_was_not_sent_to_them(who: str) -> None:
    told, readers = make_archive(), make_readers()
    walk = Walk(who, browser_of(readers[who]), told, {}, [])
    walk_site(walk)
    walk_admin(walk)
    assert "\n".join(sorted(set(walk.leaks))) == ""
    assert {word for word, seen in told.do_see.items() if who in seen} - walk.met.keys() == set()
    assert walk.visits > 200
