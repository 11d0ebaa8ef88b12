"""A department in the chart: those above it, what is in it, who leads each, and its people."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import Count, Exists, F, OuterRef, Q

from profiles.models import Department, Person
from profiles.queries.chart import People, people_page
from profiles.queries.vocabulary import KEPT, Vocabulary, vocabulary


@dataclass(frozen=True)
class Unit:
    """A department as the chart draws it; `people` counts those of every unit below it too."""

    pk: int
    name: str
    people: int
    head: Person | None = None
    parts: Sequence["Unit"] = field(default_factory=tuple)


@dataclass(frozen=True)
class UnitChart:
    """A department with those above it, the top first, its sub-units to the bottom, and one page of its own people."""

    above: Sequence[Unit]
    unit: Unit
    people: People


def unit_chart(reader: Person, pk: int, page: int = 1) -> UnitChart:
    """The chart of the department; seven queries at most; raises Department.DoesNotExist."""
    known = vocabulary()
    if pk not in known.departments:
        raise Department.DoesNotExist
    sizes = _sizes()
    shown = known.below(pk)
    heads = _heads(reader, shown)

    def unit(here: int) -> Unit:
        below = known.children.get(here, [])
        size = sum(sizes.get(each, 0) for each in known.below(here))
        return Unit(here, known.departments[here], size, heads.get(here), tuple(map(unit, below)))

    own = Person.objects.visible_to(reader).filter(department=pk)
    above = [Unit(each, known.departments[each], 0) for each in _above(known, pk)]
    return UnitChart(above, unit(pk), people_page(own, page))


def _above(known: Vocabulary, pk: int) -> list[int]:
    """From the top to the parent."""
    parents = {child: parent for parent, children in known.children.items() for child in children}
    found: list[int] = []
    here = parents.get(pk)
    while here is not None and here not in found:
        found.insert(0, here)
        here = parents.get(here)
    return found


def _sizes() -> dict[int, int]:
    """How many active people each department has itself; counted anew after KEPT seconds."""
    kept: dict[int, int] | None = caches["cards"].get("profiles:unit-sizes")
    if kept is None:
        counted = Person.objects.active().exclude(department=None).values_list("department").annotate(n=Count("pk"))
        kept = dict(counted)
        caches["cards"].set("profiles:unit-sizes", kept, KEPT)
    return kept


def _heads(reader: Person, units: Sequence[int]) -> dict[int, Person]:
    """Who leads each unit: of its own people who report to nobody in it, a leader first, then who has reports."""
    is_outside = Q(manager=None) | Q(manager__is_active=False) | ~Q(manager__department=F("department"))
    leads = Exists(Person.objects.active().filter(manager=OuterRef("pk")))
    people = Person.objects.visible_to(reader).for_line().filter(is_outside, department__in=units).annotate(leads=leads)
    found = people.filter(Q(is_leader=True) | Q(leads=True)).order_by("department_id", "-is_leader", "-leads", "pk")
    return {person.department_id: person for person in found.distinct("department_id") if person.department_id}
