"""Addresses of what was written. Those of lists, messages and threads are a contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, register_converter

from archive.views import attachments, feeds, home, mailman_entrance, most_quoted, raw


class SlugConverter:
    """A list's slug, in any script."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class MessageIdConverter(SlugConverter):
    """A Message-ID. Servers hand over `%2F` as `/`, so an id may seem to be several segments."""

    regex = r"[^\x00\n]+"


class AddressConverter(SlugConverter):
    """The address of a list."""

    regex = r"[^/@\x00\n]+@[^/@\x00\n]+"


class HashConverter(SlugConverter):
    """A Message-ID-Hash."""

    regex = r"[A-Z2-7]{32}"


register_converter(AddressConverter, "address")
register_converter(HashConverter, "id_hash")
register_converter(SlugConverter, "list")
register_converter(MessageIdConverter, "message_id")


class Pages(Protocol):
    """The views of the pages where notes stand beside what was written; `annotations.views.pages` has them."""

    @property
    def home(self) -> Callable[..., HttpResponse]: ...
    @property
    def search(self) -> Callable[..., HttpResponse]: ...
    @property
    def mailing_list(self) -> Callable[..., HttpResponse]: ...
    @property
    def thread(self) -> Callable[..., HttpResponse]: ...
    @property
    def message(self) -> Callable[..., HttpResponse]: ...


def or_message(
    view: Callable[..., HttpResponse], ending: str, of_message: Callable[..., HttpResponse]
) -> Callable[..., HttpResponse]:
    """The view below a message, or else the message whose own id ends like that: `x/T` is an id too."""

    def find(request: HttpRequest, slug: str, message_id: str, **rest: int) -> HttpResponse:
        try:
            return view(request, slug, message_id, **rest)
        except Http404:
            return of_message(request, slug, message_id + ending.format(**rest))

    return find


MESSAGE = "lists/<list:slug>/<message_id:message_id>/"


def archive_urls(pages: Pages) -> tuple[list[URLPattern], str]:
    """All addresses of the archive with their namespace, as `include` takes them."""
    return [*list_urls(pages), *message_urls(pages), *entrance_urls()], "archive"


def list_urls(pages: Pages) -> list[URLPattern]:
    return [
        path("", pages.home, name="home"),
        path("search/", pages.search, name="search"),
        path("lists/<list:slug>/", pages.mailing_list, name="list"),
        path("lists/<list:slug>/new.atom", feeds.of_list, name="list_feed"),
        path("lists/<list:slug>/quoted/", most_quoted.most_quoted, name="quoted"),
        path("lists/<list:slug>/quoted/in/", most_quoted.quotes, name="quotes"),
    ]


def message_urls(pages: Pages) -> list[URLPattern]:
    thread = or_message(pages.thread, "/T", pages.message)
    other_copy = or_message(raw.other_copy, "/copies/{copy}", pages.message)
    attached = or_message(attachments.attachment, "/attachments/{part}", pages.message)
    attached_text = or_message(attachments.attached_text, "/attachments/{part}/text", pages.message)
    return [
        path(f"{MESSAGE}T/", thread, name="thread"),
        path(f"{MESSAGE}raw", raw.raw, name="raw"),
        path(f"{MESSAGE}copies/<int:copy>/", other_copy, name="other_copy"),
        path(f"{MESSAGE}t.mbox.gz", raw.thread_mbox, name="thread_mbox"),
        path(f"{MESSAGE}t.atom", feeds.of_thread, name="thread_feed"),
        path(f"{MESSAGE}attachments/<int:part>/", attached, name="attachment"),
        path(f"{MESSAGE}attachments/<int:part>/text/", attached_text, name="attachment_text"),
        path(MESSAGE, pages.message, name="message"),
    ]


def entrance_urls() -> list[URLPattern]:
    """Where other programs and old links come in."""
    by_hash = "list/<address:address>/message/<id_hash:id_hash>/"
    return [
        path("api/mailman/archive", mailman_entrance.archive, name="mailman_archive"),
        path("api/mailman/urls", mailman_entrance.urls, name="mailman_urls"),
        path("list/<address:address>/", mailman_entrance.by_address, name="list_by_address"),
        path(by_hash, mailman_entrance.by_hash, name="message_by_hash"),
        path("m/<message_id:message_id>/", home.any_message, name="any_message"),
    ]
