"""Work on a case: claim it, sort it, think it through, ask its author, hand it on."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import add_working_days, now
from network.core.events import announce
from network.moderation.access import can_claim, can_take_over, can_work_on, cases_for, was_asked_to_change, wrote
from network.moderation.actions.log import Verb, note
from network.moderation.actions.reporting import look_outside
from network.moderation.events import AuthorAnswered, AuthorHeard, CaseChanged
from network.moderation.models import Bar, Case, Hearing
from network.moderation.queries.content import content_of
from network.moderation.reasons import CLOCKS, add_working_time, due, working_hours
from network.moderation.seals import mark_of
from network.moderation.states import MOVES, Speech, State
from network.policy.models import Section
from profiles.models import Person

LEASE = timedelta(minutes=30)
REPLY_DAYS = {Hearing.Kind.REPLY: 2, Hearing.Kind.EDIT: 5}  # working days
QUESTIONS = 5  # of the checklist
TAKEN = _("Somebody else works on this case just now.")
NOT_YOURS = _("Claim the case first.")
MOVED_ON = _("Somebody has changed this case since you opened it. Look again before you go on; your text is kept.")
NOT_NOW = _("That cannot be done with the case as it stands.")
ASKED = _("Its author has been asked to change it once before. Ask for their word now, or decide it.")
UNCHANGED = _("It has not been changed since you were asked.")


def move(case: Case, to: State) -> None:
    """The one way in which a case goes from state to state; the caller saves it."""
    require(to in MOVES[State(case.state)], NOT_NOW)
    case.state = to


def locked(case: Case, version: int | None = None) -> Case:
    """The case as it is now, held until the transaction ends. Raises Refused where it has moved on since `version`."""
    fresh = Case.objects.select_for_update().get(pk=case.pk)
    require(version is None or fresh.version == version, MOVED_ON)
    return fresh


def saved(case: Case) -> None:
    """Writes the case, and tells everybody who works at the desk."""
    case.version += 1
    case.save()
    announce(CaseChanged(case.pk))


@transaction.atomic
def claim_case(*, by: Person, case: Case) -> Case:
    """Half an hour to work on it, renewed by work; nobody else's meanwhile."""
    case = locked(case)
    require(can_claim(by, case), TAKEN)
    if case.claimed_by_id != by.pk or not case.is_claimed:
        note(Verb.CLAIMED, case.ref, by=by)
    case.claimed_by, case.claimed_until = by, now() + LEASE
    case.looked_at = case.looked_at or now()
    saved(case)
    return case


@transaction.atomic
def take_over_case(*, by: Person, case: Case) -> Case:
    """A lead goes on where somebody else has a claim."""
    case = locked(case)
    require(can_take_over(by, case), TAKEN)
    note(Verb.TOOK_OVER, case.ref, by=by)
    case.claimed_by, case.claimed_until = by, now() + LEASE
    saved(case)
    return case


@transaction.atomic
def let_go_of_case(*, by: Person, case: Case) -> None:
    """Others may take it; no reason is asked."""
    case = locked(case)
    if case.claimed_by_id == by.pk:
        _release(case)
        note(Verb.LET_GO, case.ref, by=by)
        saved(case)


@transaction.atomic
def step_aside(*, by: Person, case: Case) -> None:
    """The handler has a tie to somebody in it, or does not want it: it is gone for them, and no reason is asked."""
    case = locked(case)
    require(cases_for(by).filter(pk=case.pk).exists(), NOT_NOW)
    Bar.objects.get_or_create(case=case, mark=mark_of(by.pk))
    if case.claimed_by_id == by.pk:
        _release(case)
    look_outside(case)
    note(Verb.STEPPED_ASIDE, case.ref, by=by)
    saved(case)


@transaction.atomic
def sort_case(*, by: Person, case: Case, reason: str, version: int) -> Case:
    """What it really is about. The reports keep what was said; the time never becomes longer."""
    case = _mine(by, case, version)
    if case.state == State.NEW:
        move(case, State.TRIAGED)
    if case.state == State.TRIAGED:
        move(case, State.IN_REVIEW)
    require(case.state == State.IN_REVIEW, NOT_NOW)
    look_by, due_at = due(reason, case.made_at)
    case.reason, case.priority = reason, min(case.priority, CLOCKS[reason].priority)
    case.look_by, case.due_at = min(case.look_by, look_by), min(case.due_at, due_at)
    note(Verb.SORTED, case.ref, by=by)
    saved(case)
    return case


@transaction.atomic
def think_through(*, by: Person, case: Case, answers: Sequence[bool], view: str, version: int) -> Case:
    """The five questions about protected speech, and a first view; any yes makes a second person necessary."""
    case = _mine(by, case, version)
    require(case.state == State.IN_REVIEW and len(answers) == QUESTIONS and bool(view.strip()), NOT_NOW)
    case.checklist, case.view = list(answers), view.strip()
    case.speech = Speech.POSSIBLE if any(answers) else Speech.NO
    saved(case)
    return case


@transaction.atomic
def ask_author(  # noqa: PLR0913  (what is asked, of which case, resting on which section)
    *, by: Person, case: Case, kind: Hearing.Kind, text: str, section: Section | None, version: int
) -> Hearing:
    """The author's word before it is decided, or a change; the clock waits meanwhile, at most so many working days."""
    case = _mine(by, case, version)
    require(case.author_id is not None, NOT_NOW)
    require(kind != Hearing.Kind.EDIT or not was_asked_to_change(case), ASKED)
    move(case, State.AWAITING_AUTHOR)
    day = add_working_days(localdate(), REPLY_DAYS[kind])
    hearing = Hearing.objects.create(
        case=case, kind=kind, text=text.strip(), section=section, asked_by=by,
        due_at=datetime.combine(day, time(16), get_default_timezone()),
    )  # fmt: skip
    _release(case)
    note(Verb.ASKED_AUTHOR, case.ref, by=by)
    saved(case)
    announce(AuthorHeard(hearing.pk))
    return hearing


@transaction.atomic
def answer_hearing(*, by: Person, hearing: Hearing, answer: str) -> None:
    """What the author says to it; the case goes on."""
    case = locked(hearing.case)
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    require(wrote(by, case) and hearing.answered_at is None, NOT_NOW)
    end_hearing(case, hearing, answer.strip())
    note(Verb.AUTHOR_ANSWERED, case.ref, by=by)
    move(case, State.IN_REVIEW)
    saved(case)


def end_hearing(case: Case, hearing: Hearing, answer: str = "") -> None:
    """Closes it, and gives the time that the author had back to the clock of the case, which counts as ever."""
    hearing.answer, hearing.answered_at = answer, now()
    hearing.save(update_fields=["answer", "answered_at"])
    if CLOCKS[case.reason].always:
        case.due_at += hearing.answered_at - hearing.asked_at
    else:
        case.due_at = add_working_time(case.due_at, working_hours(hearing.asked_at, hearing.answered_at))
    announce(AuthorAnswered(hearing.pk))


def is_changed(hearing: Hearing) -> bool:
    """The author has changed, or deleted, what they were asked about."""
    content = content_of(hearing.case.kind, hearing.case.subject_id)
    return content is None or content.written_at > hearing.asked_at


def _mine(by: Person, case: Case, version: int) -> Case:
    """Held, claimed by whoever works on it, and as they saw it; work renews the claim."""
    case = locked(case, version)
    require(can_work_on(by, case), NOT_YOURS)
    case.claimed_until = now() + LEASE
    return case


def _release(case: Case) -> None:
    case.claimed_by, case.claimed_until = None, None
