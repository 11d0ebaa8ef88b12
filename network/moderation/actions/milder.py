"""An appeal that makes a decision milder: a lower step takes its place, with a statement of its own."""

from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.moderation.actions.deciding import REMEMBERED, count_from_now
from network.moderation.actions.grounds import SAY_WHY, Plan, outcome_of
from network.moderation.actions.log import Verb, note
from network.moderation.models import Decision
from network.moderation.queries.content import content_of
from network.moderation.queries.ladder import milder_than
from network.moderation.states import PERSONAL, STATED, Level
from profiles.models import Person

NOT_MILDER = _("Choose a milder step than the one that was decided: a lower one, or fewer days.")


def make_milder(by: Person, decision: Decision, plan: Plan | None, reasons: str) -> Decision:
    """Rests on the same facts and the same rule, and is final: nobody appeals what came of an appeal.

    It takes no second person, since it is less than what was decided by as many as that took.
    """
    if plan is None or not is_milder(decision, plan):
        raise Refused(NOT_MILDER)
    stated = plan.level in STATED
    require(not stated or bool(plan.milder.strip()), SAY_WHY)
    case = decision.case
    content = content_of(case.kind, case.subject_id)
    instead = Decision.objects.create(
        case=case, level=plan.level, section=decision.section, law=decision.law, quote=decision.quote,
        facts=decision.facts, reasoning=reasons, milder=plan.milder.strip() if stated else "", by=by,
        outcome=outcome_of(plan, content), days=plan.days if plan.level == Level.LIMIT else None,
        hides=plan.hides and plan.level in PERSONAL,
        ends_at=decision.stands_at + REMEMBERED if plan.level == Level.REMINDER and decision.stands_at else None,
    )  # fmt: skip
    count_from_now(case, instead, content)
    decision.refresh_from_db(fields=["standing"])
    note(Verb.DECIDED, case.ref, by=by, about=instead.ref)
    return instead


def is_milder(decision: Decision, plan: Plan) -> bool:
    """A lower step; or the same with fewer days, or without hiding the text. Nothing is hidden that was not."""
    if plan.level not in milder_than(decision) or (plan.hides and not decision.hides):
        return False
    if plan.level != decision.level:
        return True
    shows = decision.hides and not plan.hides
    if plan.level != Level.LIMIT:
        return shows
    days, most = plan.days or 0, decision.days or 0
    return 1 <= days <= most and (days < most or shows)
