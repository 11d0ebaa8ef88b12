"""Cards bear the names as they are now, other rooms are told of, and an erased writer leaves nothing unpublished."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F
from procrastinate.types import JSONDict

from network.conversations.models import Thread
from network.core.tasks import PATIENT, app
from network.feed.actions import forget_mentions, forget_writer, tell_source
from network.feed.models import Asked
from profiles.events import PersonErased, ProfileChanged, ProfilesChanged


def telling(sources_of: Callable[[Any], Sequence[str]]) -> Callable[[Any], None]:
    """A handler: what an event of a room above is about becomes posts, or changes them; harmless to repeat."""

    def tell(event: Any) -> None:
        for source in sources_of(event):
            tell_source(source=source)

    return tell


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
