"""The count on the bell."""

from django.template.loader import render_to_string

from network.live.log import record
from network.notifications.events import InboxChanged
from profiles.models import Person


def inbox_changed(event: InboxChanged) -> None:
    """The bell of each person shows the new count."""
    for person_id in event.people:
        record(f"person:{person_id}", "replace", "inbox", person_id)


def render_counts(ids: list[int]) -> dict[int, str]:
    """Fragment "inbox": templates/notifications/_count.html, of people by id."""
    rows = Person.objects.get_queryset().filter(pk__in=ids).values_list("pk", "unread_count")
    return {pk: render_to_string("notifications/_count.html", {"unread_count": count}) for pk, count in rows}


def visible_counts(person: Person, ids: list[int]) -> set[int]:
    """Only one's own."""
    return {person.pk} & set(ids)
