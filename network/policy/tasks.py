"""What time does to the rules: versions come to count, people are reminded; and letters to many."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import islice

from django.utils.timezone import localdate

from network.core.tasks import PATIENT, app
from network.notifications.actions import News, notify
from network.notifications.models import Kind
from network.policy.access import bound_by
from network.policy.actions.clock import due, let_count, note_silence
from network.policy.actions.hits import fold_hits
from network.policy.actions.knowing import remind_people
from network.policy.actions.measures import lapse_measures
from network.policy.events import VersionMoved
from network.policy.models import Reminder, Version
from network.policy.queries.knowing import Owing, everybody_owing
from network.policy.states import State
from profiles.models import Person

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


# The schedule counts in UTC; which of its quarters is midnight here changes with summer time.
@app.periodic(cron="*/15 * * * *")
@app.task(retry=PATIENT, queueing_lock="policy-days")
def turn_versions(timestamp: int) -> None:
    """Versions whose day has come count; representatives whose day has passed have not answered. Harmless to repeat."""
    counting, waiting = due(localdate())
    for version in counting:
        let_count(version=version)
    for version in waiting:
        note_silence(version=version)


def version_moved(event: VersionMoved) -> None:
    """Letters to everybody whom a version binds, when it is published: many, so a task writes them."""
    if event.after == State.SCHEDULED:
        tell_bound.defer(version_id=event.version_id)


@app.task(retry=PATIENT)
def tell_bound(version_id: int) -> None:
    """One letter to each. Harmless to repeat."""
    version = Version.objects.select_related("document").get(pk=version_id)
    people = Person.objects.active().filter(bound_by(version.document)).values_list("pk", flat=True)
    notify(list(people), News(Kind.POLICY, f"version:{version.pk}", 0))


@app.periodic(cron="20 4 * * *")  # UTC: after midnight here, summer and winter
@app.task(retry=PATIENT, queueing_lock="lapse-measures")
def lapse_measures_of_today(timestamp: int) -> None:
    """Every night: whose day has passed is noted and told, once."""
    lapse_measures()


@app.periodic(cron="35 2 * * *")
@app.task(retry=PATIENT, queueing_lock="fold-hits")
def fold_old_hits(timestamp: int) -> None:
    """Every night: hits older than thirty days become numbers of a month."""
    fold_hits()
