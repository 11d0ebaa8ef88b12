"""Who takes part in a consultation."""

from django.utils.timezone import localdate

from network.policy.access import can_read_policy, is_editor
from network.policy.models import Consultation, Remark, Version
from network.policy.states import State
from profiles.models import Person


def is_open(version: Version) -> bool:
    """People may speak: from the first day to the last, both included."""
    today = localdate()
    days = Consultation.objects.filter(version=version, closed_at=None, opens_on__lte=today, closes_on__gte=today)
    return version.state == State.CONSULTATION and days.exists()


def can_remark(person: Person, version: Version) -> bool:
    """Everybody who works here, while it is open."""
    return can_read_policy(person) and is_open(version)


def can_withdraw_remark(person: Person, remark: Remark) -> bool:
    """Whoever made it, until it is answered."""
    return person.is_active and remark.author_id == person.pk and not remark.outcome and remark.withdrawn_at is None


def can_answer_remark(person: Person, remark: Remark) -> bool:
    """Policy editors, once, while the text may still change; nobody decides on a proposal of their own."""
    return (
        person.is_active
        and is_editor(person)
        and remark.version.state in (State.DRAFT, State.CONSULTATION)
        and not remark.outcome
        and remark.withdrawn_at is None
        and remark.author_id != person.pk
    )
