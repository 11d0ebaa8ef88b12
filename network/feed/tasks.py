"""Uploads that were never published, and bytes that no row names any more, do not stay."""

from network.core.tasks import PATIENT, app
from network.feed.files import sweep_lost_bytes, sweep_orphans


@app.periodic(cron="41 * * * *")
@app.task(retry=PATIENT, queueing_lock="sweep-files")
def sweep_files(timestamp: int) -> None:
    """Every hour; with ORPHANED_AFTER nothing outlives a day."""
    sweep_orphans()
    sweep_lost_bytes()
