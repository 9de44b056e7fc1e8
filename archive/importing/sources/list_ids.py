"""The lists that mail of a source names in its headers: what a list learns of itself, and mail of other lists told.

Writes `list_id` and `address` of `archive_mailinglist` where they are empty; nothing that a person wrote is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from archive.importing.list_choice import headers_of
from archive.mail.headers import list_id_in
from archive.mail.readers import RawMail, SourceProblem, UnreadableSource, read_source
from archive.models import ImportRun, MailingList, widths

LIST_POST = re.compile(
    rb"^List-Post:[^\n]{0,80}?<mailto:([^\s<>?@]{1,200}@[\w.-]{1,200})", re.MULTILINE | re.IGNORECASE
)
# All of the first mails are asked, then one in so many: headers are long, and a list seldom changes its name.
ALL_OF_THE_FIRST, THEN_ONE_IN = 200, 20
# A list takes over what nearly all mail says, and mail of another list is told when it is more than a few strays.
NEARLY_ALL = 0.9
WORTH_TELLING = 0.05
OTHERS_CAME = (
    "About {share:.0%} of this mail names the list {list_id}, and stands on {slug} with the rest. To give each list its"
    " own mail, undo this run and import once more, each mail onto the list that it names."
)


class NamedLists:
    """Counts of the List-Ids and addresses that mail names while it is read; `mails` are those that were asked."""

    def __init__(self) -> None:
        self.passing = self.mails = 0
        self.ids: Counter[str] = Counter()
        self.addresses: Counter[str] = Counter()

    def heard(self, found: Iterable[RawMail | SourceProblem]) -> Iterator[RawMail | SourceProblem]:
        """What was found, unchanged, counted on its way."""
        for item in found:
            if isinstance(item, RawMail):
                if self.passing < ALL_OF_THE_FIRST or self.passing % THEN_ONE_IN == 0:
                    self.count(headers_of(item.content))
                self.passing += 1
            yield item

    def count(self, head: bytes) -> None:
        self.mails += 1
        list_id = list_id_in(head)
        if list_id:
            self.ids[list_id] += 1
            if post := LIST_POST.search(head):
                self.addresses[post[1].decode("utf-8", "replace")] += 1


def teach(mailing_list: MailingList, named: NamedLists) -> None:
    """Gives a list the List-Id and address that nearly all its mail names, unless another list has them."""
    list_id = said_by_nearly_all(named.ids, named)
    if list_id and not MailingList.objects.filter(list_id=list_id).exists():
        bare = MailingList.objects.filter(pk=mailing_list.pk, list_id="")
        bare.update(list_id=list_id[: widths.LIST_ID])
    known = MailingList.objects.filter(pk=mailing_list.pk, list_id=list_id)
    address = said_by_nearly_all(named.addresses, named)
    if address and not MailingList.objects.addressed(address).exclude(pk=mailing_list.pk).exists():
        known.filter(address="").update(address=address[: widths.LIST_ADDRESS])


def said_by_nearly_all(counted: Counter[str], named: NamedLists) -> str:
    said, count = next(iter(counted.most_common(1)), ("", 0))
    return said if count >= NEARLY_ALL * named.mails else ""


def others_in(mailing_list: MailingList, named: NamedLists) -> list[str]:
    """A sentence for each list beside the one of most mail of which more than a few mails came."""
    own = mailing_list.list_id or next(iter(named.ids.most_common(1)), ("", 0))[0]
    return [
        OTHERS_CAME.format(share=count / named.mails, list_id=list_id, slug=mailing_list.slug)
        for list_id, count in named.ids.most_common()
        if list_id != own and count >= WORTH_TELLING * named.mails
    ]


def lists_named_in(sources: Iterable[Path]) -> list[str]:
    """The List-Ids that mail of these sources names, those of most mail first; "" stands for mail that names none."""
    named = NamedLists()
    for source in sources:
        with suppress(UnreadableSource):
            for item in read_source(source):
                if isinstance(item, RawMail):
                    named.count(headers_of(item.content))
    ids = [list_id for list_id, _ in named.ids.most_common()]
    return [*ids, ""] if named.mails > named.ids.total() else ids


def only_of(list_id: str, found: Iterable[RawMail | SourceProblem]) -> Iterator[RawMail | SourceProblem]:
    """Mail that names this list; with ImportRun.NO_LIST_ID, mail that names none."""
    wanted = "" if list_id == ImportRun.NO_LIST_ID else list_id
    for item in found:
        if isinstance(item, SourceProblem) or list_id_in(headers_of(item.content)) == wanted:
            yield item
