"""Who is told: those who may handle a case, whoever reported it, and whoever wrote it. No letter names anybody."""

from collections.abc import Collection, Iterable

from network.moderation.access import acts_as_lead, first_in
from network.moderation.access.custody import custodians, requests_for, who_know_of_looks
from network.moderation.events import (
    AppealDecided,
    AppealMade,
    AppealWithdrawn,
    ApprovalAsked,
    AuthorAnswered,
    AuthorHeard,
    CaseChanged,
    CaseDecided,
    CaseLate,
    CustodyAnswered,
    CustodyAsked,
    FalseAppealed,
    FalseAsked,
    FalseDecided,
    HandedOver,
    HandOverProposed,
    InterimLapsed,
    LimitLifted,
    MeetingCalled,
    NameClosed,
    ReportMade,
    WentOutside,
)
from network.moderation.models import (
    Appeal,
    Case,
    CustodyRequest,
    Decision,
    FalseReport,
    HandOver,
    Hearing,
    Meeting,
    Report,
    ReportIdentity,
)
from network.moderation.queries.authors import authors_of, whom_it_concerns
from network.moderation.queries.evidence import told_in
from network.moderation.queries.handlers import handlers_of, hosts_of
from network.moderation.seals import mark_of, unseal
from network.moderation.states import Level
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from profiles.models import Person


def report_made(event: ReportMade) -> None:
    """Everybody who may handle it; of what is out of place in a group, its hosts too."""
    _tell_handlers(event.case_id)
    hosts = [person.pk for person in hosts_of(event.case_id)]
    _tell(hosts, Kind.MISPLACED, f"misplaced:{event.case_id}")
    if not hosts:  # somebody said something worse of it
        withdraw(subject=f"misplaced:{event.case_id}", kind=Kind.MISPLACED)


def case_changed(event: CaseChanged) -> None:
    """Hosts wait for nothing any more, where it is answered or somebody handles it."""
    if not hosts_of(event.case_id):
        withdraw(subject=f"misplaced:{event.case_id}", kind=Kind.MISPLACED)


def approval_asked(event: ApprovalAsked) -> None:
    """The others who may handle it: one of them has to look."""
    decision = Decision.objects.get(pk=event.decision_id)
    _tell_handlers(decision.case_id, but={decision.by_id})


def author_heard(event: AuthorHeard) -> None:
    """Whoever wrote it."""
    hearing = Hearing.objects.select_related("case").get(pk=event.hearing_id)
    _tell(authors_of(hearing.case), Kind.DECISION, f"hearing:{hearing.pk}")


def case_decided(event: CaseDecided) -> None:
    """The author, where something is done; whoever reported it, once; handlers wait for nothing any more."""
    decision = Decision.objects.select_related("case").get(pk=event.decision_id)
    case = decision.case
    if decision.level != Level.EDIT and Decision.objects.known_to_authors().filter(pk=decision.pk).exists():
        _tell(whom_it_concerns(decision), Kind.DECISION, f"decision:{decision.pk}")
    if decision.level == Level.INTERIM and first_in(case):  # one of the others looks at it within a working day
        _tell_handlers(case.pk, but={decision.by_id})
    if decision.level != Level.INTERIM:
        withdraw(subject=f"case:{case.pk}", kind=Kind.CASE)
        _tell_reporters(case)


def interim_lapsed(event: InterimLapsed) -> None:
    """Whoever wrote it: it is there again."""
    decision = Decision.objects.select_related("case").get(pk=event.decision_id)
    _tell(whom_it_concerns(decision), Kind.DECISION, f"decision:{decision.pk}")


def author_answered(event: AuthorAnswered) -> None:
    """Whoever asked, to go on; where they may not any more, the others."""
    hearing = Hearing.objects.get(pk=event.hearing_id)
    able = [person.pk for person in handlers_of(hearing.case_id)]
    _tell([hearing.asked_by_id] if hearing.asked_by_id in able else able, Kind.CASE, f"case:{hearing.case_id}")


def case_late(event: CaseLate) -> None:
    """Those who lead, and may handle it."""
    case = Case.objects.get(pk=event.case_id)
    leads = [person.pk for person in handlers_of(case.pk) if acts_as_lead(person, case)]
    _tell(leads, Kind.CASE, f"case:{case.pk}")


def went_outside(event: WentOutside) -> None:
    """Those who handle from outside the line; inside nobody may."""
    _tell_handlers(event.case_id)


