"""Old news goes, and many bells at once are told by a job."""

from datetime import timedelta

from network.core.tasks import PATIENT, app
from network.live.log import record
from network.notifications.actions import forget_old_news

KEEP_READ = timedelta(days=90)


@app.periodic(cron="40 2 * * *")
@app.task(retry=PATIENT)
def prune_news(timestamp: int) -> None:
    """Every night: read news older than 90 days is deleted; what is unread stays."""
    forget_old_news(KEEP_READ)


@app.task(retry=PATIENT)
def tell_counts(people: list[int]) -> None:
    """The bell of each of these people shows the new count."""
    for person_id in people:
        record(f"person:{person_id}", "replace", "inbox", person_id)
