"""Who says how the work goes, what is expected of it, what it gave, and what is left of it a year later."""

from django.utils.timezone import localdate

from ideas.access.ideas import can_see_idea
from ideas.models import Delivery, Idea, YearNote
from ideas.states import CARRIED_OUT, State
from profiles.models import Person

GOES_ON = frozenset({State.APPROVED, State.IN_PROGRESS})


def delivery_of(idea: Idea) -> Delivery | None:
    """Who carries it out and by when; None before there is a yes."""
    return getattr(idea, "delivery", None)


def delivers(person: Person, idea: Idea) -> bool:
    """Carries it out."""
    delivery = delivery_of(idea)
    return delivery is not None and delivery.owner_id == person.pk


def answers_for_delivery(person: Person, idea: Idea) -> bool:
    """Carries it out or answers for it, works here and reads it; there has been a yes."""
    if not person.is_active or delivery_of(idea) is None:
        return False
    if idea.owner_id != person.pk and not delivers(person, idea):
        return False
    return can_see_idea(person, idea)


def can_change_delivery(person: Person, idea: Idea) -> bool:
    """Whoever carries it out or answers for it, until it is in place."""
    return idea.state in GOES_ON and answers_for_delivery(person, idea)


def can_be_deliverer(person: Person, idea: Idea) -> bool:
    """Whoever works here and reads it."""
    return person.is_active and can_see_idea(person, idea)


def can_expect_benefit(person: Person, idea: Idea) -> bool:
    """The same people, until it is measured."""
    return idea.state in GOES_ON | {State.IMPLEMENTED} and answers_for_delivery(person, idea)


def can_measure_benefit(person: Person, idea: Idea) -> bool:
    """The same people, once it is in place and until somebody else has confirmed it."""
    return idea.state == State.IMPLEMENTED and answers_for_delivery(person, idea)


def can_write_year_note(person: Person, idea: Idea) -> bool:
    """Whoever carried it out or answers for it, from a year after it was in place, once."""
    delivery = delivery_of(idea)
    if idea.state not in CARRIED_OUT or delivery is None:
        return False
    if delivery.year_on is None or delivery.year_on > localdate():
        return False
    return answers_for_delivery(person, idea) and not YearNote.objects.filter(idea=idea).exists()
