"""Whom somebody has muted or blocked; asked by themselves alone."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from profiles.models import Person, PersonMute


def muted_by(person: Person) -> "QuerySet[PersonMute]":
    """The person's own list, by name."""
    return PersonMute.objects.filter(person=person).select_related("other__department").order_by("other__name", "pk")


def mute_of(person: Person, colleague: Person) -> PersonMute | None:
    """How the person keeps the colleague away, if they do; nothing is asked where nobody is."""
    if colleague.pk not in person.quiet:
        return None
    return PersonMute.objects.filter(person=person, other=colleague).first()


def deaf_to(actor_id: int, people: Collection[int], *, is_to_them: bool) -> set[int]:
    """Those of the people who are not told what the actor does; one query.

    What is sent to somebody themselves (`is_to_them`) passes a mute. A block stops it, and the other way too.
    """
    mine = Q(person__in=people, other=actor_id)
    rows = PersonMute.objects.filter(
        (mine & Q(kind=PersonMute.Kind.BLOCK) if is_to_them else mine)
        | Q(person=actor_id, other__in=people, kind=PersonMute.Kind.BLOCK)
    )
    return {other if person == actor_id else person for person, other in rows.values_list("person_id", "other_id")}
