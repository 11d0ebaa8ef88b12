"""Saying that a report was made against better knowledge: proposed, agreed to by another, told, appealed."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.moderation.access.false import can_answer_false, can_appeal_false, can_decide_false, can_say_false
from network.moderation.actions.desk import NOT_NOW, locked
from network.moderation.actions.log import Verb, note
from network.moderation.events import FalseAppealed, FalseAsked, FalseDecided
from network.moderation.models import FalseReport, Report
from profiles.models import Person

LONGEST = timedelta(days=30)
SAY_WHY = _("Write what shows that whoever reported it knew better.")
ANOTHER = _("Somebody else must look at this, who is not below whoever proposed it.")
Standing = FalseReport.Standing


@transaction.atomic
def say_false(*, by: Person, report: Report, why: str) -> FalseReport:
    """One person proposes it; nothing follows before another agrees. The mark is the report's own: nobody is named."""
    case = locked(report.case)
    report = Report.objects.select_related("identity", "case").get(pk=report.pk)
    require(can_say_false(by, report), NOT_NOW)
    require(bool(why.strip()), SAY_WHY)
    said = FalseReport.objects.create(report=report, mark=report.identity.mark, why=why.strip(), by=by)
    note(Verb.PROPOSED, case.ref, by=by, about=said.ref)
    announce(FalseAsked(said.pk))
    return said


@transaction.atomic
def answer_false(*, by: Person, said: FalseReport, agrees: bool) -> None:
    """The second person: it stands for a month, and whoever made the report is told; or nothing happens at all."""
    case = locked(said.report.case)
    said = _fresh(said)
    require(can_answer_false(by, said), ANOTHER)
    said.answered_by, said.answered_at = by, now()
    said.standing = Standing.STANDS if agrees else Standing.REFUSED
    said.until = now() + LONGEST if agrees else None
    said.save()
    note(Verb.MARKED_FALSE if agrees else Verb.REFUSED, case.ref, by=by, about=said.ref)
    if agrees:
        announce(FalseDecided(said.pk))


@transaction.atomic
def appeal_false(*, by: Person, said: FalseReport, text: str) -> None:
    """Whoever made the report says that it was not so; once. Who that is stays sealed."""
    case = locked(said.report.case)
    said = _fresh(said)
    require(can_appeal_false(by, said) and bool(text.strip()), NOT_NOW)
    said.appeal, said.appealed_at = text.strip(), now()
    said.save()
    note(Verb.APPEALED, case.ref, by=None, about=said.ref)
    announce(FalseAppealed(said.pk))


@transaction.atomic
def decide_false(*, by: Person, said: FalseReport, stands: bool, reasons: str) -> None:
    """A third person answers; where the appeal was right it is as if it had never been said."""
    case = locked(said.report.case)
    said = _fresh(said)
    require(can_decide_false(by, said) and bool(reasons.strip()), NOT_NOW)
    said.decided_by, said.verdict = by, reasons.strip()
    said.standing = Standing.STANDS if stands else Standing.OVERTURNED
    said.save()
    note(Verb.APPEAL_DECIDED, case.ref, by=by, about=said.ref)
    announce(FalseDecided(said.pk))


def _fresh(said: FalseReport) -> FalseReport:
    return FalseReport.objects.select_for_update(of=("self",)).select_related("report__case").get(pk=said.pk)
