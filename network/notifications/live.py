"""The count on the bell."""

from network.live.contract import Context, Fragment
from network.live.log import record
from network.notifications.events import InboxChanged
from network.notifications.tasks import tell_counts
from profiles.models import Person

AT_ONCE = 25  # more people than this are told by a job: nobody waits for it


def inbox_changed(event: InboxChanged) -> None:
    """The bell of each person shows the new count."""
    if len(event.people) > AT_ONCE:
        tell_counts.defer(people=list(event.people))
        return
    for person_id in event.people:
        record(f"person:{person_id}", "replace", "inbox", person_id)


def load_counts(ids: list[int]) -> dict[int, Context]:
    """Fragment "inbox": templates/notifications/_count.html, of people by id."""
    rows = Person.objects.get_queryset().filter(pk__in=ids).values_list("pk", "unread_count")
    return {pk: {"unread_count": count} for pk, count in rows}


def visible_counts(person: Person, ids: list[int]) -> set[int]:
    """Only one's own."""
    return {person.pk} & set(ids)


INBOX = Fragment("notification-count", "notifications/_count.html", load_counts, visible_counts)
