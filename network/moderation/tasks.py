"""The clock of moderation, every quarter of an hour; each time it does what has come due, and no more."""

from network.core.tasks import PATIENT, app
from network.moderation.actions.clock import turn_cases


@app.periodic(cron="*/15 * * * *")
@app.task(retry=PATIENT, queueing_lock="moderation-clock")
def turn_moderation(timestamp: int) -> None:
    """What is hidden for the time being ends, authors are waited for no longer, cases close. Harmless to repeat."""
    turn_cases()
