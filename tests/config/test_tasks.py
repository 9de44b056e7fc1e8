"""Jobs of workers that died, on the real tables of the queue."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from archive.tasks import run_import
from config.tasks import see_to_jobs
from tests.awaiting import awaited

pytestmark = pytest.mark.django_db(transaction=True)


def begun_by_worker(heard: str) -> int:
    """A job at which a worker is that was last heard of so long ago."""
    key = run_import.defer(run_id=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
            [heard],
        )
        [worker] = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, key]
        )
    return key


@pytest.mark.parametrize(("heard", "then"), [("1 hour", "todo"), ("5 seconds", "doing")])
def test_a_job_whose_worker_died_is_begun_again(heard: str, then: str) -> None:
    key = begun_by_worker(heard)
    awaited(see_to_jobs.func, 0)
    assert ProcrastinateJob.objects.get(pk=key).status == then
