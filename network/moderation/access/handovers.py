"""Who hands a case over to the employer's side, who agrees, and the one person there who has it."""

from network.moderation.access import Who, reaches, roles_of
from network.moderation.access.lines import is_above, marks_near
from network.moderation.models import Case, HandOver, Hearing
from network.moderation.reasons import Reason
from network.moderation.seals import mark_of
from network.moderation.states import State
from profiles.access import has_role
from profiles.models import Person, Role

OPEN_TO = (State.IN_REVIEW, State.DECIDED, State.APPEAL_OPEN)
Standing = HandOver.Standing


def can_propose_hand_over(person: Who, case: Case) -> bool:
    """Whoever leads the moderators, or handles from outside the line, in a case that is theirs and is looked at."""
    roles = {Role.Kind.LEAD_MODERATOR, Role.Kind.OUTSIDE_HANDLER}
    if case.author_id is None or case.state not in OPEN_TO or not roles & roles_of(person):
        return False
    return reaches(person, case.pk)


def was_heard(case: Case) -> bool:
    """The author has had their word, or the time for it; where life or health is in danger nobody waits for that."""
    if case.reason == Reason.DANGER:
        return True
    return case.hearings.filter(kind=Hearing.Kind.REPLY, answered_at__isnull=False).exists()


def can_receive(person: Person, case: Case) -> bool:
    """An HR adviser who handles no reports, and stands in nobody's line of those who have a part in the case."""
    if person.is_top or not has_role(person, Role.Kind.HR_ADVISER) or roles_of(person):
        return False
    return Case.objects.without(mark_of(person.pk), marks_near(person)).filter(pk=case.pk).exists()


def can_agree_to_hand_over(person: Person, handover: HandOver) -> bool:
    """A second eligible person: not whoever proposed it, and nobody below them."""
    if handover.standing != Standing.PROPOSED or handover.proposed_by_id == person.pk:
        return False
    if is_above(handover.proposed_by_id, person.pk):
        return False
    return reaches(person, handover.case_id)


def can_see_hand_over(person: Who, case: Case) -> bool:
    """At the desk: whoever may propose one; where there is one, everybody who may handle the case."""
    if can_propose_hand_over(person, case):
        return True
    return case.handovers.exists() and reaches(person, case.pk)


def can_read_package(person: Person, handover: HandOver) -> bool:
    """What moderation keeps of it: the two who agree on it, and nobody else at the desk."""
    if not handover.sealed or not reaches(person, handover.case_id):
        return False
    if person.pk in (handover.proposed_by_id, handover.approved_by_id):
        return True
    return can_agree_to_hand_over(person, handover)


def can_hold(person: Person, handover: HandOver) -> bool:
    """The one who received it, for as long as they have the task and stand apart from it."""
    if handover.sent_at is None or handover.receiver_id != person.pk:
        return False
    return can_receive(person, handover.case)
