"""Addresses of notes and tags."""

from django.urls import path

from annotations.views import notes, tags

app_name = "annotations"

urlpatterns = [
    path("annotations/new/", notes.new, name="new"),
    path("annotations/suggest-tags/", notes.suggest, name="suggest"),
    path("annotations/<uuid:pk>/edit/", notes.edit, name="edit"),
    path("annotations/<uuid:pk>/delete/", notes.delete, name="delete"),
    path("annotations/<uuid:pk>/restore/", notes.restore, name="restore"),
    path("annotations/<uuid:pk>/resolve/", notes.resolve, name="resolve"),
    path("annotations/<uuid:pk>/reopen/", notes.reopen, name="reopen"),
    path("annotations/<uuid:pk>/reply/", notes.reply, name="reply"),
    path("annotations/replies/<int:pk>/delete/", notes.delete_reply, name="delete_reply"),
    path("annotations/<uuid:pk>/", tags.annotation, name="annotation"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<path:path>/", tags.tag, name="tag"),
]
