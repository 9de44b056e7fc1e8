"""Connections that pages share: a bounded number for each process that serves them."""

from __future__ import annotations

from django.conf import settings
from django.db import connections

# Whoever finds all connections taken waits so long; beyond so many who wait, nobody else does. Both end in a 503.
LONGEST_WAIT_SECONDS = 10
MOST_WAITING = 500


def share_connections() -> None:
    """Lets this process, which serves pages, use a pool. Called before its first connection."""
    chosen = connections.settings["default"]
    chosen["CONN_HEALTH_CHECKS"] = True
    chosen["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": settings.DATABASE_CONNECTIONS,
        "timeout": LONGEST_WAIT_SECONDS,
        "max_waiting": MOST_WAITING,
        # One that cannot be made is tried for again by the next who needs it, not after longer and longer pauses.
        "reconnect_timeout": 2,
    }
