"""Tags: paths with a colour, a description and aliases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from annotations.models.annotations import Annotation, AnnotationTag
from annotations.models.tag_paths import MAX_PATH, hue_of, normal_path, path_and_above, without_alias

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from archive.access import Reader

SUGGESTIONS = 8


class TagQuerySet(models.QuerySet["Tag"]):
    def below(self, path: str) -> Self:
        """The tag of this path and all tags under it."""
        return self.filter(Q(path=path) | Q(path__startswith=f"{path}/"))

    def by_path(self) -> Self:
        return self.order_by("path")

    def visible_to(self, reader: Reader) -> Self:
        """Tags that stand, or have one below them that stands, on annotations that this person may see; those
        that they made; and those that were made for all, on no annotation."""
        if not reader.is_authenticated:
            return self.none()
        below = Q(tag__path=OuterRef("path")) | Q(tag__path__startswith=Concat(OuterRef("path"), Value("/")))
        seen = AnnotationTag.objects.filter(below, annotation__in=Annotation.objects.visible_to(reader))
        return self.filter(Q(made_by=None) | Q(made_by=reader) | Exists(seen))

    def suggested(self, reader: Reader, typed: str) -> Self:
        """Tags to offer for what is being typed: most used first, then by path."""
        seen = Q(annotations__in=Annotation.objects.visible_to(reader))
        matching = self.filter(pk__in=self.visible_to(reader).matching(typed).values("pk"))
        return matching.annotate(uses=Count("annotations", filter=seen)).order_by("-uses", "path")[
            :SUGGESTIONS
        ]

    def matching(self, typed: str) -> Self:
        """Tags whose path or alias contains what was typed."""
        words = normal_path(typed)
        return self.filter(Q(path__contains=words) | Q(aliases__alias__contains=words)).distinct()

    def get_or_create_paths(self, paths: Sequence[str], maker: User | None = None) -> list[Tag]:
        """The tags of these paths, in that order; an alias gives its tag. New paths are made.

        Whoever makes them keeps them until others see them on an annotation; without a maker they are for all.
        """
        typed = list(dict.fromkeys(path for path in map(normal_path, paths) if path))
        wanted = list(dict.fromkeys(TagAlias.objects.followed(typed).values()))
        every = dict.fromkeys(step for path in wanted for step in path_and_above(path))
        self.bulk_create(
            [Tag(path=path, hue=hue_of(path), made_by=maker) for path in every], ignore_conflicts=True
        )
        found = {tag.path: tag for tag in self.filter(path__in=wanted)}
        return [found[path] for path in wanted]


class Tag(models.Model):
    path = models.CharField(max_length=MAX_PATH, unique=True)
    hue = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(1), MaxValueValidator(8)], help_text="colour, 1 to 8"
    )
    description = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="tags_made", help_text="by whom, on an annotation; nobody when it was made for all",
    )  # fmt: skip

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], name="tag_by_prefix", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        return reverse("annotations:tag", args=[self.path])

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def above(self) -> str:
        """The path above the name, with its slash: `network/`, or nothing."""
        head, slash, _ = self.path.rpartition("/")
        return head + slash

    @property
    def level(self) -> int:
        return len(path_and_above(self.path))


class TagAliasQuerySet(models.QuerySet["TagAlias"]):
    def followed(self, paths: list[str]) -> dict[str, str]:
        """Where paths lead: the longest part from the left that is an alias gives way to its tag's path. A
        path that a tag below an alias has stays."""
        steps = {step for path in paths for step in path_and_above(path)}
        aliases = dict(self.filter(alias__in=steps).values_list("alias", "tag__path"))
        if not aliases:
            return {path: path for path in paths}
        below = [path for path in paths if path not in aliases]
        standing = set(Tag.objects.filter(path__in=below).values_list("path", flat=True))
        return {path: path if path in standing else without_alias(path, aliases) for path in paths}


class TagAlias(models.Model):
    """Another path under which a tag is found, and the tags below it."""

    alias = models.CharField(max_length=MAX_PATH, unique=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="aliases")

    objects = TagAliasQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tag aliases"

    def __str__(self) -> str:
        return f"{self.alias} → {self.tag}"
