"""What became of an idea: how the work goes, what it gave, and what has been said on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from ideas.models import Benefit, Delivery, DeliveryChange, Idea, Milestone, YearNote
from ideas.queries.ideas import Step, timeline
from ideas.states import CARRIED_OUT, State
from profiles.models import Person, deferred_of

CARRIED_ON = frozenset({State.APPROVED, State.IN_PROGRESS}) | CARRIED_OUT


@dataclass(frozen=True)
class Became:
    """What the panel of an idea's page shows; without a delivery nothing has been decided yet."""

    delivery: Delivery | None
    steps: Sequence[Milestone]
    benefits: Sequence[Benefit]
    changes: Sequence[DeliveryChange]
    note: YearNote | None
    is_in_place: bool

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done_on is not None for step in self.steps)

    @property
    def confirmed(self) -> Benefit | None:
        """The effect that was confirmed last."""
        return next((b for b in reversed(self.benefits) if b.confirmed_at is not None), None)

    @property
    def measured(self) -> DeliveryChange | None:
        """Who measured last, and how."""
        kinds = (DeliveryChange.Kind.MEASURED, DeliveryChange.Kind.UNMEASURABLE)
        return next((c for c in reversed(self.changes) if c.kind in kinds), None)


def became(idea: Idea) -> Became:
    """Three queries at most, however much there is; none before there is a yes."""
    delivery = getattr(idea, "delivery", None)
    if delivery is None:
        return Became(None, (), (), (), None, False)
    changes = list(idea.delivery_changes.select_related("by", "to").defer(*deferred_of("by"), *deferred_of("to")))
    if idea.state not in CARRIED_ON:  # the yes was taken back
        return Became(None, (), (), changes, None, False)
    return Became(
        delivery,
        list(delivery.milestones.all()),
        list(idea.benefits.select_related("confirmed_by")),
        changes,
        getattr(idea, "year_note", None),
        idea.state in CARRIED_OUT,
    )


class Word(NamedTuple):
    """Something said on the way that moved nothing: it stands in the timeline between the moves."""

    said: DeliveryChange | YearNote
    by: Person
    is_year: bool


def way_here(idea: Idea, found: Became) -> list[Step | Word]:
    """Moves of the idea and what was said on the way, oldest first."""
    words = [Word(change, change.by, is_year=False) for change in found.changes]
    words += [Word(found.note, found.note.by, is_year=True)] if found.note else []
    entries: list[tuple[Step | Word, DeliveryChange | YearNote | object]] = []
    entries += [(step, step.change) for step in timeline(idea)]
    entries += [(word, word.said) for word in words]
    return [entry for entry, row in sorted(entries, key=lambda pair: attrgetter("created_at")(pair[1]))]


def milestone_for(idea: Idea, pk: int) -> Milestone | None:
    """One step of the idea's delivery."""
    return Milestone.objects.select_related("delivery__idea").filter(pk=pk, delivery=idea.pk).first()


def expected_benefit(idea: Idea, pk: int) -> Benefit | None:
    """One effect of the idea that is not confirmed yet."""
    return idea.benefits.filter(pk=pk, confirmed_at=None).first()
