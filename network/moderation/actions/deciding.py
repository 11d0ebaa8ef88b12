"""Deciding: a step of the ladder, with its rule and its reasons, by one person or by two."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.conversations.actions import lift_restriction, place_restriction, prolong_restriction
from network.conversations.models import Restriction
from network.core.access import require
from network.core.clock import add_working_days, now
from network.core.events import announce
from network.moderation.access import can_approve, can_work_on, is_first_in, wrote
from network.moderation.actions.desk import (
    LEASE,
    NOT_NOW,
    NOT_YOURS,
    UNCHANGED,
    end_hearing,
    is_changed,
    locked,
    move,
    saved,
)
from network.moderation.actions.grounds import Plan, needs_two, outcome_of, require_grounds, require_right_against
from network.moderation.actions.limits import begin_limit, end_limit
from network.moderation.actions.log import Verb, note
from network.moderation.actions.redacting import forget_spans, keep_spans, take_out
from network.moderation.actions.reporting import look_outside
from network.moderation.events import ApprovalAsked, CaseDecided
from network.moderation.models import Case, Decision, Hearing, Report
from network.moderation.queries.content import Content, content_of
from network.moderation.reasons import DAY, EMERGENCIES, LASTING, add_working_hours
from network.moderation.states import PERSONAL, Level, Outcome, State
from profiles.models import Person

APPEAL_DAYS = 20  # working days
INTERIM_DAYS = 5  # working days
REMEMBERED = timedelta(days=365)  # a reminder, from when it counts
Standing = Decision.Standing
ANOTHER = _("You hid this at once. Another person looks at it now and decides.")
NOT_SECOND = _("Somebody else must look at this decision, who is not below whoever proposed it.")


@transaction.atomic
def decide_case(*, by: Person, case: Case, plan: Plan, version: int) -> Decision:
    """Decides, or proposes where two people must; the statement stands no later than the restriction (M2)."""
    case = locked(case, version)
    require(not is_first_in(by, case), ANOTHER)
    require(can_work_on(by, case), NOT_YOURS)
    require(case.state == State.IN_REVIEW, NOT_NOW)
    content = content_of(case.kind, case.subject_id)
    require_grounds(case, content, plan)
    if plan.level in PERSONAL:
        require_right_against(by, case, plan)
    decision = Decision.objects.create(
        case=case, level=plan.level, section=plan.section, law=plan.law, quote=plan.quote, facts=plan.facts,
        reasoning=plan.reasoning, milder=plan.milder, by=by, outcome=outcome_of(plan, content),
        days=plan.days if plan.level == Level.LIMIT else None, hides=plan.hides and plan.level in PERSONAL,
    )  # fmt: skip
    if plan.level == Level.REDACT and content is not None:
        keep_spans(decision, content, plan.spans)
    if needs_two(case, plan.level, plan.days):
        move(case, State.AWAITING_APPROVAL)
        case.claimed_by, case.claimed_until = None, None
        case.save(update_fields=["state"])
        look_outside(case)
        note(Verb.PROPOSED, case.ref, by=by, about=decision.ref)
        saved(case)
        announce(ApprovalAsked(decision.pk))
    else:
        case.claimed_until = now() + LEASE
        let_stand(case, decision, content)
    return decision


@transaction.atomic
def approve_decision(*, by: Person, decision: Decision) -> None:
    """The second person agrees: it counts from now."""
    case = locked(decision.case)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    require(can_approve(by, decision), NOT_SECOND)
    decision.approved_by, decision.answered_at = by, now()
    note(Verb.APPROVED, case.ref, by=by, about=decision.ref)
    let_stand(case, decision, content_of(case.kind, case.subject_id))


@transaction.atomic
def refuse_decision(*, by: Person, decision: Decision, reason: str) -> None:
    """The second person does not agree: the case goes back, and what was proposed is kept with the reason."""
    case = locked(decision.case)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    require(can_approve(by, decision) and bool(reason.strip()), NOT_SECOND)
    decision.standing, decision.refusal, decision.answered_at = Standing.REFUSED, reason.strip(), now()
    decision.save(update_fields=["standing", "refusal", "answered_at"])
    forget_spans(decision)
    move(case, State.IN_REVIEW)
    note(Verb.REFUSED, case.ref, by=by, about=decision.ref)
    saved(case)


@transaction.atomic
def note_change(*, by: Person, hearing: Hearing) -> Decision:
    """The author has changed what they were asked to change: that ends the case. Raises Refused where they have not."""
    case = locked(hearing.case)
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    require(wrote(by, case) and hearing.answered_at is None and hearing.kind == Hearing.Kind.EDIT, NOT_NOW)
    require(is_changed(hearing), UNCHANGED)
    end_hearing(case, hearing)
    content = content_of(case.kind, case.subject_id)
    decision = Decision.objects.create(
        case=case, level=Level.EDIT, section=hearing.section, reasoning=hearing.text, by=hearing.asked_by,
        outcome=Outcome.CHANGED if content else Outcome.GONE,
    )  # fmt: skip
    note(Verb.AUTHOR_ANSWERED, case.ref, by=by)
    let_stand(case, decision, content)
    return decision


def count_from_now(case: Case, decision: Decision, content: Content | None) -> None:
    """What it hides is hidden, what an earlier one hid and this does not comes back; nobody is told by that."""
    earlier = list(_answering_in(case, decision))
    decision.standing, decision.stands_at = Standing.STANDS, now()
    if decision.level == Level.REDACT:
        take_out(case, decision, content)
        decision.refresh_from_db(fields=["quote", "facts", "reasoning", "milder"])
    if decision.is_restricting:
        decision.restriction = _hide(case, decision, content, earlier)
    _begin(case, decision, earlier)
    for one in earlier:
        _take_over(decision, one, content)
    decision.save()


def let_stand(case: Case, decision: Decision, content: Content | None) -> None:
    """From now it counts, and can be appealed: the case is decided, and whoever reported it is told."""
    count_from_now(case, decision, content)
    if decision.level == Level.INTERIM:
        _go_on_looking(case)
    else:
        if case.state != State.DECIDED:
            move(case, State.DECIDED)
        case.decided_at, case.claimed_by, case.claimed_until = now(), None, None
        decision.appeal_by = add_working_days(localdate(), APPEAL_DAYS)
        tell_reporters(case, decision.outcome)
    decision.save()
    note(Verb.DECIDED, case.ref, by=decision.by, about=decision.ref)
    saved(case)
    announce(CaseDecided(decision.pk))


def _begin(case: Case, decision: Decision, earlier: Sequence[Decision]) -> None:
    """Its time runs from now: until it ends by itself, or is remembered no more."""
    if decision.level == Level.LIMIT:
        begin_limit(case, decision, earlier)
    elif decision.level == Level.REMINDER:
        decision.ends_at = decision.ends_at or (decision.stands_at or now()) + REMEMBERED


def _go_on_looking(case: Case) -> None:
    """What is hidden for the time being is decided later; where it was urgent, by another within a working day."""
    if case.state == State.AWAITING_APPROVAL:
        move(case, State.IN_REVIEW)
    if case.reason in EMERGENCIES:
        case.claimed_by, case.claimed_until = None, None
        case.due_at = min(case.due_at, add_working_hours(now(), DAY))
        look_outside(case)


def give_back(by: Person, decision: Decision, content: Content | None) -> None:
    """Everything that this decision took is there again, as it was; what others hide stays hidden."""
    end_limit(by, decision)
    _show_again(by, decision, content)


def _show_again(by: Person, decision: Decision, content: Content | None) -> None:
    hidden = decision.restriction
    if hidden is not None and hidden.lifted_at is None and content is not None and content.thread is not None:
        lift_restriction(by=by, thread=content.thread, comment=content.comment, file=content.file, only=hidden)


def _end_of(case: Case, level: str) -> datetime | None:
    """What is hidden for the time being comes back by itself, unless lives or other people's numbers are at stake."""
    if level != Level.INTERIM or case.reason in LASTING:
        return None
    return now() + (add_working_days(localdate(), INTERIM_DAYS) - localdate())


