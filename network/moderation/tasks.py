"""The clock of moderation, every quarter of an hour; each time it does what has come due, and no more."""

from network.core.tasks import PATIENT, app
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.custody import end_grants
from network.moderation.actions.handovers import erase_copies
from network.moderation.actions.keeping import forget_person, keep_periods
from network.moderation.actions.meetings import erase_files
from profiles.events import PersonErased


@app.periodic(cron="*/15 * * * *")
@app.task(retry=PATIENT, queueing_lock="moderation-clock")
def turn_moderation(timestamp: int) -> None:
    """What is hidden for the time being ends, authors are waited for no longer, cases close. Harmless to repeat."""
    turn_cases()
    end_grants()


@app.periodic(cron="50 2 * * 1")
@app.task(retry=PATIENT, queueing_lock="moderation-periods")
def keep_moderation(timestamp: int) -> None:
    """Every Monday night: what has had its time is erased, and a receipt counts it. Harmless to repeat."""
    keep_periods()


def person_erased(event: PersonErased) -> None:
    """Closed cases name them no more; open ones go on."""
    forget_person(person_id=event.person_id)


@app.periodic(cron="20 3 * * *")
@app.task(retry=PATIENT, queueing_lock="handed-over-clock")
def erase_handed_over(timestamp: int) -> None:
    """What moderation keeps of a hand-over, and what the employer's side keeps, each after its own time."""
    erase_copies()
    erase_files()
