"""Every address begins here."""

from django.contrib import admin
from django.urls import include, path

from config.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("healthz", health, name="health"),
    path("", include("annotations.urls")),
    path("", include("archive.urls")),
]
