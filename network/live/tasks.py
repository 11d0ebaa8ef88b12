"""The log is kept for a day."""

from network.core.tasks import PATIENT, app
from network.live.log import forget_old_entries


@app.periodic(cron="17 * * * *")
@app.task(retry=PATIENT, queueing_lock="forget-old-entries")
def forget_entries(timestamp: int) -> None:
    """Deletes what lies behind the horizon."""
    forget_old_entries()
