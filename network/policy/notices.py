"""Who is told about the rules: those who are invited, asked or reminded, those who spoke, and those who write."""

from collections.abc import Iterable

from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from network.policy.events import (
    AcknowledgementGiven,
    ApprovalAsked,
    EvidenceApproved,
    EvidenceAsked,
    MeasureLapsed,
    MeasureRenewed,
    PeopleReminded,
    QuestionAnswered,
    RemarkAnswered,
    RemarkReplied,
    SignedOff,
    SignOffAsked,
    VersionMoved,
)
from network.policy.models import (
    Acknowledgement,
    Approval,
    Consultation,
    EvidenceExport,
    Remark,
    RemarkReply,
    SignOff,
    SignOffRequest,
)
from network.policy.states import State
from profiles.models import Person, Role


def _tell(people: Iterable[int], kind: Kind, subject: str, actor_id: int = 0) -> None:
    reachable = Person.objects.active().filter(pk__in=set(people) - {actor_id})
    notify(list(reachable.values_list("pk", flat=True)), News(kind, subject, actor_id))


def _editors() -> Iterable[int]:
    return Role.objects.current().filter(kind=Role.Kind.POLICY_EDITOR).values_list("person_id", flat=True)


def version_moved(event: VersionMoved) -> None:
    """Representatives who are invited, when a consultation opens; what waited for somebody waits no more."""
    subject = f"version:{event.version_id}"
    withdraw(subject=subject, kind=Kind.POLICY_ASKED)
    if event.after == State.CONSULTATION:
        for consultation in Consultation.objects.filter(version=event.version_id, closed_at=None):
            _tell(consultation.invited.values_list("pk", flat=True), Kind.POLICY_ASKED, subject)


def approval_asked(event: ApprovalAsked) -> None:
    """The other editors: one of them must approve."""
    asked = Approval.objects.get(pk=event.approval_id)
    _tell(_editors(), Kind.POLICY_ASKED, f"version:{asked.version_id}", asked.asked_by_id)


def sign_off_asked(event: SignOffAsked) -> None:
    """Whoever holds the mandate."""
    for request in SignOffRequest.objects.filter(pk=event.request_id).select_related("mandate"):
        _tell([request.mandate.person_id], Kind.POLICY_ASKED, f"version:{request.version_id}")


def signed_off(event: SignedOff) -> None:
    """Those who write the rules."""
    said = SignOff.objects.get(pk=event.sign_off_id)
    withdraw(subject=f"version:{said.version_id}", kind=Kind.POLICY_ASKED, recipient_id=said.person_id)
    _tell(_editors(), Kind.POLICY_ASKED, f"version:{said.version_id}", said.person_id)


def remark_replied(event: RemarkReplied) -> None:
    """Whoever made the remark."""
    reply = RemarkReply.objects.select_related("remark").get(pk=event.reply_id)
    _tell([reply.remark.author_id], Kind.POLICY_REMARK, f"remark:{reply.remark_id}", reply.author_id)


def remark_answered(event: RemarkAnswered) -> None:
    """Whoever made the remark: what came of it."""
    remark = Remark.objects.get(pk=event.remark_id)
    _tell([remark.author_id], Kind.POLICY_REMARK, f"remark:{remark.pk}", remark.replied_by_id or 0)


def acknowledgement_given(event: AcknowledgementGiven) -> None:
    """Nothing is asked of them any more."""
    row = Acknowledgement.objects.select_related("version").get(pk=event.acknowledgement_id)
    earlier = row.version.document.versions.filter(number__lte=row.version.number)
    for pk in earlier.values_list("pk", flat=True):
        withdraw(subject=f"asked:{pk}", kind=Kind.POLICY_DUE, recipient_id=event.person_id)


def question_asked(event: AcknowledgementGiven) -> None:
    """The policy editors; not the one who asks."""
    if event.has_words:
        _tell(_editors(), Kind.POLICY_DESK, f"question:{event.acknowledgement_id}", event.person_id)


def question_answered(event: QuestionAnswered) -> None:
    """Whoever asked, if they work here; for the editors it is done."""
    withdraw(subject=f"question:{event.acknowledgement_id}", kind=Kind.POLICY_DESK)
    if event.person_id != event.by_id and Person.objects.active().filter(pk=event.person_id).exists():
        notify([event.person_id], News(Kind.POLICY_ANSWER, f"question:{event.acknowledgement_id}", event.by_id))


def people_reminded(event: PeopleReminded) -> None:
    """Each anew, also where the letter before lies unread; in the transaction of the claim, so that none is lost."""
    subject = f"asked:{event.version_id}"
    withdraw(subject=subject, kind=Kind.POLICY_DUE, recipient_ids=event.person_ids)
    notify(event.person_ids, News(Kind.POLICY_DUE, subject, 0))


def evidence_asked(event: EvidenceAsked) -> None:
    """The other policy editors: one of them has to look at it."""
    _tell(_editors(), Kind.POLICY_DESK, f"evidence:{event.export_id}", event.by_id)


def evidence_approved(event: EvidenceApproved) -> None:
    """Whoever asked; for the others it is done."""
    subject = f"evidence:{event.export_id}"
    withdraw(subject=subject, kind=Kind.POLICY_DESK)
    export = EvidenceExport.objects.get(pk=event.export_id)
    notify([export.asked_by_id], News(Kind.POLICY_DESK, subject, event.by_id))


def measure_lapsed(event: MeasureLapsed) -> None:
    """Every policy editor."""
    _tell(_editors(), Kind.POLICY_DESK, f"measure:{event.measure_id}")


def measure_renewed(event: MeasureRenewed) -> None:
    """Nobody any more."""
    withdraw(subject=f"measure:{event.measure_id}", kind=Kind.POLICY_DESK)
