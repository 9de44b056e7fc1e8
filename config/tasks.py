"""Jobs that see to other jobs: those whose worker died are begun again, and those long done are forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

# A worker says each ten seconds that it lives.
LONGEST_SILENCE_SECONDS = 120
DONE_IS_KEPT_HOURS = 24 * 7


@app.periodic(cron="*/5 * * * *")
@app.task(name="config.see_to_jobs", queueing_lock="config.see_to_jobs")
async def see_to_jobs(timestamp: int) -> None:
    """Begins the jobs of lost workers again: each looks first at what is left to do. `timestamp` is when it was due."""
    jobs = app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=LONGEST_SILENCE_SECONDS):
        await jobs.retry_job(job)
    await jobs.prune_stalled_workers(LONGEST_SILENCE_SECONDS)
    await jobs.delete_old_jobs(nb_hours=DONE_IS_KEPT_HOURS)
