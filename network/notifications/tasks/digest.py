"""The daily summary: what is unread and was not mailed, once a working day at 07:30 where the organisation is.

It brings one's own news alone (answers, conversations one takes part in, groups), never a list of posts: who has
nothing waiting gets nothing.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation
from django.utils.translation import ngettext
from procrastinate.types import JSONDict

from network.core.clock import is_working_day
from network.core.tasks import PATIENT, app
from network.notifications.actions import claim_digest, finish_digest, release_digest
from network.notifications.models import DIGEST, Notification
from network.notifications.queries import Letter, actors_of, digest_rows, letters_for, people_with_digest
from network.notifications.tasks.compose import compose, identity
from profiles.models import Person

logger = logging.getLogger("glod.notifications")
HOUR, MINUTE = 7, 30
BATCH = 100  # people in one job
SHOWN = 20  # news in one summary; the rest is counted


@app.periodic(cron="*/15 * * * *")  # the schedule counts in UTC; which quarter is 07:30 here changes with summer time
@app.task(retry=PATIENT)
def send_digests(timestamp: int) -> None:
    """At 07:30 on a working day: jobs of a hundred people each, for everybody who has news to sum up."""
    local = timezone.localtime(datetime.fromtimestamp(timestamp, tz=timezone.get_default_timezone()))
    if (local.hour, local.minute) != (HOUR, MINUTE) or not is_working_day(local.date()):
        return
    people = people_with_digest()
    day = local.date().isoformat()
    jobs: list[JSONDict] = [{"day": day, "people": [*people[i : i + BATCH]]} for i in range(0, len(people), BATCH)]
    if jobs:
        send_digest_batch.batch_defer(*jobs)


@app.task(retry=PATIENT)
def send_digest_batch(day: str, people: list[int]) -> None:
    """Sends each of these people their summary of the day, at most once; a failure of one does not stop the others."""
    rows: dict[int, list[Notification]] = {}
    for row in digest_rows().filter(recipient__in=people).order_by("recipient", "-moment", "-pk"):
        rows.setdefault(row.recipient_id, []).append(row)
    named = actors_of(row for news in rows.values() for row in news)
    failed = 0
    with get_connection() as connection:
        for person in Person.objects.active().filter(pk__in=list(rows)):
            try:
                _send_one(person, date.fromisoformat(day), rows[person.pk], named, connection)
            except Exception:
                failed += 1
                logger.exception("a summary did not go out")
    if failed:
        raise RuntimeError(f"{failed} summaries did not go out")


def _send_one(
    person: Person,
    day: date,
    rows: Sequence[Notification],
    named: Mapping[int, Person],
    connection: BaseEmailBackend,
) -> None:
    with translation.override(person.language):
        letters = [letter for letter in letters_for(person, rows, named) if _belongs(letter)]
        if not letters:
            return
        claimed = claim_digest(recipient_id=person.pk, day=day, ids=[letter.news.pk for letter in letters])
        if not claimed:
            return
        try:
            still = [letter for letter in letters if letter.news.pk in claimed]
            compose(person, still[:SHOWN], "digest", _words(person, day, len(still)), connection).send()
        except Exception:
            release_digest(recipient_id=person.pk, day=day, ids=claimed)
            raise
    finish_digest(recipient_id=person.pk, day=day)


def _belongs(letter: Letter) -> bool:
    return bool(letter.subject.title) and not letter.subject.muted


def _words(person: Person, day: date, count: int) -> dict[str, object]:
    title = ngettext("%(count)d thing is waiting for you", "%(count)d things are waiting for you", count)
    return {
        "title": title % {"count": count},
        "kind": DIGEST,
        "message_id": identity(person.pk, day),
        "more": max(0, count - SHOWN),
    }
