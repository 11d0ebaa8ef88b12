"""Deciding: a step of the ladder, with its rule and its reasons, by one person or by two."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.conversations.actions import lift_restriction, place_restriction, prolong_restriction
from network.conversations.models import Restriction
from network.core.access import require
from network.core.clock import add_working_days, now
from network.core.events import announce
from network.moderation.access import can_approve, can_work_on
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
from network.moderation.actions.log import Verb, note
from network.moderation.actions.reporting import look_outside
from network.moderation.events import ApprovalAsked, CaseDecided
from network.moderation.models import Case, Decision, Hearing, Report
from network.moderation.queries.content import Content, content_of
from network.moderation.queries.rules import was_in_force
from network.moderation.reasons import ALWAYS_TWO, LASTING
from network.moderation.states import RESTRICTING, Level, Outcome, Speech, State
from network.policy.models import Section
from profiles.access import has_role
from profiles.models import Person, Role

APPEAL_DAYS = 20  # working days
INTERIM_DAYS = 5  # working days
Standing = Decision.Standing
THINK_FIRST = _("Go through the five questions first.")
NO_RULE = _("Name the rule: a section that was in force when it was written, or a law.")
NOT_THEN = _("This section was not in force when it was written.")
SAY_WHY = _("Write what happened, why the rule applies, and why a milder step is not enough.")
HEAR_FIRST = _("Ask the author for their word before it is removed.")
NOT_HIDDEN = _("A profile or a group is not hidden: ask whoever keeps it to change it.")
NOT_SECOND = _("Somebody else must look at this decision, who is not below whoever proposed it.")


@dataclass(frozen=True)
class Plan:
    """What is to be done, and the statement of reasons."""

    level: Level
    section: Section | None = None
    law: str = ""
    quote: str = ""
    facts: str = ""
    reasoning: str = ""
    milder: str = ""


@transaction.atomic
def decide_case(*, by: Person, case: Case, plan: Plan, version: int) -> Decision:
    """Decides, or proposes where two people must; the statement stands no later than the restriction (M2)."""
    case = locked(case, version)
    require(can_work_on(by, case), NOT_YOURS)
    require(case.state == State.IN_REVIEW, NOT_NOW)
    content = content_of(case.kind, case.subject_id)
    _require_grounds(case, content, plan)
    decision = Decision.objects.create(
        case=case, level=plan.level, section=plan.section, law=plan.law, quote=plan.quote, facts=plan.facts,
        reasoning=plan.reasoning, milder=plan.milder, by=by, outcome=_outcome(plan.level, content),
    )  # fmt: skip
    if needs_two(case, plan.level):
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
    move(case, State.IN_REVIEW)
    note(Verb.REFUSED, case.ref, by=by, about=decision.ref)
    saved(case)


@transaction.atomic
def note_change(*, by: Person, hearing: Hearing) -> Decision:
    """The author has changed what they were asked to change: that ends the case. Raises Refused where they have not."""
    case = locked(hearing.case)
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    require(case.author_id == by.pk and hearing.answered_at is None and hearing.kind == Hearing.Kind.EDIT, NOT_NOW)
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


def needs_two(case: Case, level: Level) -> bool:
    """Retaliation always; a restriction where it may be protected speech, or its author was elected to speak."""
    if case.reason in ALWAYS_TWO:
        return True
    if level not in RESTRICTING:
        return False
    return case.speech != Speech.NO or (case.author is not None and has_role(case.author, Role.Kind.REPRESENTATIVE))


def let_stand(case: Case, decision: Decision, content: Content | None) -> None:
    """From now it counts: what it hides is hidden, what an earlier one hid and this does not comes back."""
    earlier = _standing_in(case, decision)
    decision.standing, decision.stands_at = Standing.STANDS, now()
    if decision.is_restricting:
        decision.ends_at = decision.ends_at or _end_of(case, decision)
        decision.restriction = _hide(case, decision, content, earlier)
    elif earlier is not None:
        give_back(decision.by, earlier, content)
    if earlier is not None:
        earlier.standing = Standing.REPLACED
        earlier.save(update_fields=["standing"])
    if decision.level == Level.INTERIM:
        if case.state == State.AWAITING_APPROVAL:
            move(case, State.IN_REVIEW)
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


def give_back(by: Person, decision: Decision, content: Content | None) -> None:
    """Everything that this decision hid is there again, as it was; what others hide stays hidden."""
    hidden = decision.restriction
    if hidden is not None and hidden.lifted_at is None and content is not None and content.thread is not None:
        lift_restriction(by=by, thread=content.thread, comment=content.comment, file=content.file, only=hidden)


def _require_grounds(case: Case, content: Content | None, plan: Plan) -> None:
    require(plan.level != Level.EDIT, NOT_NOW)  # the author is asked, and ends the case
    if plan.section is not None and plan.level in RESTRICTING:
        written_at = content.written_at if content else case.made_at
        require(was_in_force(plan.section, written_at), NOT_THEN)
    if plan.level in RESTRICTING:
        require(bool(case.checklist), THINK_FIRST)
        require(content is not None and content.can_be_hidden, NOT_HIDDEN)
        require(plan.section is not None or bool(plan.law.strip()), NO_RULE)
        require(all(text.strip() for text in (plan.facts, plan.reasoning, plan.milder)), SAY_WHY)
    else:
        require(bool(plan.reasoning.strip()), SAY_WHY)
    if plan.level == Level.REMOVE and case.reason not in LASTING:
        heard = case.hearings.filter(kind=Hearing.Kind.REPLY, answered_at__isnull=False)
        require(heard.exists(), HEAR_FIRST)


def _outcome(level: Level, content: Content | None) -> Outcome:
    if content is None:
        return Outcome.GONE
    return Outcome.RESTRICTED if level in RESTRICTING else Outcome.NO_BREACH


def _end_of(case: Case, decision: Decision) -> datetime | None:
    """What is hidden for the time being comes back by itself, unless lives or other people's numbers are at stake."""
    if decision.level != Level.INTERIM or case.reason in LASTING:
        return None
    return now() + (add_working_days(localdate(), INTERIM_DAYS) - localdate())


def _hide(case: Case, decision: Decision, content: Content | None, earlier: Decision | None) -> Restriction | None:
    if content is None or content.thread is None:
        return None
    standing = earlier.restriction if earlier is not None else None
    if standing is not None and standing.lifted_at is None:
        prolong_restriction(restriction=standing, ends_at=decision.ends_at)
        return standing
    return place_restriction(
        by=decision.by, thread=content.thread, comment=content.comment, file=content.file, reason=decision.ref,
        ends_at=decision.ends_at,
    )  # fmt: skip


def _standing_in(case: Case, decision: Decision) -> Decision | None:
    rows = case.decisions.filter(standing=Standing.STANDS).exclude(pk=decision.pk).select_related("restriction")
    return rows.order_by("-pk").first()


def tell_reporters(case: Case, outcome: str) -> None:
    """Each report gets its one answer (M11); an appeal that changes what became of it changes the answer too."""
    Report.objects.filter(case=case).update(outcome=outcome, told_at=Coalesce("told_at", Value(now())))
    note(Verb.TOLD, case.ref, by=None)
