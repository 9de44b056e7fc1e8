"""Django's PostgreSQL backend, on the embedded server when no other is named. PostgreSQL 15 is the oldest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.postgresql.features import DatabaseFeatures as PostgresFeatures


class DatabaseFeatures(PostgresFeatures):
    minimum_database_version = (15,)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def get_connection_params(self) -> dict[str, Any]:
        if settings.EMBEDDED_POSTGRES:
            from config import embedded  # noqa: PLC0415 - never imported where a server is named

            self.settings_dict["HOST"] = str(embedded.ensure_running(settings.EMBEDDED_POSTGRES))
        params: dict[str, Any] = super().get_connection_params()
        return params
