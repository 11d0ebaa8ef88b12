"""Hosts answer what is out of place in their group: a word, it may stay, hidden for a day, or on to the moderators."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.groups.models import Group
from network.moderation.access.hosts import host_cases, host_may_hide
from network.moderation.actions.deciding import let_stand
from network.moderation.actions.desk import NOT_NOW, QUESTIONS, locked, move, saved
from network.moderation.actions.grounds import NO_RULE, NOT_HIDDEN, NOT_THEN, SAY_WHY, Plan
from network.moderation.actions.log import Verb, note
from network.moderation.models import Case, Decision, HostAct
from network.moderation.queries.content import content_of
from network.moderation.queries.rules import was_in_force
from network.moderation.queries.words import written_at
from network.moderation.states import Level, Outcome, State
from profiles.models import Person

A_DAY = timedelta(hours=24)
FOR_MODERATORS = _("This may be protected: pass it on to the moderators. Two of them look at it.")
ELECTED = _("Whoever wrote it was elected to speak for others. Pass it on to the moderators.")


@transaction.atomic
def answer_as_host(*, by: Person, group: Group, case: Case, plan: Plan) -> Decision:
    """A word to the author, or it may stay: that ends the case, and whoever reported it may appeal to a moderator."""
    case = _mine(by, group, case)
    require(plan.level in (Level.GUIDANCE, Level.NOTHING), NOT_NOW)
    require(bool(plan.reasoning.strip()), SAY_WHY)
    content = content_of(case.kind, case.subject_id)
    decision = Decision.objects.create(
        case=case, level=plan.level, section=plan.section, reasoning=plan.reasoning.strip(), by=by,
        outcome=Outcome.NO_BREACH if content else Outcome.GONE,
    )  # fmt: skip
    kind = HostAct.Kind.WORD if plan.level == Level.GUIDANCE else HostAct.Kind.STAYS
    _done(by, case, kind, decision)
    let_stand(case, decision, content)
    return decision


@transaction.atomic
def hide_as_host(*, by: Person, group: Group, case: Case, plan: Plan, answers: Sequence[bool]) -> Decision:
    """For twenty-four hours, with a statement that names a rule; then it is there again, and moderators go on."""
    case = _mine(by, group, case)
    require(host_may_hide(case), ELECTED)
    require(len(answers) == QUESTIONS and not any(answers), FOR_MODERATORS)
    content = content_of(case.kind, case.subject_id)
    require(content is not None and content.can_be_hidden, NOT_HIDDEN)
    require(plan.section is not None, NO_RULE)
    if plan.section is not None:
        require(was_in_force(plan.section, written_at(case)), NOT_THEN)
    require(all(text.strip() for text in (plan.facts, plan.reasoning, plan.milder)), SAY_WHY)
    decision = Decision.objects.create(
        case=case, level=Level.INTERIM, section=plan.section, facts=plan.facts, reasoning=plan.reasoning,
        milder=plan.milder, by=by, outcome=Outcome.RESTRICTED, ends_at=now() + A_DAY,
    )  # fmt: skip
    _done(by, case, HostAct.Kind.HIDDEN, decision)
    let_stand(case, decision, content)
    return decision


@transaction.atomic
def pass_on(*, by: Person, group: Group, case: Case) -> None:
    """The host leaves it to the moderators; no reason is asked."""
    case = _mine(by, group, case)
    _done(by, case, HostAct.Kind.PASSED, None)
    saved(case)


def _mine(by: Person, group: Group, case: Case) -> Case:
    """Held, and still the host's to answer; on its way as far as a case that somebody works on."""
    case = locked(case)
    require(host_cases(by, group).filter(pk=case.pk).exists(), NOT_NOW)
    return case


def _done(by: Person, case: Case, kind: HostAct.Kind, decision: Decision | None) -> None:
    HostAct.objects.create(case=case, kind=kind, by=by, decision=decision)
    note(Verb.HOST_ACTED, case.ref, by=by, about=decision.ref if decision else "")
    if decision is not None:
        for state in (State.TRIAGED, State.IN_REVIEW):
            if case.state in (State.NEW, State.TRIAGED) and case.state != state:
                move(case, state)
        case.looked_at = case.looked_at or now()
        case.save(update_fields=["state", "looked_at"])
