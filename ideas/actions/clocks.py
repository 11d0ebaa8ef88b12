"""The promises about an idea: set when it is sent in, kept by an answer, standing still while the authors are asked."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from ideas.events import AnswerDue, DeliveryDue
from ideas.models import Clock, Delivery, Idea, YearNote
from ideas.states import ANSWERED, CARRIED_OUT, OVER, State
from network.core.clock import add_working_days, now, working_days_between
from network.core.events import announce
from profiles.models import Person


def turn(idea: Idea, before: State, to: State, by: Person | None) -> None:
    """What a move means for the promises."""
    if before == State.DRAFT:
        _begin(idea)
        return
    if before == State.MERGED or (to == State.IN_REVIEW and before in (State.PARKED, State.DECLINED)):
        _renew(idea)
    if by is not None and to != State.WITHDRAWN:
        meet_first_answer(idea, by)
    if to in ANSWERED or to in OVER:
        _meet(idea, Clock.Kind.DECISION)
        _meet(idea, Clock.Kind.FIRST_ANSWER)
    if to == State.NEEDS_INFO:
        Clock.objects.filter(idea=idea, met_at=None, paused_on=None).update(paused_on=localdate())
    elif before == State.NEEDS_INFO:
        _resume(idea)


def meet_first_answer(idea: Idea, by: Person) -> None:
    """Somebody who answers for it, and no author, has done something that everybody sees."""
    if idea.first_answer_at is not None or idea.authors.bound().filter(person=by).exists():
        return
    idea.first_answer_at = now()
    Idea.objects.filter(pk=idea.pk, first_answer_at=None).update(first_answer_at=idea.first_answer_at)
    _meet(idea, Clock.Kind.FIRST_ANSWER)


def _begin(idea: Idea) -> None:
    today = localdate()
    for kind, due in (
        (Clock.Kind.FIRST_ANSWER, add_working_days(today, idea.campaign.first_answer_days)),
        (Clock.Kind.DECISION, _working(idea)),
    ):
        Clock.objects.create(idea=idea, kind=kind, due_on=due)


def _renew(idea: Idea) -> None:
    """Taken up again: a decision is owed anew."""
    Clock.objects.filter(idea=idea, kind=Clock.Kind.DECISION).update(
        started_at=now(), due_on=_working(idea), met_at=None, paused_on=None, nudges=0
    )


def _working(idea: Idea) -> date:
    """The campaign's number of days from today; if nobody works then, the next day that somebody does."""
    return add_working_days(localdate() + timedelta(days=idea.campaign.decision_days - 1), 1)


def _meet(idea: Idea, kind: Clock.Kind) -> None:
    Clock.objects.filter(idea=idea, kind=kind, met_at=None).update(met_at=now(), paused_on=None)


def _resume(idea: Idea) -> None:
    """Working days that went by while the authors were asked are added."""
    today = localdate()
    for clock in Clock.objects.filter(idea=idea, met_at=None).exclude(paused_on=None):
        stood = working_days_between(clock.paused_on, today) if clock.paused_on else 0
        clock.due_on, clock.paused_on = add_working_days(clock.due_on, stood), None
        clock.save(update_fields=["due_on", "paused_on"])


STEPS = (-2, 0, 3, 10)  # working days after the due day on which somebody is reminded, and further up each time


@transaction.atomic
def remind(*, clock: Clock) -> None:
    """Announces the newest reminder that is due, once each, however often it is asked."""
    clock = Clock.objects.select_for_update().get(pk=clock.pk)
    if clock.met_at is not None or clock.paused_on is not None:
        return
    today = localdate()
    late = working_days_between(clock.due_on, today) - working_days_between(today, clock.due_on)
    reached = sum(late >= step for step in STEPS)
    if reached > clock.nudges:
        Clock.objects.filter(pk=clock.pk).update(nudges=reached)
        announce(AnswerDue(clock.idea_id, reached))


DELIVERY_STEPS = (-2, 1)  # working days after the day by which it is to be in place: once before it, once when overdue


@transaction.atomic
def remind_of_delivery(*, delivery: Delivery) -> None:
    """Announces what is asked of whoever carries it out today, each once, however often it is asked."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("idea").get(pk=delivery.pk)
    if delivery.idea.state in (State.APPROVED, State.IN_PROGRESS):
        _remind_of_target(delivery)
    elif delivery.idea.state == State.IMPLEMENTED and not (delivery.follow_up_asked_at or delivery.measured_at):
        _ask(delivery, "follow-up", "follow_up_asked_at", delivery.follow_up_on)
    elif delivery.idea.state in CARRIED_OUT and not YearNote.objects.filter(idea=delivery.idea_id).exists():
        _ask(delivery, "year", "year_asked_at", delivery.year_on)


def _remind_of_target(delivery: Delivery) -> None:
    today, day = localdate(), delivery.target_on
    late = working_days_between(day, today) - working_days_between(today, day)
    reached = sum(late >= step for step in DELIVERY_STEPS)
    if reached > delivery.nudges:
        Delivery.objects.filter(pk=delivery.pk).update(nudges=reached)
        announce(DeliveryDue(delivery.idea_id, "target"))


def _ask(delivery: Delivery, what: str, column: str, day: date | None) -> None:
    if day is not None and day <= localdate() and getattr(delivery, column) is None:
        Delivery.objects.filter(pk=delivery.pk).update(**{column: now()})
        announce(DeliveryDue(delivery.idea_id, what))
