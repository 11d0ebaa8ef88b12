"""Those who handle reports, as far as a case is theirs to know of."""

from collections.abc import Collection

from network.groups.models import Group, Membership
from network.moderation.access import look_up_each
from network.moderation.access.hosts import host_cases
from network.moderation.models import Case
from network.moderation.reasons import Reason
from profiles.models import Person, Role


def handlers_of(case_id: int, but: Collection[int] = ()) -> list[Person]:
    """Everybody who may handle the case, and nobody who is barred from it."""
    held = Role.objects.current().filter(kind__in=Role.Kind.handlers()).exclude(person__in=but).values("person")
    people = Person.objects.active().filter(pk__in=held)
    return [handler.person for handler in look_up_each(people) if handler.reaches(case_id)]


def hosts_of(case_id: int) -> list[Person]:
    """The hosts who may answer the case: it is out of place in their group, and nobody handles it."""
    places = Case.objects.filter(pk=case_id, reason=Reason.MISPLACED).values("group_id")
    group = Group.objects.filter(pk__in=places).first()
    if group is None:
        return []
    run = Membership.objects.filter(group=group, role=Membership.Role.HOST).values("person")
    people = Person.objects.active().filter(pk__in=run)
    return [person for person in people if host_cases(person, group).filter(pk=case_id).exists()]
