"""Asking colleagues to judge an idea, and no longer asking them. A panel is put together under the idea's lock."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ideas.access import MOST_OPEN, can_lead_review, current_round, judge_fault, mix_fault, open_reviews, panel_faults
from ideas.actions.rubrics import freeze_rubric, rubric_for
from ideas.events import ReviewAsked, ReviewDue, ReviewerLeft, ReviewsClosed
from ideas.models import Assignment, Idea, Talk
from ideas.queries import propose_panel, standing_panel
from ideas.states import State
from network.core.access import require
from network.core.clock import add_working_days, now, working_days_between
from network.core.events import announce
from network.core.text import clean_text
from profiles.models import Person

NOT_LEADING = _("Only who answers for the idea chooses who judges it, and only while it is under review.")
NO_NOTE = _("Write what came of the talk.")
DAYS, BREATH = 7, 2  # working days that a reviewer has, and that are left after the authors were asked something
STEPS = (-2, 1)  # working days after the due day on which a reviewer is reminded
_OPEN, _EXPIRED = Assignment.State.OPEN, Assignment.State.EXPIRED


def ask_panel(*, idea: Idea, people: Sequence[Person | None], by: Person | None) -> None:
    """Asks those named to judge the idea, for a caller that holds its lock. Nobody gets a thirteenth by a race."""
    named = [person for person in people if person is not None]
    _lock(named)
    for sentence in panel_faults(idea, people).values():
        require(False, sentence)
    proposed = {one.person.pk for one in (propose_panel(idea) if by is not None else ())}
    for person in named:
        _ask(idea, person, by, is_proposed=by is None or person.pk in proposed)


def ask_anew(*, idea: Idea) -> None:
    """An idea that is taken up again is judged anew, if a panel can be made; else who answers for it names one."""
    panel = [one.person for one in propose_panel(idea)]
    if panel:
        ask_panel(idea=idea, people=panel, by=None)


@transaction.atomic
def ask_reviewer(*, by: Person, idea: Idea, person: Person, instead_of: int | None = None) -> None:
    """One more judges the idea, or somebody else in place of a colleague who has not handed in. The rules hold on."""
    idea = _locked(idea)
    require(can_lead_review(by, idea), NOT_LEADING)
    if instead_of is not None:
        _release(Assignment.objects.filter(idea=idea, reviewer=instead_of, state=_OPEN), by)
    _lock([person])
    fault = judge_fault(idea, person) or mix_fault(idea, [*standing_panel(idea), person])
    if fault is not None:
        require(False, fault)
    _ask(idea, person, by, is_proposed=False)


@transaction.atomic
def note_talk(*, by: Person, idea: Idea, note: str) -> Talk:
    """Those who see it differently have talked; what came of it is kept with the idea."""
    idea = _locked(idea)
    require(can_lead_review(by, idea), NOT_LEADING)
    require(bool(clean_text(note)), NO_NOTE)
    return keep_talk(idea=idea, note=note, by=by)


def keep_talk(*, idea: Idea, note: str, by: Person) -> Talk:
    """The same, for a caller that holds the lock and has asked."""
    return Talk.objects.create(idea=idea, round=current_round(idea), note=clean_text(note), by=by)


def close_panel(*, idea: Idea) -> None:
    """It is decided, or has left the board: nobody is asked any more."""
    if Assignment.objects.filter(idea=idea, state=_OPEN).update(state=_EXPIRED, closed_at=now()):
        announce(ReviewsClosed(idea.pk))


def resume_panel(*, idea: Idea) -> None:
    """The authors have answered: nobody is late because of the question, and has two working days at least."""
    soon = add_working_days(localdate(), BREATH)
    Assignment.objects.filter(idea=idea, state=_OPEN, due_on__lt=soon).update(due_on=soon, nudges=0)


def reopen_panel(*, idea: Idea, left_at: datetime) -> None:
    """A merger is taken back: those who had not handed in are asked again, as far as they have room."""
    for row in Assignment.objects.filter(idea=idea, state=_EXPIRED, closed_at__gte=left_at).select_related("reviewer"):
        _lock([row.reviewer])
        if row.reviewer.is_active and open_reviews([row.reviewer_id]).get(row.reviewer_id, 0) < MOST_OPEN:
            Assignment.objects.filter(pk=row.pk).update(state=_OPEN, closed_at=None, due_on=_due())
            announce(ReviewAsked(idea.pk, row.reviewer_id, None))


def release_reviewer(*, person_id: int, idea_id: int | None = None) -> None:
    """Whoever has left, or answers for the idea from now on, is no longer asked to judge it."""
    rows = Assignment.objects.filter(reviewer=person_id, state=_OPEN)
    _release(rows if idea_id is None else rows.filter(idea=idea_id), None)


def _release(rows: "QuerySet[Assignment]", by: Person | None) -> None:
    for row in rows.order_by("pk"):
        Assignment.objects.filter(pk=row.pk, state=_OPEN).update(state=Assignment.State.RELEASED, closed_at=now())
        announce(ReviewerLeft(row.idea_id, row.reviewer_id, by.pk if by else None))


@transaction.atomic
def remind_reviewer(*, assignment: Assignment) -> None:
    """Announces the newest reminder that is due, once each, however often it is asked."""
    row = Assignment.objects.select_for_update(of=("self",)).select_related("idea").get(pk=assignment.pk)
    if row.state != _OPEN or row.idea.state != State.IN_REVIEW:
        return
    today = localdate()
    late = working_days_between(row.due_on, today) - working_days_between(today, row.due_on)
    reached = sum(late >= step for step in STEPS)
    if reached > row.nudges:
        Assignment.objects.filter(pk=row.pk).update(nudges=reached)
        announce(ReviewDue(row.idea_id, row.reviewer_id, reached))


def _ask(idea: Idea, person: Person, by: Person | None, *, is_proposed: bool) -> None:
    rubric = rubric_for(idea.campaign)
    freeze_rubric(rubric=rubric)
    Assignment.objects.create(
        idea=idea,
        reviewer=person,
        rubric=rubric,
        round=current_round(idea),
        due_on=_due(),
        source=Assignment.Source.PROPOSED if is_proposed else Assignment.Source.CHOSEN,
        asked_by=by,
    )
    announce(ReviewAsked(idea.pk, person.pk, by.pk if by else None))


def _due() -> date:
    return add_working_days(localdate(), DAYS)


def _lock(people: Sequence[Person]) -> None:
    """In one order for everybody, so that two panels put together at once wait for each other, and not for ever."""
    ids = [person.pk for person in people]
    list(Person.objects.get_queryset().select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk"))


def _locked(idea: Idea) -> Idea:
    return (
        Idea.objects.select_for_update(of=("self",)).select_related("campaign__group", "thread__group").get(pk=idea.pk)
    )
