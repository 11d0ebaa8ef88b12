"""What time does to the rules: reminds those who have not acknowledged what counts."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import islice

from django.utils.timezone import localdate

from network.core.tasks import PATIENT, app
from network.policy.actions.knowing import remind_people
from network.policy.models import Reminder, Version
from network.policy.queries.knowing import Owing, everybody_owing

FIRST, SECOND = timedelta(days=3), timedelta(days=7)  # after it came to count, or after the person came
PORTION = 500  # people told in one transaction


@app.periodic(cron="35 5 * * *")
@app.task(retry=PATIENT, queueing_lock="remind-of-rules")
def remind_of_rules(timestamp: int) -> None:
    """Every morning, harmless to repeat: each is claimed before it is sent, and nobody gets two in a day."""
    today = localdate()
    wanted: dict[tuple[int, int], list[int]] = defaultdict(list)
    versions: dict[int, Version] = {}
    for owing in everybody_owing():
        number = step_of(owing, today)
        if number:
            wanted[owing.version.pk, number].append(owing.person_id)
            versions[owing.version.pk] = owing.version
    for (version_id, number), people in wanted.items():
        _remind(versions[version_id], number, people)


def step_of(owing: Owing, today: date) -> int:
    """How far the reminders have come for somebody; 0: none is due, or they are away and are left in peace."""
    if owing.is_away:
        return 0
    if today >= owing.due_on:
        return 3
    return int(today >= owing.begins_on + FIRST) + int(today >= owing.begins_on + SECOND)


def _remind(version: Version, number: int, people: list[int]) -> None:
    """Those who have not got this one or a later one; a step that somebody was away for is not made up for."""
    later = Reminder.objects.filter(version=version, number__gte=number).values_list("person_id", flat=True)
    waiting = iter(sorted(set(people) - set(later)))
    while portion := list(islice(waiting, PORTION)):
        remind_people(version=version, number=number, person_ids=portion)
