"""What the wire does about people, and the neutral card of a person."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from network.core.cards import cards
from network.live.log import record_revocation
from profiles.events import PersonDeactivated
from profiles.models import Person
from profiles.queries import Hit


def person_deactivated(event: PersonDeactivated) -> None:
    """Every socket of the person closes."""
    record_revocation(event.person_id)


def cards_of(hits: Sequence[Hit]) -> list[tuple[Hit, SafeString]]:
    """Each hit with the card of its person, in order; two queries for those that no cache holds."""
    found = cards("person", [(hit.pk, hit.version) for hit in hits], render_people)
    return [(hit, found[hit.pk]) for hit in hits if hit.pk in found]


def render_people(pks: list[int]) -> dict[int, str]:
    """The html of people's cards, the same for every reader."""
    people = Person.objects.active().for_line().prefetch_related("skills").filter(pk__in=pks)
    return {person.pk: render_to_string("profiles/_person.html", {"colleague": person}) for person in people}
