"""Work on conversations that is slower than a render."""

from django.db.models import F, Q
from procrastinate.types import JSONDict

from network.conversations.actions import end_restrictions, forget_mentions
from network.conversations.files import sweep_lost_bytes, sweep_orphans
from network.conversations.models import Comment, Thread
from network.conversations.stubs import forget_who_knew
from network.core.tasks import PATIENT, app
from profiles.events import PersonErased, ProfileChanged, ProfilesChanged


def profile_changed(event: ProfileChanged) -> None:
    """Cards show names and faces: a task renews those of the person."""
    renew_cards_of.defer(person_id=event.person_id)


def profiles_changed(event: ProfilesChanged) -> None:
    """The same for many: one statement of the caller's transaction."""
    jobs: list[JSONDict] = [{"person_id": person_id} for person_id in event.person_ids]
    if jobs:
        renew_cards_of.batch_defer(*jobs)


def person_erased(event: PersonErased) -> None:
    """Others mention them: a task takes their name out of that."""
    forget_mentions_of.defer(person_id=event.person_id, handle_ids=list(event.handle_ids))


@app.task(retry=PATIENT)
def forget_mentions_of(person_id: int, handle_ids: list[int]) -> None:
    """Comments and the history; harmless to repeat."""
    forget_mentions(person_id=person_id, handle_ids=handle_ids)


@app.task(retry=PATIENT)
def renew_cards_of(person_id: int) -> None:
    """Raises the version of every thread the person wrote or answered in; harmless to repeat."""
    answered = Comment.objects.filter(author=person_id).values("thread")
    Thread.objects.filter(Q(author=person_id) | Q(pk__in=answered)).update(version=F("version") + 1)
    Comment.objects.filter(author=person_id).update(version=F("version") + 1)


@app.periodic(cron="* * * * *")
@app.task(retry=PATIENT, queueing_lock="lift-what-is-over")
def lift_what_is_over(timestamp: int) -> None:
    """Every minute: restrictions whose time is over are noted as lifted."""
    end_restrictions()


@app.periodic(cron="41 * * * *")
@app.task(retry=PATIENT, queueing_lock="sweep-files", aliases=["network.feed.tasks.sweep_files"])  # its name before
def sweep_files(timestamp: int) -> None:
    """Every hour; with ORPHANED_AFTER nothing outlives a day. Who knew of what is deleted goes after thirty."""
    forget_who_knew()
    sweep_orphans()
    sweep_lost_bytes()
