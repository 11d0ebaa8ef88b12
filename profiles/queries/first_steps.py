"""How far a new colleague has come with the first steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from network.core.clock import now
from profiles.models import FirstStep, Person, Skill

WELCOMED = timedelta(days=60)  # after this nobody is asked any more; the steps stay in the settings


@dataclass(frozen=True)
class StepState:
    """One step: done, skipped, or neither."""

    step: FirstStep.Step
    is_done: bool
    is_skipped: bool


def steps_of(person: Person) -> list[StepState]:
    """Every step in order; one query."""
    rows = dict(FirstStep.objects.filter(person=person).values_list("step", "is_skipped"))
    return [StepState(step, step in rows and not rows[step], rows.get(step, False)) for step in FirstStep.Step]


def next_step(states: Sequence[StepState]) -> FirstStep.Step | None:
    """The first that is neither done nor skipped."""
    return next((state.step for state in states if not (state.is_done or state.is_skipped)), None)


def is_welcomed(person: Person) -> bool:
    """True for somebody who came lately; no query."""
    return now() - person.created_at <= WELCOMED


def open_steps(person: Person) -> int:
    """How many steps wait; one query."""
    return len(FirstStep.Step) - FirstStep.objects.filter(person=person).count()


def skills_nearby(person: Person, size: int = 10) -> list[Skill]:
    """What colleagues of the same department most often say they can be asked about, without one's own."""
    near = Skill.objects.filter(people__is_active=True, people__department=person.department_id)
    others = near.exclude(pk__in=person.declared.values("skill"))
    return list(others.annotate(n=Count("people")).order_by("-n", "name")[:size])
