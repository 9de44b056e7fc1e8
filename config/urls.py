"""Every address begins here."""

from django.contrib import admin
from django.urls import include, path

from annotations.admin.sample import sample_page
from annotations.views import pages
from archive.urls import archive_urls
from config.health import health

urlpatterns = [
    path("admin/sample/", admin.site.admin_view(sample_page), name="remove_sample"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("healthz", health, name="health"),
    path("", include("annotations.urls")),
    path("", include(archive_urls(pages))),
]

handler500 = "config.requests.availability.broken"
