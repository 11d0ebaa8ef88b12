"""A department in the chart: those above it, what is in it, who leads each, and its people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import Count, Exists, F, OuterRef, Q

from profiles.models import Department, Person
from profiles.models.people import UNSHOWN
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
    """The chart of the department; eight queries at most; raises Department.DoesNotExist."""
    known = vocabulary()
    if pk not in known.departments:
        raise Department.DoesNotExist
    sizes = _sizes()
    shown = known.below(pk)
    heads = {head.department_id: head for head in _named(reader, [_heads().get(each) for each in shown])}

    def unit(here: int, above: frozenset[int]) -> Unit:
        below = [part for part in known.children.get(here, []) if part not in above]
        parts = tuple(unit(part, above | {here}) for part in below)
        size = sum(sizes.get(each, 0) for each in known.below(here))
        return Unit(here, known.departments[here], size, heads.get(here), parts)

    own = Person.objects.visible_to(reader).filter(department=pk)
    above = [Unit(each, known.departments[each], 0) for each in _above(known, pk)]
    return UnitChart(above, unit(pk, frozenset([pk])), people_page(own, page))


def _named(reader: Person, pks: Sequence[int | None]) -> list[Person]:
    return list(Person.objects.visible_to(reader).for_line().defer(*UNSHOWN).filter(pk__in=filter(None, pks)))


def unit_choices() -> list[tuple[str, str, int]]:
    """Every department in the order of the tree: id, name with its depth, how many work there or below; one query."""
    known, sizes = vocabulary(), _sizes()

    def walked(parent: int | None, depth: int) -> Iterator[tuple[str, str, int]]:
        for pk in known.children.get(parent, []):
            people = sum(sizes.get(each, 0) for each in known.below(pk))
            yield str(pk), "\u2003" * depth + known.departments[pk], people
            yield from walked(pk, depth + 1)

    return list(walked(None, 0))


def _above(known: Vocabulary, pk: int) -> list[int]:
    """From the top to the parent."""
    parents = {child: parent for parent, children in known.children.items() for child in children}
    found: list[int] = []
    here = parents.get(pk)
    while here is not None and here not in (pk, *found):
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


def _heads() -> dict[int, int]:
    """Who leads each department: of its own people who report to nobody in it, a leader first, then who has reports.

    Asked anew after KEPT seconds, as everybody is looked at.
    """
    kept: dict[int, int] | None = caches["cards"].get("profiles:unit-heads")
    if kept is None:
        is_outside = Q(manager=None) | Q(manager__is_active=False) | ~Q(manager__department=F("department"))
        leads = Exists(Person.objects.active().filter(manager=OuterRef("pk")))
        people = Person.objects.active().filter(is_outside, department__isnull=False).annotate(leads=leads)
        found = people.filter(Q(is_leader=True) | Q(leads=True)).order_by("department_id", "-is_leader", "-leads", "pk")
        kept = dict(found.distinct("department_id").values_list("department_id", "pk"))
        caches["cards"].set("profiles:unit-heads", kept, KEPT)
    return kept
