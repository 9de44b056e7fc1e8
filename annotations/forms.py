"""The forms of notes and replies."""

from __future__ import annotations

from typing import Any

from django import forms

from annotations.actions import NoteDraft
from annotations.models import Annotation
from annotations.models.tag_paths import MAX_PATH, split_paths

LONGEST_NOTE = 50_000
MOST_TAGS = 30


class TagsField(forms.CharField):
    """Tag paths divided by commas."""

    def clean(self, value: Any) -> list[str]:
        paths = split_paths(super().clean(value))
        if len(paths) > MOST_TAGS:
            raise forms.ValidationError(f"That is {len(paths)} tags; take {MOST_TAGS} at the most.")
        if any(len(path) >= MAX_PATH for path in paths):
            raise forms.ValidationError(f"A tag is too long. Keep each below {MAX_PATH} characters.")
        return paths


class NoteForm(forms.Form):
    """A note, tags, or both, and who may see them."""

    note = forms.CharField(required=False, max_length=LONGEST_NOTE, widget=forms.Textarea, strip=True)
    tags = TagsField(required=False)
    visibility = forms.ChoiceField(
        choices=Annotation.Visibility.choices, required=False, initial=Annotation.Visibility.TEAM
    )

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or Annotation.Visibility.TEAM

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("note") and not data.get("tags"):
            raise forms.ValidationError("Write a note, give a tag, or both.")
        return data

    def draft(self) -> NoteDraft:
        data = self.cleaned_data
        return NoteDraft(data["note"], tuple(data["tags"]), data["visibility"])


class RangeForm(forms.Form):
    """Which words of which message: code points of its text."""

    message = forms.IntegerField(min_value=1)
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)


class ReplyForm(forms.Form):
    note = forms.CharField(max_length=LONGEST_NOTE, widget=forms.Textarea, strip=True)