def limit_lifted(event: LimitLifted) -> None:
    """The person whom it kept from publishing."""
    decision = Decision.objects.select_related("case").get(pk=event.decision_id)
    _tell(whom_it_concerns(decision), Kind.DECISION, f"decision:{decision.pk}")


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
        _tell_authors_of(appeal)
        is_other = Report.objects.filter(case=case).exclude(outcome=appeal.decision.outcome).exists()
        if is_other:  # of a person nothing else is ever told, nor that anything changed
            _tell_reporters(case)
        return
    # by what it is about: the report may have gone on in another case
    same = Report.objects.filter(case__kind=case.kind, case__subject_id=case.subject_id)
    mine = same.filter(identity__mark=appeal.mark).select_related("identity").first()
    if mine is not None:
        _tell([int(unseal(mine.identity.sealed))], Kind.REPORT, f"appeal:{appeal.pk}")


def _tell_authors_of(appeal: Appeal) -> None:
    """Whoever appealed; where it is another decision now, those who wrote it with them."""
    decision, authors = appeal.decision, whom_it_concerns(appeal.decision)
    then = {pk for told in told_in(decision.case) for pk in told["authors"]}  # also who has left since
    makers = [pk for pk in then.union(authors) if mark_of(pk) == appeal.mark]
    _tell(makers, Kind.DECISION, f"appeal:{appeal.pk}")
    if decision.standing != Decision.Standing.STANDS:
        _tell([pk for pk in authors if pk not in makers], Kind.DECISION, f"decision:{decision.pk}")


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


def custody_asked(event: CustodyAsked) -> None:
    """The custodians who may answer, and no other."""
    asked = CustodyRequest.objects.get(pk=event.request_id)
    able = [person.pk for person in custodians() if requests_for(person).filter(pk=asked.pk).exists()]
    _tell(able, Kind.DECISION, f"custody:{asked.pk}")


def custody_answered(event: CustodyAnswered) -> None:
    """Whoever asked; whoever reported, of a name that was given; of a look at a case, those who know of looks."""
    asked = CustodyRequest.objects.get(pk=event.request_id)
    withdraw(subject=f"custody:{asked.pk}", kind=Kind.DECISION)
    _tell([asked.asked_by_id], Kind.DECISION, f"answered:{asked.pk}")
    if asked.told_at is not None:
        _tell_of_name(asked)
    if asked.kind == CustodyRequest.Kind.GLASS and asked.outcome == CustodyRequest.Outcome.GIVEN:
        _tell(who_know_of_looks().values_list("pk", flat=True), Kind.DECISION, f"look:{asked.pk}")


def name_closed(event: NameClosed) -> None:
    """Whoever reported: the name is closed again."""
    _tell_of_name(CustodyRequest.objects.get(pk=event.request_id))


def _tell_of_name(asked: CustodyRequest) -> None:
    kept = ReportIdentity.objects.filter(report=asked.report_id).first()
    if kept is not None:
        _tell([int(unseal(kept.sealed))], Kind.DECISION, f"name:{asked.pk}")


def _tell_reporters(case: Case) -> None:
    for report in Report.objects.filter(case=case, told_at__isnull=False, identity__isnull=False).select_related(
        "identity"
    ):
        _tell([int(unseal(report.identity.sealed))], Kind.REPORT, f"report:{report.pk}")


def _tell_handlers(case_id: int, but: Collection[int] = ()) -> None:
    _tell([person.pk for person in handlers_of(case_id, but)], Kind.CASE, f"case:{case_id}")


def _tell(people: Iterable[int | None], kind: Kind, subject: str) -> None:
    reachable = Person.objects.active().filter(pk__in=[pk for pk in people if pk])
    notify(list(reachable.values_list("pk", flat=True)), News(kind, subject, 0))


def hand_over_proposed(event: HandOverProposed) -> None:
    """The others who may handle the case: one of them has to look."""
    handover = HandOver.objects.get(pk=event.handover_id)
    _tell_handlers(handover.case_id, but={handover.proposed_by_id})


def handed_over(event: HandedOver) -> None:
    """Whoever receives it, and whoever wrote it, in the same moment."""
    handover = HandOver.objects.select_related("case").get(pk=event.handover_id)
    _tell([handover.case.author_id, handover.receiver_id], Kind.DECISION, f"handover:{handover.pk}")


def meeting_called(event: MeetingCalled) -> None:
    """Everybody who is invited but the adviser who invites."""
    meeting = Meeting.objects.select_related("handover").get(pk=event.meeting_id)
    invited = meeting.attendances.exclude(person=meeting.handover.receiver_id)
    _tell(list(invited.values_list("person_id", flat=True)), Kind.DECISION, f"meeting:{meeting.pk}")
