"""Files that nothing names any more do not stay, and cards of questions are renewed with the names on them."""

from django.db.models import F
from procrastinate.types import JSONDict

from network.conversations.models import Thread
from network.core.tasks import PATIENT, app
from network.feed.actions import forget_mentions, forget_writer
from network.feed.files import sweep_lost_bytes, sweep_orphans
from network.feed.models import Asked
from profiles.events import PersonErased, ProfileChanged, ProfilesChanged


@app.periodic(cron="41 * * * *")
@app.task(retry=PATIENT, queueing_lock="sweep-files")
def sweep_files(timestamp: int) -> None:
    """Every hour; with ORPHANED_AFTER nothing outlives a day."""
    sweep_orphans()
    sweep_lost_bytes()


def person_erased(event: PersonErased) -> None:
    """What the person had not published goes; a task takes their name out of what others wrote."""
    forget_writer(person_id=event.person_id)
    forget_mentions_in_posts.defer(handle_ids=list(event.handle_ids))


def profile_changed(event: ProfileChanged) -> None:
    """Cards name those who are asked: a task renews them."""
    renew_asked_cards.defer(person_id=event.person_id)


def profiles_changed(event: ProfilesChanged) -> None:
    """The same for many: one statement of the caller's transaction."""
    jobs: list[JSONDict] = [{"person_id": person_id} for person_id in event.person_ids]
    if jobs:
        renew_asked_cards.batch_defer(*jobs)


@app.task(retry=PATIENT)
def forget_mentions_in_posts(handle_ids: list[int]) -> None:
    """Harmless to repeat."""
    forget_mentions(handle_ids=handle_ids)


@app.task(retry=PATIENT)
def renew_asked_cards(person_id: int) -> None:
    """Raises the version of every question that the person was asked; harmless to repeat."""
    asked = Asked.objects.filter(person=person_id).values("post")
    Thread.objects.filter(pk__in=asked).update(version=F("version") + 1)
