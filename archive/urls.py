"""Addresses of what was written. Those of lists, messages and threads are a contract."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, register_converter

from archive.views import attachments, feeds, home, lists, mailman_entrance, most_quoted, raw, search, threads

app_name = "archive"


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


def or_message(view: Callable[..., HttpResponse], ending: str) -> Callable[..., HttpResponse]:
    """The view below a message, or else the message whose own id ends like that: `x/T` is an id too."""

    def find(request: HttpRequest, slug: str, message_id: str, **rest: int) -> HttpResponse:
        try:
            return view(request, slug, message_id, **rest)
        except Http404:
            return threads.message(request, slug, message_id + ending.format(**rest))

    return find


message = "lists/<list:slug>/<message_id:message_id>/"
attached_text = or_message(attachments.attached_text, "/attachments/{part}/text")
other_copy = or_message(raw.other_copy, "/copies/{copy}")
attached = or_message(attachments.attachment, "/attachments/{part}")

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("lists/<list:slug>/", lists.mailing_list, name="list"),
    path("lists/<list:slug>/new.atom", feeds.of_list, name="list_feed"),
    path("lists/<list:slug>/quoted/", most_quoted.most_quoted, name="quoted"),
    path("lists/<list:slug>/quoted/in/", most_quoted.quotes, name="quotes"),
    path(message + "T/", or_message(threads.thread, "/T"), name="thread"),
    path(message + "raw", raw.raw, name="raw"),
    path(message + "copies/<int:copy>/", other_copy, name="other_copy"),
    path(message + "t.mbox.gz", raw.thread_mbox, name="thread_mbox"),
    path(message + "t.atom", feeds.of_thread, name="thread_feed"),
    path(message + "attachments/<int:part>/", attached, name="attachment"),
    path(message + "attachments/<int:part>/text/", attached_text, name="attachment_text"),
    path(message, threads.message, name="message"),
    path("api/mailman/archive", mailman_entrance.archive, name="mailman_archive"),
    path("api/mailman/urls", mailman_entrance.urls, name="mailman_urls"),
    path("list/<address:address>/", mailman_entrance.by_address, name="list_by_address"),
    path(
        "list/<address:address>/message/<id_hash:id_hash>/", mailman_entrance.by_hash, name="message_by_hash"
    ),
    path("m/<message_id:message_id>/", home.any_message, name="any_message"),
]
