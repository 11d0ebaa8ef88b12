"""One person's page, the organisation around them, and the few people that sign-in asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from network.core.prepared import prepared
from profiles.models import Department, Follow, Person, PersonSkill, deferred_of

DEMO_HANDLES = ("ann", "ben", "cleo", "mona", "mo", "lea", "odd", "ida", "hege", "pia", "tor", "ada")
MAX_REPORTS = 30
_somebody = False


@dataclass(frozen=True)
class Chart:
    """Where somebody stands: the manager's manager first, and who reports to them."""

    above: list[Person]
    reports: list[Person]
    more: int


def is_anybody_here() -> bool:
    """True once there is a person; asked of the database only until then, as people are never all deleted."""
    global _somebody  # noqa: PLW0603
    if not _somebody:
        _somebody = Person.objects.exists()
    return _somebody


def person_for(person: Person, handle: str) -> Person:
    """The colleague with this handle, or who had it; raises Person.DoesNotExist alike for missing and deactivated."""
    found = _called.first(person, handle.lower())
    return found or _colleagues(person).get(former_handles__handle=handle.lower())


def _colleagues(person: Person) -> "QuerySet[Person]":
    around = ("manager", "manager__manager", "stand_in", "host")
    rows = Person.objects.visible_to(person).select_related("department__parent", *around)
    return rows.defer(*(name for via in around for name in deferred_of(via)))


@prepared("is_active")
def _called(person: Person, handle: str) -> "QuerySet[Person]":
    return _colleagues(person).filter(handle=handle)


def photo_for(person: Person, handle: str, name: str) -> Person:
    """The colleague whose present photo has this name; raises Person.DoesNotExist otherwise."""
    return Person.objects.visible_to(person).exclude(photo="").get(handle=handle, photo=name)


def chart_of(colleague: Person) -> Chart:
    """At most two levels up (deactivated managers are left out) and MAX_REPORTS down; one query."""
    manager = colleague.manager
    above = [above for above in (manager.manager if manager else None, manager) if above is not None]
    reports = _reports.rows(colleague)
    more = len(reports) - MAX_REPORTS
    return Chart([a for a in above if a.is_active], reports[:MAX_REPORTS], max(0, more))


@prepared()
def _reports(colleague: Person) -> "QuerySet[Person]":
    return Person.objects.active().for_line().filter(manager=colleague).order_by("folded", "id")[: MAX_REPORTS + 1]


def declared_by(colleague: Person) -> "QuerySet[PersonSkill]":
    """What the colleague can be asked about, with who confirmed it; one query."""
    return (
        PersonSkill.objects.filter(person=colleague)
        .select_related("skill", "confirmed_by", "asked")
        .defer(*deferred_of("confirmed_by"), *deferred_of("asked"))
        .order_by("skill__name")
    )


_declared = prepared()(declared_by)


def all_declared_by(colleague: Person) -> list[PersonSkill]:
    """The same, for the colleague's own page."""
    return _declared.rows(colleague)


def asked_to_confirm(person: Person) -> "QuerySet[PersonSkill]":
    """What active colleagues ask this person to confirm."""
    waiting = PersonSkill.objects.filter(asked=person, confirmed_by=None, person__is_active=True)
    return waiting.select_related("skill", "person__department").order_by("pk")


def is_following(person: Person, colleague: Person) -> bool:
    """Whether the person follows the colleague."""
    return bool(_follows.rows(person, colleague))


@prepared()
def _follows(person: Person, colleague: Person) -> "QuerySet[Follow, tuple[int]]":
    return Follow.objects.filter(person=person, followed=colleague).values_list("pk")


def people_by_handles(people: "QuerySet[Person]", handles: Iterable[str]) -> dict[str, Person]:
    """Who among `people` is meant by each handle, in any case: who has it, else who had it; at most two queries."""
    wanted = {handle.lower() for handle in handles}
    found = {person.handle: person for person in people.filter(handle__in=wanted)} if wanted else {}
    if missing := wanted - found.keys():
        for person in people.filter(former_handles__handle__in=missing).annotate(was=F("former_handles__handle")):
            found[vars(person)["was"]] = person
    return found


def department_and_below(pk: int) -> list[int]:
    """The ids of a department and every unit below it; empty when there is none; one query."""
    below: dict[int | None, list[int]] = {}
    known = set()
    for child, parent in Department.objects.order_by("pk").values_list("pk", "parent_id"):
        below.setdefault(parent, []).append(child)
        known.add(child)
    return units_below(below, pk) if pk in known else []


def units_below(below: dict[int | None, list[int]], pk: int) -> list[int]:
    """Walks a tree of parent -> children, each once."""
    found, waiting = [], [pk]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.append(here)
            waiting += below.get(here, [])
    return found


def demo_personas() -> list[Person]:
    """The named people of the demo in their fixed order, with department and roles."""
    found = {
        person.handle: person
        for person in Person.objects.active().for_line().prefetch_related("roles").filter(handle__in=DEMO_HANDLES)
    }
    return [found[handle] for handle in DEMO_HANDLES if handle in found]


def demo_person(handle: str) -> Person:
    """One of the named people of the demo; raises Person.DoesNotExist for anybody else."""
    return Person.objects.active().filter(handle__in=DEMO_HANDLES).get(handle=handle)
