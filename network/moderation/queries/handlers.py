"""Those who handle reports, as far as a case is theirs to know of."""

from collections.abc import Collection

from network.moderation.access import cases_for
from profiles.models import Person, Role


def handlers_of(case_id: int, but: Collection[int] = ()) -> list[Person]:
    """Everybody who may handle the case, and nobody who is barred from it."""
    held = Role.objects.current().filter(kind__in=Role.Kind.handlers()).exclude(person__in=but).values("person")
    people = Person.objects.active().filter(pk__in=held)
    return [person for person in people if cases_for(person).filter(pk=case_id).exists()]
