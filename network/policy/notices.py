"""Who is told about the rules: one function per event."""

from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from network.policy.events import (
    AcknowledgementGiven,
    EvidenceApproved,
    EvidenceAsked,
    PeopleReminded,
    QuestionAnswered,
)
from network.policy.models import Acknowledgement, EvidenceExport
from profiles.models import Person, Role


def acknowledgement_given(event: AcknowledgementGiven) -> None:
    """Nothing is asked of them any more."""
    row = Acknowledgement.objects.select_related("version").get(pk=event.acknowledgement_id)
    earlier = row.version.document.versions.filter(number__lte=row.version.number)
    for pk in earlier.values_list("pk", flat=True):
        withdraw(subject=f"asked:{pk}", kind=Kind.POLICY_DUE, recipient_id=event.person_id)


def question_asked(event: AcknowledgementGiven) -> None:
    """The policy editors; not the one who asks."""
    if event.has_words:
        _tell_editors(f"question:{event.acknowledgement_id}", event.person_id)


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
    _tell_editors(f"evidence:{event.export_id}", event.by_id)


def evidence_approved(event: EvidenceApproved) -> None:
    """Whoever asked; for the others it is done."""
    subject = f"evidence:{event.export_id}"
    withdraw(subject=subject, kind=Kind.POLICY_DESK)
    export = EvidenceExport.objects.get(pk=event.export_id)
    notify([export.asked_by_id], News(Kind.POLICY_DESK, subject, event.by_id))


def _tell_editors(subject: str, by_id: int) -> None:
    held = Role.objects.current().filter(kind=Role.Kind.POLICY_EDITOR)
    editors = Person.objects.active().filter(pk__in=held.values("person")).exclude(pk=by_id)
    notify(list(editors.values_list("pk", flat=True)), News(Kind.POLICY_DESK, subject, by_id))