def _hide(case: Case, decision: Decision, content: Content | None, earlier: Sequence[Decision]) -> Restriction | None:
    decision.ends_at = ends_at = decision.ends_at or _end_of(case, decision.level)
    hidden = (row.restriction for row in earlier if row.restriction is not None)
    standing = next((one for one in hidden if one.lifted_at is None), None)
    if standing is not None:
        prolong_restriction(restriction=standing, ends_at=ends_at)
        return standing
    if content is None or content.thread is None:
        return None
    return place_restriction(
        by=decision.by, thread=content.thread, comment=content.comment, file=content.file, reason=decision.ref,
        ends_at=ends_at,
    )  # fmt: skip


def _answering_in(case: Case, decision: Decision) -> "QuerySet[Decision]":
    """What counted until now, the newest first; and what was reversed while it hid: that waits for this decision.

    The second also where it was reversed in an earlier case of the same content, whose reports came to this one.
    """
    of_this = Q(case__kind=case.kind, case__subject_id=case.subject_id)
    open_still = of_this & Q(standing=Standing.OVERTURNED, restriction__isnull=False, restriction__lifted_at=None)
    rows = Decision.objects.filter(Q(case=case, standing=Standing.STANDS) | open_still).exclude(pk=decision.pk)
    return rows.select_related("restriction", "limit").order_by("-pk")


def _take_over(decision: Decision, earlier: Decision, content: Content | None) -> None:
    """What it hid is hidden by the new decision, or there again; what was reversed stays reversed."""
    if decision.restriction_id is None or decision.restriction_id != earlier.restriction_id:
        _show_again(decision.by, earlier, content)
    if decision.limit_id is None or decision.limit_id != earlier.limit_id:
        end_limit(decision.by, earlier)
    if earlier.standing == Standing.STANDS:
        earlier.standing = Standing.REPLACED
        earlier.save(update_fields=["standing"])


def tell_reporters(case: Case, outcome: str) -> None:
    """Each report gets its one answer (M11); an appeal that changes what became of it changes the answer too."""
    Report.objects.filter(case=case).update(outcome=outcome, told_at=Coalesce("told_at", Value(now())))
    note(Verb.TOLD, case.ref, by=None)
