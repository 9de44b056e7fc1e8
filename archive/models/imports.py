"""Import runs, their problems, mail in quarantine, and the cursors of sources that are followed."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from archive.mail.packing import unpack
from archive.models import widths
from archive.models.lists import MailingList


class ImportRun(models.Model):
    """One import. `found = stored + already_present + quarantined` holds at every commit."""

    class State(models.TextChoices):
        QUEUED = "queued", "waiting for a worker"
        RUNNING = "running", "running"
        DONE = "done", "done"
        EMPTY = "empty", "read no mail"
        FAILED = "failed", "ended early"
        PAUSED = "paused", "paused"
        STOPPED = "stopped", "stopped"
        UNDOING = "undoing", "being undone"
        UNDONE = "undone", "undone"

    class Wish(models.TextChoices):
        NONE = "", "go on"
        PAUSE = "pause", "pause after this batch"
        STOP = "stop", "stop after this batch"

    # What `only_list_id` says beside a List-Id: mail that names none; and that the run is to be divided by lists.
    NO_LIST_ID, EACH_LIST_ID = "-", "*"

    mailing_list = models.ForeignKey(
        MailingList, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_runs"
    )
    only_list_id = models.CharField(
        max_length=widths.LIST_ID, blank=True, help_text="only mail whose List-Id header says this is taken"
    )
    makes_list = models.BooleanField(
        default=False, help_text="whether its list was made for it, to go again when it reads no mail"
    )
    is_delivery = models.BooleanField(
        default=False, help_text="whether mail came by itself: followed, or handed over"
    )
    sources = models.JSONField(default=list, help_text="paths on the server")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_runs"
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True, help_text="when a worker last wrote here")
    finished_at = models.DateTimeField(null=True)
    wish = models.CharField(max_length=10, choices=Wish, default=Wish.NONE, blank=True)
    source_number = models.PositiveIntegerField(default=0, help_text="sources read to their end")
    mails_done = models.PositiveIntegerField(
        default=0, help_text="mails of the source under way that are counted"
    )
    bytes_total = models.BigIntegerField(default=0)
    bytes_read = models.BigIntegerField(default=0)
    now_reading = models.TextField(blank=True)
    found = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    already_present = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    threads = models.PositiveIntegerField(default=0)
    passages = models.PositiveIntegerField(default=0)
    unreadable_sources = models.PositiveIntegerField(default=0)
    rates = models.JSONField(default=list, help_text="messages per second, of late, newest last")
    inboxes = models.JSONField(
        default=dict, help_text="how far public-inbox repositories were read before, and are read now"
    )
    is_joined = models.BooleanField(
        default=False, help_text="whether people, quotes and held places of what it brought are settled"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], name="run_not_joined", condition=models.Q(is_joined=False)),
            models.Index(fields=["-id"], name="run_asked_for", condition=models.Q(is_delivery=False)),
        ]

    def __str__(self) -> str:
        return f"Import run {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("admin:archive_importrun_change", args=[self.pk])

    @property
    def has_files(self) -> bool:
        """Whether its mail stands in files, which may be read again, and was not handed over or fetched."""
        return all(PurePath(source).is_absolute() for source in self.sources)

    @property
    def mails_passed(self) -> int:
        """Mails of its sources that were not read again: earlier runs had read all up to them."""
        return sum(one.get("passed", 0) for one in self.inboxes.values())

    @property
    def is_over(self) -> bool:
        """Whether nobody works on it; a paused one may be continued."""
        return self.state not in {self.State.QUEUED, self.State.RUNNING, self.State.UNDOING}

    @property
    def may_be_undone(self) -> bool:
        return self.state in {
            self.State.DONE, self.State.EMPTY, self.State.FAILED, self.State.STOPPED, self.State.UNDOING,
        }  # fmt: skip


class Sighting(models.Model):
    """That a run met a message which was on the list: when the run that brought it is undone, it stays."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    mailing_list = models.ForeignKey(MailingList, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey("archive.Message", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.message_id} met by {self.run_id}"


class ImportProblem(models.Model):
    """Something that went wrong at a place in a source, mail or no mail."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    source = models.TextField()
    offset = models.BigIntegerField(default=0)
    reason = models.TextField()
    kind = models.CharField(max_length=widths.PROBLEM_KIND, help_text="the reason without its particulars")

    def __str__(self) -> str:
        return self.reason


class QuarantineQuerySet(models.QuerySet["Quarantine"]):
    def held(self) -> Self:
        return self.filter(state=Quarantine.State.HELD)


class Quarantine(models.Model):
    """Mail that could not be stored: its bytes (zstd), where they stood, and why."""

    class State(models.TextChoices):
        HELD = "held", "held"
        STORED = "stored", "stored at a later try"
        DISMISSED = "dismissed", "dismissed"

    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="quarantine")
    mailing_list = models.ForeignKey(MailingList, on_delete=models.CASCADE, related_name="quarantine")
    source = models.TextField()
    offset = models.BigIntegerField(default=0, help_text="bytes into the unpacked source")
    envelope = models.TextField(blank=True)
    dialect = models.CharField(max_length=12, default="mbox")
    raw = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the raw mail")
    reason = models.TextField()
    kind = models.CharField(max_length=widths.PROBLEM_KIND, help_text="the reason without its particulars")
    met_by = ArrayField(
        models.BigIntegerField(), default=list, help_text="keys of the runs that met it, the first one first"
    )
    tries = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuarantineQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "quarantine"
        constraints = [
            models.UniqueConstraint(
                fields=["mailing_list", "digest"], name="one_quarantine_per_mail_and_list"
            )
        ]
        indexes = [models.Index(fields=["state", "kind"], name="quarantine_by_kind")]

    def __str__(self) -> str:
        return f"{self.source} at byte {self.offset}"

    def raw_mail(self) -> bytes:
        return unpack(self.raw)


class FollowedQuerySet(models.QuerySet["Followed"]):
    def of_source(self, source: str) -> Self:
        """Newest first: of a source that is followed onto several lists."""
        return self.filter(source=source).select_related("mailing_list").order_by("-pk")

    def onto(self, mailing_list: MailingList) -> Self:
        return self.filter(mailing_list=mailing_list)

    def move(self, key: int | None, list_key: int, source: str, cursor: dict[str, Any]) -> int:
        """Moves a cursor and returns its key. One that `key` names is left where it was forgotten since."""
        if key is None:
            moved, _ = self.update_or_create(
                mailing_list_id=list_key, source=source, defaults={"cursor": cursor}
            )
            return moved.pk
        self.filter(pk=key).update(cursor=cursor, read_at=timezone.now())
        return key


class Followed(models.Model):
    """How far a source was read onto a list, to begin behind that; what the cursor holds is its kind's affair.

    A row is forgotten when a run of its source is undone, and no cursor that builds on it is kept from then on.
    """

    mailing_list = models.ForeignKey(MailingList, on_delete=models.CASCADE, related_name="followed")
    source = models.TextField()
    cursor = models.JSONField(default=dict)
    read_at = models.DateTimeField(auto_now=True, help_text="when mail last came from there")

    objects = FollowedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "followed"
        constraints = [
            models.UniqueConstraint(fields=["mailing_list", "source"], name="one_cursor_per_source_and_list")
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.mailing_list_id}"
