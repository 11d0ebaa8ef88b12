"""Who is told: those who may handle a case, whoever reported it, and whoever wrote it. No letter names anybody."""

from collections.abc import Collection, Iterable

from network.moderation.events import (
    AppealDecided,
    AppealMade,
    AppealWithdrawn,
    ApprovalAsked,
    AuthorHeard,
    CaseDecided,
    FalseAppealed,
    FalseAsked,
    FalseDecided,
    ReportMade,
)
from network.moderation.models import Appeal, Case, Decision, FalseReport, Hearing, Report
from network.moderation.queries.handlers import handlers_of
from network.moderation.seals import unseal
from network.moderation.states import Level, Verdict
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from profiles.models import Person


def report_made(event: ReportMade) -> None:
    """Everybody who may handle it, and nobody else."""
    _tell_handlers(event.case_id)


def approval_asked(event: ApprovalAsked) -> None:
    """The others who may handle it: one of them has to look."""
    decision = Decision.objects.get(pk=event.decision_id)
    _tell_handlers(decision.case_id, but={decision.by_id})


def author_heard(event: AuthorHeard) -> None:
    """Whoever wrote it."""
    hearing = Hearing.objects.select_related("case").get(pk=event.hearing_id)
    _tell([hearing.case.author_id], Kind.DECISION, f"hearing:{hearing.pk}")


def case_decided(event: CaseDecided) -> None:
    """The author, where something is done; whoever reported it, once; handlers wait for nothing any more."""
    decision = Decision.objects.select_related("case").get(pk=event.decision_id)
    case = decision.case
    if decision.level not in (Level.NOTHING, Level.EDIT):
        _tell([case.author_id], Kind.DECISION, f"decision:{decision.pk}")
    if decision.level != Level.INTERIM:
        withdraw(subject=f"case:{case.pk}", kind=Kind.CASE)
        _tell_reporters(case)


def appeal_made(event: AppealMade) -> None:
    """Those who may handle it and have not decided it."""
    appeal = Appeal.objects.select_related("decision").get(pk=event.appeal_id)
    earlier = appeal.decision.case.decisions.values_list("by_id", "approved_by_id")
    _tell_handlers(appeal.decision.case_id, but={pk for pair in earlier for pk in pair if pk})


def appeal_decided(event: AppealDecided) -> None:
    """Whoever appealed; where the author was right, whoever reported it too: it is there again."""
    appeal = Appeal.objects.select_related("decision__case").get(pk=event.appeal_id)
    case = appeal.decision.case
    withdraw(subject=f"case:{case.pk}", kind=Kind.CASE)
    if appeal.side == Appeal.Side.AUTHOR:
        _tell([case.author_id], Kind.DECISION, f"appeal:{appeal.pk}")
        if appeal.verdict != Verdict.UPHELD:
            _tell_reporters(case)
        return
    mine = Report.objects.filter(case=case, identity__mark=appeal.mark).select_related("identity").first()
    if mine is not None:
        _tell([int(unseal(mine.identity.sealed))], Kind.REPORT, f"appeal:{appeal.pk}")


def appeal_withdrawn(event: AppealWithdrawn) -> None:
    """Handlers wait for nothing any more; nobody is told who thought better of it."""
    appeal = Appeal.objects.select_related("decision").get(pk=event.appeal_id)
    withdraw(subject=f"case:{appeal.decision.case_id}", kind=Kind.CASE)


def false_asked(event: FalseAsked) -> None:
    """The others who may handle the case: one of them has to look."""
    said = FalseReport.objects.select_related("report").get(pk=event.false_id)
    _tell_handlers(said.report.case_id, but={said.by_id})


def false_appealed(event: FalseAppealed) -> None:
    """Those who may handle the case and have not taken part."""
    said = FalseReport.objects.select_related("report").get(pk=event.false_id)
    _tell_handlers(said.report.case_id, but={said.by_id, said.answered_by_id or 0})


def false_decided(event: FalseDecided) -> None:
    """Whoever made the report, and nobody else."""
    said = FalseReport.objects.select_related("report__identity").get(pk=event.false_id)
    _tell([int(unseal(said.report.identity.sealed))], Kind.REPORT, f"false:{said.pk}")


def _tell_reporters(case: Case) -> None:
    for report in Report.objects.filter(case=case, told_at__isnull=False).select_related("identity"):
        _tell([int(unseal(report.identity.sealed))], Kind.REPORT, f"report:{report.pk}")


def _tell_handlers(case_id: int, but: Collection[int] = ()) -> None:
    _tell([person.pk for person in handlers_of(case_id, but)], Kind.CASE, f"case:{case_id}")


def _tell(people: Iterable[int | None], kind: Kind, subject: str) -> None:
    reachable = Person.objects.active().filter(pk__in=[pk for pk in people if pk])
    notify(list(reachable.values_list("pk", flat=True)), News(kind, subject, 0))
