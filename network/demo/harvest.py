"""What hangs on each sown idea: authors, moves with their reasons, promises, deliveries and effects."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from ideas.actions.clocks import STEPS
from ideas.models import (
    Benefit,
    Clock,
    Delivery,
    DeliveryChange,
    IdeaAuthor,
    Milestone,
    StatusChange,
    YearNote,
)
from ideas.states import ANSWERED, OVER, State
from network.core.clock import add_working_days, working_days_between
from network.demo import aftermath
from network.demo.plots import Plot
from profiles.models import Person

_SLIPS = (0, 0, 3, 7, -4)  # days between a step and the day it was meant for


def reap(rng: Random, plots: Sequence[Plot], until: datetime) -> None:
    """Writes it, once the ideas themselves are written."""
    today = localdate(until)
    deliveries = {plot.written.key: _delivery(plot, today) for plot in plots if plot.parts.deliverer is not None}
    IdeaAuthor.objects.bulk_create([row for plot in plots for row in _authors(plot)])
    Delivery.objects.bulk_create(deliveries.values())
    milestones = [row for p in plots if (d := deliveries.get(p.written.key)) for row in _milestones(rng, p, d, today)]
    Milestone.objects.bulk_create(milestones)
    changes = [row for plot in plots for row in _changes(plot, deliveries.get(plot.written.key))]
    StatusChange.objects.bulk_create(sorted(changes, key=lambda change: change.created_at))
    Clock.objects.bulk_create([row for plot in plots for row in _clocks(plot, today)])
    Benefit.objects.bulk_create([row for plot in plots for row in _benefits(plot)])
    told = [row for p in plots if (d := deliveries.get(p.written.key)) for row in aftermath.changes(p, d, until)]
    DeliveryChange.objects.bulk_create(sorted(told, key=lambda change: change.created_at))
    YearNote.objects.bulk_create(
        [n for p in plots if (d := deliveries.get(p.written.key)) for n in aftermath.notes(p, d)]
    )


def _authors(plot: Plot) -> Iterator[IdeaAuthor]:
    begun, yes = plot.idea.created_at, IdeaAuthor.State.ACCEPTED
    lead = plot.parts.lead
    yield IdeaAuthor(
        idea=plot.idea, person=lead, role=IdeaAuthor.Role.LEAD, state=yes, created_at=begun, answered_at=begun
    )
    for person in plot.parts.partners:
        answered = begun + timedelta(minutes=40)
        yield IdeaAuthor(
            idea=plot.idea, person=person, state=yes, asked_by=lead, created_at=begun, answered_at=answered
        )
    for person_id in plot.invited:
        yield IdeaAuthor(idea=plot.idea, person_id=person_id, asked_by=lead, created_at=plot.moments[-1])


def _changes(plot: Plot, delivery: Delivery | None) -> Iterator[StatusChange]:
    """One row for each step of its way, made by whoever may make it."""
    before = State.DRAFT
    for after, at in zip(plot.way, plot.moments, strict=True):
        if after != State.DRAFT:
            change = StatusChange(idea=plot.idea, before=before, after=after, by=_mover(plot, after), created_at=at)
            _explain(change, plot, delivery)
            yield change
        before = after


def _mover(plot: Plot, after: State) -> Person | None:
    parts = plot.parts
    if after in (State.SUBMITTED, State.WITHDRAWN):
        return parts.lead
    if after in (State.IN_PROGRESS, State.IMPLEMENTED):
        return parts.deliverer
    return parts.witness if after == State.CONFIRMED else parts.owner


_NO = {"reason": "decision", "reason_kind": "kind", "change_of_mind": "reopen"}
# Which written text goes into which column of the move into a state.
_WORDS: dict[State, dict[str, str]] = {
    State.NEEDS_INFO: {"note": "question"},
    State.APPROVED: {"reason": "decision"},
    State.PARKED: _NO,
    State.DECLINED: _NO,
    State.WITHDRAWN: {"note": "decision"},
    State.MERGED: {"note": "decision"},
    State.IMPLEMENTED: {"note": "done"},
}


def _explain(change: StatusChange, plot: Plot, delivery: Delivery | None) -> None:
    """The words and the day that go with the move."""
    after = State(change.after)
    for column, name in _WORDS.get(after, {}).items():
        setattr(change, column, plot.written.texts[name])
    if after == State.CONFIRMED and plot.written.gain is not None:
        change.note = plot.written.gain.method
    days = {State.PARKED: plot.idea.park_until}
    if delivery is not None:
        days |= {State.APPROVED: delivery.target_on, State.IMPLEMENTED: delivery.done_on}
    change.until = days.get(after)


def _clocks(plot: Plot, today: date) -> Iterator[Clock]:
    """Both promises, as ideas.actions.clocks makes and keeps them; reminders that have passed are not sent again."""
    if plot.thread is None:
        return
    sent, campaign = plot.moments[0], plot.campaign
    over = plot.moment_of(ANSWERED | OVER)
    first = add_working_days(localdate(sent), campaign.first_answer_days)
    decision = add_working_days(localdate(sent) + timedelta(days=campaign.decision_days - 1), 1)
    asked = localdate(plot.moments[-1]) if plot.state == State.NEEDS_INFO else None
    for kind, due_on, met_at in (
        (Clock.Kind.FIRST_ANSWER, first, plot.idea.first_answer_at),
        (Clock.Kind.DECISION, decision, over),
    ):
        clock = Clock(idea=plot.idea, kind=kind, started_at=sent, due_on=due_on, met_at=met_at)
        if met_at is None:
            clock.paused_on = asked
            late = working_days_between(due_on, today) - working_days_between(today, due_on)
            clock.nudges = 0 if asked else sum(late >= step for step in STEPS)
        yield clock


def _delivery(plot: Plot, today: date) -> Delivery:
    done = plot.moment_of(frozenset({State.IMPLEMENTED}))
    done_on = localdate(done) if done else None
    ahead = [step.due for step in plot.written.steps if step.due is not None]
    return Delivery(
        idea=plot.idea,
        owner=plot.parts.deliverer,
        target_on=done_on or today + timedelta(days=max(ahead)),
        health=plot.written.texts.get("health", Delivery.Health.ON_TRACK),
        health_note=plot.written.texts.get("why", ""),
        done_on=done_on,
        **(aftermath.follow_up(plot, done_on, today) if done_on else {}),
    )


def _milestones(rng: Random, plot: Plot, delivery: Delivery, today: date) -> Iterator[Milestone]:
    """Steps that are done lie between the yes and the day that all was done, or now; the others ahead."""
    begun = localdate(plot.moments[plot.way.index(State.APPROVED)])
    past = [step for step in plot.written.steps if step.due is None]
    span = (delivery.done_on or today - timedelta(days=2)) - begun
    for number, step in enumerate(plot.written.steps, 1):
        if step.due is None:
            done_on = begun + span * number // len(past)
            due_on = done_on + timedelta(days=rng.choice(_SLIPS))
            yield Milestone(delivery=delivery, title=step.title, due_on=max(due_on, begun), done_on=done_on)
        else:
            yield Milestone(delivery=delivery, title=step.title, due_on=today + timedelta(days=step.due))


def _benefits(plot: Plot) -> Iterator[Benefit]:
    """Nothing where nothing can be measured: the move that confirmed it says why."""
    gain = plot.written.gain
    if gain is None or not gain.unit:
        return
    confirmed = plot.moment_of(frozenset({State.CONFIRMED}))
    yield Benefit(
        idea=plot.idea,
        kind=gain.kind,
        unit=gain.unit,
        projected=gain.expected,
        actual=gain.measured,
        method=gain.method,
        confirmed_by=plot.parts.witness if confirmed else None,
        confirmed_at=confirmed,
        created_at=plot.moments[plot.way.index(State.APPROVED)],
    )
