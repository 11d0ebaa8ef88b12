"""Who calls a talk on the employer's side, keeps its record, and reads it."""

from network.moderation.access import roles_of
from network.moderation.access.handovers import can_hold
from network.moderation.models import HandOver, Meeting
from profiles.models import Person


def can_call_meeting(person: Person, handover: HandOver) -> bool:
    """The HR adviser who has received it, until they close it."""
    return handover.standing == HandOver.Standing.RECEIVED and can_hold(person, handover)


def can_keep_record(person: Person, meeting: Meeting) -> bool:
    """The same person, until the record is closed."""
    return not meeting.is_closed and can_call_meeting(person, meeting.handover)


def can_be_invited(person: Person) -> bool:
    """Everybody who works here and handles no reports: what is said does not come back to the desk."""
    return person.is_active and not roles_of(person)


def can_read_record(person: Person, meeting: Meeting) -> bool:
    """Who is invited, and nobody else: neither leaders who are not, nor moderators, nor administrators."""
    return person.is_active and meeting.attendances.filter(person=person).exists()
