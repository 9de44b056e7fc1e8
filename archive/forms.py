"""The forms of administrators: what to import, and which message a thread goes below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from archive.access import Reader, groups_of_readers
from archive.importing.list_choice import make_new_list, slug_of
from archive.importing.threads.regrouping import ITSELF
from archive.importing.uploads import PathError, path_below_import_root
from archive.links import ids_meant
from archive.models import ImportRun, MailingList, Message
from archive.models.messages import MessageQuerySet

WHAT_IS_TAKEN = (
    "Several at once, packed or not: mbox, single mails, archives of pipermail as text, as HTML or copied;"
    " a folder of mail (Maildir, MH, .eml) or a whole archive as zip or tar."
)
NO_GROUP = (
    "Choose the groups that read it: without any, only superusers could."
    " Groups are made under Administration → Groups."
)
BY_LIST_ID = (
    "By the List-Id in its headers. New lists are for members until you open them. Each has a run of its own."
)
SLUG_STAYS = (
    "In small letters, with hyphens, it stands in the list's addresses for good; the name itself can change."
)
HOW_TO_SET_ROOT = (
    "To import from the server's disk, set IMPORT_ROOT in the environment to a folder there,"
    " and start Postil again."
)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Uploaded files, none of them empty."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files: Sequence[UploadedFile[bytes]] = data or []
        for file in files:
            if not file.size:
                raise ValidationError(
                    f"{file.name} is empty: there is no mail in it. Check that it was copied whole."
                )
        return list(files)


class ImportForm(forms.Form):
    """What to import, and onto which list."""

    uploads = SeveralFilesField(required=False, label="Files from your computer")
    path = forms.CharField(required=False, max_length=1000, label="Or a path on the server")
    mailing_list = forms.ModelChoiceField(
        MailingList.objects.none(), required=False, label="A list that is here", empty_label="—"
    )
    new_list = forms.CharField(
        required=False,
        max_length=80,
        label="Or the name of a new list",
        help_text=SLUG_STAYS,
    )
    by_list_id = forms.BooleanField(
        required=False,
        label="Or each mail onto the list that it names",
        help_text=BY_LIST_ID,
    )
    visibility = forms.ChoiceField(
        choices=MailingList.Visibility.choices,
        initial=MailingList.Visibility.MEMBERS,
        label="Who reads a new list",
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        required=False,
        label="Groups that read it",
        help_text="For «Groups» above. You can change both later, under Mailing lists.",
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        lists = self.fields["mailing_list"]
        assert isinstance(lists, forms.ModelChoiceField)  # noqa: S101 - the field above
        lists.queryset = MailingList.objects.visible_to(reader).in_order()
        groups = self.fields["groups"]
        assert isinstance(groups, forms.ModelMultipleChoiceField)  # noqa: S101 - the field above
        groups.queryset = groups_of_readers()
        self.fields["uploads"].help_text = WHAT_IS_TAKEN
        self.fields["path"].disabled = not settings.IMPORT_ROOT
        self.fields["path"].help_text = (
            f"A file, a folder or a repository of public-inbox below {settings.IMPORT_ROOT}."
            if settings.IMPORT_ROOT
            else HOW_TO_SET_ROOT
        )

    def clean_path(self) -> Path | None:
        typed = self.cleaned_data["path"].strip()
        try:
            return path_below_import_root(typed) if typed else None
        except PathError as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_new_list(self) -> str:
        """A name whose slug is free: mail does not slip onto a list that is there."""
        name: str = self.cleaned_data["new_list"].strip()
        if name and MailingList.objects.visible_to(self.reader).filter(slug=slug_of(name)).exists():
            raise ValidationError(
                f"There is a list {slug_of(name)} already. Choose it above, or give another name."
            )
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"uploads", "path"} and not (data.get("uploads") or data.get("path")):
            self.add_error("uploads", "Choose files, or name a path on the server.")
        if not self.errors.keys() & {"mailing_list", "new_list"}:
            self.check_list(data)
        if (
            data.get("new_list")
            and data.get("visibility") == MailingList.Visibility.GROUPS
            and not data.get("groups")
        ):
            self.add_error("groups", NO_GROUP)
        return data

    def check_list(self, data: dict[str, Any]) -> None:
        """One way to find the list is taken, and no more."""
        ways = [name for name in ("mailing_list", "new_list", "by_list_id") if data.get(name)]
        if not ways:
            self.add_error("mailing_list", "Choose a list, name a new one, or let each mail name its list.")
        for way in ways[1:]:
            self.add_error(
                way, "Choose a list, name a new one or let each mail name its list: only one of these."
            )

    def paths(self) -> list[Path]:
        return [path] if (path := self.cleaned_data["path"]) else []

    def chosen_list(self) -> MailingList | None:
        """The list that was chosen, or the new one, made now; None where each mail names its list."""
        if self.cleaned_data["by_list_id"]:
            return None
        chosen: MailingList | None = self.cleaned_data["mailing_list"]
        if chosen is None:
            chosen = make_new_list(self.cleaned_data["new_list"], self.cleaned_data["visibility"])
            chosen.groups.set(self.cleaned_data["groups"])
        return chosen

    def only_list_id(self) -> str:
        return ImportRun.EACH_LIST_ID if self.cleaned_data["by_list_id"] else ""


NO_SUCH_MESSAGE = (
    "There is no such message here that you may read. Paste its Message-ID, or the address of its page: it stands"
    " behind “Link” at the message."
)


class JoinForm(forms.Form):
    """Which message the first one of a thread answers."""

    onto = forms.CharField(
        max_length=2000,
        label="The message that it answers",
        help_text="Its Message-ID, or the address of its page on this site.",
    )

    def __init__(self, *args: Any, moving: Message, messages: MessageQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moving, self.messages = moving, messages

    def clean_onto(self) -> Message:
        """The message, among those that this person may meet."""
        ids = ids_meant(self.cleaned_data["onto"])
        found = {message.message_id: message for message in self.messages.filter(message_id__in=ids)}
        onto = next((found[one] for one in ids if one in found), None)
        if onto is None:
            raise ValidationError(NO_SUCH_MESSAGE)
        if onto.thread_id == self.moving.thread_id:
            raise ValidationError(ITSELF)
        return onto


class RangeForm(forms.Form):
    """Words of a message that a page is asked about, in code points."""

    message = forms.CharField()
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
