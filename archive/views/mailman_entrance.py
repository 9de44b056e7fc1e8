"""Where Mailman hands over mail and asks for addresses, as its archiver plugin `mailman-hyperkitty` does.

Both addresses are there when a key is set, and answer JSON: `url`, or `error` with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from archive.importing.arrivals.delivery import receive, stored_message
from archive.importing.list_choice import is_address, list_made_at, slug_at
from archive.links import list_url, message_url, on_site
from archive.mail.headers import own_id
from archive.mail.readers.raw_mail import LONGEST_MAIL, MIB
from archive.models import MailingList, Message

SOURCE = "http"
BESIDE_MAIL = MIB
View = Callable[[HttpRequest], HttpResponse]


def for_mailman(view: View) -> View:
    """Lets in who shows the key, in `Authorization: Token …` or as `key`; 404 where no key is set."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not settings.MAILMAN_ARCHIVER_KEY:
            raise Http404
        if not constant_time_compare(shown_key(request), settings.MAILMAN_ARCHIVER_KEY):
            return refusal(
                403, "The key is wrong. Set api_key in Mailman to MAILMAN_ARCHIVER_KEY of the archive."
            )
        return view(request)

    return checked


def shown_key(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "token" else request.GET.get("key", "")


def refusal(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def answer(request: HttpRequest, path: str) -> JsonResponse:
    return JsonResponse({"url": on_site(request, path)})


@csrf_exempt
@require_POST
@for_mailman
def archive(request: HttpRequest) -> HttpResponse:
    """Stores the file `message` on the list whose address is `mlist`; answers when it is stored or held."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_MAIL + BESIDE_MAIL:
        return refusal(413, f"Mail longer than {LONGEST_MAIL // MIB} MiB is not taken.")
    message, address = request.FILES.get("message"), request.POST.get("mlist", "")
    if message is None or not is_address(address):
        return refusal(400, "Post the list's address as mlist, and the mail as a file named message.")
    mailing_list, content = list_made_at(address), message.read()
    receive(content, mailing_list, SOURCE)
    stored = stored_message(content, mailing_list, SOURCE)
    slug = mailing_list.slug
    return answer(request, stored.url(slug) if stored else list_url(slug))


@require_safe
@for_mailman
def urls(request: HttpRequest) -> HttpResponse:
    """Where the list `mlist` is, or its message `msgid`, already there or still to come."""
    address = request.GET.get("mlist", "")
    if not is_address(address):
        return refusal(400, "Ask with the list's address as mlist, and a Message-ID as msgid.")
    slug, message_id = slug_at(address), own_id(request.GET.get("msgid", ""))
    return answer(request, message_url(slug, message_id) if message_id else list_url(slug))


@require_safe
def by_address(request: HttpRequest, address: str) -> HttpResponse:
    """To the list of this address."""
    return redirect(find_list(request, address))


@require_safe
def by_hash(request: HttpRequest, address: str, id_hash: str) -> HttpResponse:
    """To the message whose Message-ID has this hash, which stands in mail that Mailman sent."""
    mailing_list = find_list(request, address)
    stored = Message.objects.stored().posted_on(mailing_list, request.user).with_hash(id_hash)
    return redirect(get_object_or_404(stored).url(mailing_list.slug))


def find_list(request: HttpRequest, address: str) -> MailingList:
    found = MailingList.objects.visible_to(request.user).addressed(address).in_order().first()
    if found is None:
        raise Http404
    return found
