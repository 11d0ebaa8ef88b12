"""Deciding: a step of the ladder, with its rule and its reasons, by one person or by two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from network.moderation.access import can_approve, can_work_on, is_first_in, is_heard, is_lead
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
from network.moderation.actions.limits import begin_limit, end_limit
from network.moderation.actions.log import Verb, note
from network.moderation.actions.redacting import forget_spans, keep_spans, take_out
from network.moderation.actions.reporting import look_outside
from network.moderation.events import ApprovalAsked, CaseDecided
from network.moderation.models import Case, Decision, Hearing, Report
from network.moderation.queries.content import Content, content_of
from network.moderation.queries.ladder import Span
from network.moderation.queries.rules import was_in_force
from network.moderation.reasons import ALWAYS_TWO, DAY, EMERGENCIES, LASTING, add_working_hours
from network.moderation.states import PERSONAL, RESTRICTING, STATED, Level, Outcome, Speech, State
from network.policy.models import Section
from profiles.access import has_role
from profiles.models import Person, Role

APPEAL_DAYS = 20  # working days
INTERIM_DAYS = 5  # working days
ALONE_DAYS, MOST_DAYS = 3, 14  # of a posting limit: by one person, by two
REMEMBERED = timedelta(days=365)  # a reminder, from when it counts
Standing = Decision.Standing
THINK_FIRST = _("Go through the five questions first.")
NO_RULE = _("Name the rule: a section that was in force when it was written, or a law.")
NOT_THEN = _("This section was not in force when it was written.")
SAY_WHY = _("Write what happened, why the rule applies, and why a milder step is not enough.")
HEAR_FIRST = _("Ask the author for their word first: this is decided when they have answered, or had their time.")
LEADS = _("Only a lead moderator gives a reminder or a posting limit, and only to an author.")
NO_LAW = _("A step about a person rests on a section of our own rules that was in force then, never on a law.")
DAYS = _("A posting limit lasts between 1 and 14 days.")
ANOTHER = _("You hid this at once. Another person looks at it now and decides.")
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
    days: int | None = None  # of a posting limit
    hides: bool = False  # with a step about the person: the text is hidden too
    spans: Sequence[Span] = ()  # what is taken out


@transaction.atomic
def decide_case(*, by: Person, case: Case, plan: Plan, version: int) -> Decision:
    """Decides, or proposes where two people must; the statement stands no later than the restriction (M2)."""
    case = locked(case, version)
    require(not is_first_in(by, case), ANOTHER)
    require(can_work_on(by, case), NOT_YOURS)
    require(case.state == State.IN_REVIEW, NOT_NOW)
    content = content_of(case.kind, case.subject_id)
    _require_grounds(case, content, plan)
    if plan.level in PERSONAL:
        _require_right_against(by, case, plan)
    decision = Decision.objects.create(
        case=case, level=plan.level, section=plan.section, law=plan.law, quote=plan.quote, facts=plan.facts,
        reasoning=plan.reasoning, milder=plan.milder, by=by, outcome=_outcome(plan, content),
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


def needs_two(case: Case, level: Level, days: int | None = None) -> bool:
    """Retaliation, words taken out, a limit of more than three days: always.

    Whatever says why where it may be protected speech, or its author was elected to speak.
    """
    if case.reason in ALWAYS_TWO or level == Level.REDACT or (level == Level.LIMIT and (days or 0) > ALONE_DAYS):
        return True
    if level not in STATED:
        return False
    return case.speech != Speech.NO or (case.author is not None and has_role(case.author, Role.Kind.REPRESENTATIVE))


def let_stand(case: Case, decision: Decision, content: Content | None) -> None:
    """From now it counts: what it hides is hidden, what an earlier one hid and this does not comes back."""
    earlier = _standing_in(case, decision)
    decision.standing, decision.stands_at = Standing.STANDS, now()
    if decision.level == Level.REDACT:
        take_out(case, decision, content)
        decision.refresh_from_db(fields=["quote", "facts", "reasoning", "milder"])
    if decision.is_restricting:
        decision.restriction = _hide(case, decision, content, earlier)
    elif earlier is not None:
        give_back(decision.by, earlier, content)
    if earlier is not None:
        end_limit(decision.by, earlier)
        earlier.standing = Standing.REPLACED
        earlier.save(update_fields=["standing"])
    _begin(case, decision)
    decision.save()
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


def _begin(case: Case, decision: Decision) -> None:
    """Its time runs from now: until it ends by itself, or is remembered no more."""
    if decision.level == Level.LIMIT:
        begin_limit(case, decision)
    elif decision.level == Level.REMINDER:
        decision.ends_at = (decision.stands_at or now()) + REMEMBERED
    else:
        decision.ends_at = decision.ends_at or _end_of(case, decision.level)


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
    hidden = decision.restriction
    if hidden is not None and hidden.lifted_at is None and content is not None and content.thread is not None:
        lift_restriction(by=by, thread=content.thread, comment=content.comment, file=content.file, only=hidden)


def _require_grounds(case: Case, content: Content | None, plan: Plan) -> None:
    require(plan.level != Level.EDIT, NOT_NOW)  # the author is asked, and ends the case
    if plan.section is not None and plan.level in STATED:
        written_at = content.written_at if content else case.made_at
        require(was_in_force(plan.section, written_at), NOT_THEN)
    if plan.level in STATED:
        require(bool(case.checklist), THINK_FIRST)
        touches = plan.level not in PERSONAL or plan.hides
        require(not touches or (content is not None and content.can_be_hidden), NOT_HIDDEN)
        require(plan.section is not None or bool(plan.law.strip()), NO_RULE)
        require(all(text.strip() for text in (plan.facts, plan.reasoning, plan.milder)), SAY_WHY)
    else:
        require(bool(plan.reasoning.strip()), SAY_WHY)
    if plan.level == Level.REMOVE and case.reason not in LASTING:
        require(is_heard(case), HEAR_FIRST)


def _require_right_against(by: Person, case: Case, plan: Plan) -> None:
    """A step about a person: by a lead, on our own rules alone, when they have been heard; never urgent."""
    require(is_lead(by) and case.author_id is not None, LEADS)
    require(plan.section is not None and not plan.law.strip(), NO_LAW)
    require(is_heard(case), HEAR_FIRST)
    require(plan.level != Level.LIMIT or 1 <= (plan.days or 0) <= MOST_DAYS, DAYS)


def _outcome(plan: Plan, content: Content | None) -> Outcome:
    """What became of the content. A word, a reminder and a limit are one and the same to whoever reported it."""
    if content is None:
        return Outcome.GONE
    if plan.level in RESTRICTING or (plan.level in PERSONAL and plan.hides):
        return Outcome.RESTRICTED
    if plan.level == Level.REDACT:
        return Outcome.REDACTED
    return Outcome.NO_BREACH if plan.level == Level.NOTHING else Outcome.STAYS


def _end_of(case: Case, level: str) -> datetime | None:
    """What is hidden for the time being comes back by itself, unless lives or other people's numbers are at stake."""
    if level != Level.INTERIM or case.reason in LASTING:
        return None
    return now() + (add_working_days(localdate(), INTERIM_DAYS) - localdate())


def _hide(case: Case, decision: Decision, content: Content | None, earlier: Decision | None) -> Restriction | None:
    if content is None or content.thread is None:
        return None
    ends_at = decision.ends_at or _end_of(case, decision.level)
    standing = earlier.restriction if earlier is not None else None
    if standing is not None and standing.lifted_at is None:
        prolong_restriction(restriction=standing, ends_at=ends_at)
        return standing
    return place_restriction(
        by=decision.by, thread=content.thread, comment=content.comment, file=content.file, reason=decision.ref,
        ends_at=ends_at,
    )  # fmt: skip


def _standing_in(case: Case, decision: Decision) -> Decision | None:
    rows = (
        case.decisions.filter(standing=Standing.STANDS).exclude(pk=decision.pk).select_related("restriction", "limit")
    )
    return rows.order_by("-pk").first()


def tell_reporters(case: Case, outcome: str) -> None:
    """Each report gets its one answer (M11); an appeal that changes what became of it changes the answer too."""
    Report.objects.filter(case=case).update(outcome=outcome, told_at=Coalesce("told_at", Value(now())))
    note(Verb.TOLD, case.ref, by=None)
