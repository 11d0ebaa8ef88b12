"""What an identity custodian may know of and answer, and who may ask one."""

from django.db.models import Q, QuerySet

from network.moderation.access import Who, acts_as_lead, can_work_on, reaches, roles_of
from network.moderation.access.lines import marks_near, people_over
from network.moderation.models import Case, CustodyRequest
from network.moderation.models.cases import CaseQuerySet
from network.moderation.models.custody import CustodyQuerySet
from network.moderation.seals import mark_of
from profiles.access import can_administer, has_role
from profiles.models import Person, Role

Kind = CustodyRequest.Kind


def is_custodian(person: Person | None) -> bool:
    """Keeps identities today."""
    return person is not None and has_role(person, Role.Kind.CUSTODIAN)


def custody_cases(person: Person | None) -> CaseQuerySet:
    """The cases that a custodian may know of: none in which they or their line have a part, as for handlers."""
    if person is None or person.is_top or not is_custodian(person):
        return Case.objects.none()
    return Case.objects.without(mark_of(person.pk), marks_near(person))


def requests_for(person: Person | None) -> CustodyQuerySet:
    """What the custodian may know of: nothing of their own, of anybody over them, or of a case that is not theirs."""
    if person is None or person.is_top or not is_custodian(person):
        return CustodyRequest.objects.none()
    others = CustodyRequest.objects.exclude(asked_by__in=[person.pk, *people_over(person.pk)])
    return others.filter(Q(case=None) | Q(case__in=custody_cases(person)))


def can_answer(person: Person, request: CustodyRequest) -> bool:
    """A custodian who is another than whoever asks, while nobody has answered."""
    return requests_for(person).open().filter(pk=request.pk).exists()


def can_review(person: Person, hold: CustodyRequest) -> bool:
    """A custodian, of a hold that stands."""
    return requests_for(person).holds().filter(pk=hold.pk).exists()


def can_ask_custody(person: Who, case: Case) -> bool:
    """Whoever works on the case, or leads the moderators and may handle it."""
    if can_work_on(person, case):
        return True
    return acts_as_lead(person, case) and reaches(person, case.pk)


def role_in(person: Person) -> str:
    """The task of moderation in which somebody asks: the one that says most."""
    held = roles_of(person)
    order = (Role.Kind.LEAD_MODERATOR, Role.Kind.OUTSIDE_HANDLER, Role.Kind.MODERATOR)
    return next((kind for kind in order if kind in held), Role.Kind.MODERATOR)


def can_read_name(person: Person, request: CustodyRequest) -> bool:
    """Whoever asked and nobody else, while it lasts and while the case is theirs to handle."""
    if request.kind != Kind.NAME or not request.is_running or request.asked_by_id != person.pk:
        return False
    return reaches(person, request.case_id or 0)


def can_ask_to_look(person: Person) -> bool:
    """An administrator, of whom a case is closed otherwise."""
    return can_administer(person)


def who_know_of_looks() -> "QuerySet[Person]":
    """That something sealed was opened is known to custodians, to those who lead moderators and to representatives."""
    kinds = (Role.Kind.CUSTODIAN, Role.Kind.LEAD_MODERATOR, Role.Kind.REPRESENTATIVE)
    held = Role.objects.current().filter(kind__in=kinds).values("person")
    return Person.objects.active().filter(pk__in=held)


def can_know_of_looks(person: Person) -> bool:
    """One of those who know."""
    return who_know_of_looks().filter(pk=person.pk).exists()


def custodians() -> "QuerySet[Person]":
    """Those who keep identities today."""
    held = Role.objects.current().filter(kind=Role.Kind.CUSTODIAN).values("person")
    return Person.objects.active().filter(pk__in=held)
