"""Background work on PostgreSQL: deferred in the caller's transaction, tried again with back-off, parked after five."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

# Five tries over about half an hour; after that the job stays as "failed" for the administrator to see.
PATIENT = RetryStrategy(max_attempts=5, exponential_wait=6)

__all__ = ["PATIENT", "app"]


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="retry-stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Brings back jobs of workers that were killed: tasks claim before they act, so running again is harmless."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=60):
        await jobs.retry_job(job)
    await jobs.prune_stalled_workers(seconds_since_heartbeat=600)
