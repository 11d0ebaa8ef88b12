"""Appeals: once for each side, answered by somebody who did not decide; whoever was right gets everything back."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.clock import now
from network.core.events import announce
from network.moderation.access import can_appeal, can_decide_appeal, can_read_statement, can_withdraw, side_of
from network.moderation.actions.deciding import give_back, tell_reporters
from network.moderation.actions.desk import LEASE, NOT_NOW, locked, move, saved
from network.moderation.actions.grounds import Plan
from network.moderation.actions.joining import go_on_in_the_open_case
from network.moderation.actions.limits import end_limit
from network.moderation.actions.log import Verb, note
from network.moderation.actions.milder import make_milder
from network.moderation.actions.reporting import look_outside
from network.moderation.events import AppealDecided, AppealMade, AppealWithdrawn
from network.moderation.models import Appeal, Case, Decision
from network.moderation.queries.content import content_of
from network.moderation.reasons import DAY, add_working_hours
from network.moderation.seals import mark_of
from network.moderation.states import Outcome, State, Verdict
from profiles.models import Person

APPEAL_HOURS = 10 * DAY  # working time in which it is answered
NO_APPEAL = _("This decision cannot be appealed any more, or you have appealed it already.")
SAY_WHY = _("Write why you want another person to look at it.")
NOT_WAITING = _("This appeal waits for nobody any more.")
OTHER_FIRST = _("Answer the author's appeal first: it is about the same decision.")
NOT_ANOTHER = _("An appeal is answered by somebody who did not take part in the decision.")


@dataclass(frozen=True)
class Answer:
    """What comes of an appeal, and why."""

    verdict: Verdict
    reasons: str
    milder: Plan | None = None  # what is done instead, where it becomes milder


@transaction.atomic
def appeal_decision(*, by: Person, decision: Decision, text: str) -> Appeal:
    """Another person looks at it; what was decided counts meanwhile."""
    case = locked(decision.case)
    decision = Decision.objects.select_for_update(of=("self",)).select_related("case__author").get(pk=decision.pk)
    side = side_of(by, decision)
    if side is None or not can_appeal(by, decision):
        raise Refused(NO_APPEAL)
    require(bool(text.strip()), SAY_WHY)
    appeal = Appeal.objects.create(
        decision=decision, side=side, mark=mark_of(by.pk), text=text.strip(),
        due_at=add_working_hours(now(), APPEAL_HOURS),
    )  # fmt: skip
    if case.state == State.DECIDED:  # the other side may have appealed before
        move(case, State.APPEAL_OPEN)
        case.due_at = appeal.due_at
        case.save(update_fields=["state"])
        look_outside(case)
    note(Verb.APPEALED, case.ref, by=None, about=appeal.ref)
    saved(case)
    announce(AppealMade(appeal.pk))
    return appeal


@transaction.atomic
def withdraw_appeal(*, by: Person, appeal: Appeal) -> None:
    """Whoever made it takes it back while it waits: the decision stands, and cannot be appealed by them again."""
    case = locked(appeal.decision.case)
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("decision").get(pk=appeal.pk)
    require(can_withdraw(by, appeal), NOT_WAITING)
    appeal.withdrawn_at = now()
    appeal.save(update_fields=["withdrawn_at"])
    _settle(case)
    note(Verb.WITHDRAWN, case.ref, by=None, about=appeal.ref)  # not who: it may be whoever reported it
    saved(case)
    announce(AppealWithdrawn(appeal.pk))


def read_statement(*, by: Person, decision: Decision) -> None:
    """Notes when whoever wrote it first read it, the first time; nobody else's reading is noted."""
    require(can_read_statement(by, decision), NOT_NOW)
    Decision.objects.filter(pk=decision.pk, case__author=by, read_at=None).update(read_at=now())


@transaction.atomic
def decide_appeal(*, by: Person, appeal: Appeal, answer: Answer) -> None:
    """Stands, becomes milder or is reversed, with reasons; never stricter for whoever appeals."""
    case = locked(appeal.decision.case)
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("decision__case").get(pk=appeal.pk)
    require(can_decide_appeal(by, appeal), NOT_ANOTHER)
    require(bool(answer.reasons.strip()), NOT_NOW)
    is_authors = appeal.side == Appeal.Side.AUTHOR
    require(is_authors or answer.verdict != Verdict.CHANGED, NOT_NOW)
    begins_again = not is_authors and answer.verdict == Verdict.OVERTURNED
    others = _waiting(case).exclude(pk=appeal.pk)
    require(not begins_again or not others.exists(), OTHER_FIRST)
    appeal.verdict, appeal.reasons, appeal.handler = answer.verdict, answer.reasons.strip(), by
    appeal.decided_at = now()
    appeal.save()
    if begins_again:
        _begin_again(by, case, appeal.decision)
    else:
        _answer(by, case, appeal.decision, answer)
        _settle(case)
    note(Verb.APPEAL_DECIDED, case.ref, by=by, about=appeal.ref)
    saved(case)
    announce(AppealDecided(appeal.pk))


def _waiting(case: Case) -> "QuerySet[Appeal]":
    return Appeal.objects.filter(decision__case=case, decided_at=None, withdrawn_at=None)


def _settle(case: Case) -> None:
    """Decided again, unless the other side's appeal waits still."""
    if not _waiting(case).exists():
        move(case, State.DECIDED)
    else:
        look_outside(case)  # who has answered one appeal answers no other


def _answer(by: Person, case: Case, decision: Decision, answer: Answer) -> None:
    """It stands, or becomes milder, or is reversed; whoever reported it is told where something else came of it."""
    outcome = decision.outcome
    if answer.verdict == Verdict.CHANGED:
        outcome = make_milder(by, decision, answer.milder, answer.reasons.strip()).outcome
    elif answer.verdict == Verdict.OVERTURNED:
        reverse_decision(by, decision)
        outcome = Outcome.NO_BREACH
    if decision.is_restricting and outcome != decision.outcome:
        tell_reporters(case, outcome)  # of a person nobody else is told, nor that anything changed


def reverse_decision(by: Person, decision: Decision) -> None:
    """It counts no more; what it hid comes back."""
    decision.standing = Decision.Standing.OVERTURNED
    decision.save(update_fields=["standing"])
    give_back(by, decision, content_of(decision.case.kind, decision.case.subject_id))


def _begin_again(by: Person, case: Case, decision: Decision) -> None:
    """Whoever reported it was right: the person who says so decides it anew, with a statement of their own.

    What is hidden stays so until then. Where somebody has reported it again, it is decided in that case.
    """
    stands = case.decisions.filter(standing=Decision.Standing.STANDS).select_related("limit")  # a milder one, perhaps
    for one in {decision, *stands}:
        one.standing = Decision.Standing.OVERTURNED
        one.save(update_fields=["standing"])
        end_limit(by, one)
    if not _opened(case):
        move(case, State.DECIDED)
        go_on_in_the_open_case(case)
        return
    case.claimed_by, case.claimed_until, case.decided_at = by, now() + LEASE, None
    case.checklist, case.view, case.speech = [], "", ""


def _opened(case: Case) -> bool:
    """It waits for a decision again; false where another case of the same content does."""
    again = locked(case)
    move(again, State.IN_REVIEW)
    try:
        with transaction.atomic():
            again.save(update_fields=["state"])
    except IntegrityError:  # one_open_case: the database alone knows of a report in the same moment
        return False
    move(case, State.IN_REVIEW)
    return True
