"""What is wrong with the chart, for the administrator who mends it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from profiles.models import Person
from profiles.models.people import PersonQuerySet
from profiles.queries.names import by_name
from profiles.queries.sources import circles

SHOWN = 20  # faults of one kind that the page shows; the next come when these are mended


@dataclass(frozen=True)
class Gone:
    """Somebody who left and still has reports."""

    manager: Person
    count: int
    reports: Sequence[Person]


@dataclass(frozen=True)
class Faults:
    """People in circles; several at the top; people without a manager; managers who left. With how many of each."""

    circles: Sequence[Sequence[Person]]
    circle_count: int
    tops: Sequence[Person]
    top_count: int
    alone: Sequence[Person]
    alone_count: int
    gone: Sequence[Gone]
    gone_count: int

    def __bool__(self) -> bool:
        return bool(self.circles or self.tops or self.alone or self.gone)


def chart_faults() -> Faults:
    """Everything to mend among active people; at most nine queries, and two numbers for each who has a manager."""
    rounds = _circles()
    tops, alone = _tops(), _alone()
    gone = _gone()
    return Faults(
        circles=_named(rounds[:SHOWN]),
        circle_count=len(rounds),
        tops=tops[:SHOWN],
        top_count=len(tops),
        alone=list(by_name(alone)[:SHOWN]),
        alone_count=alone.count(),
        gone=_with_reports(gone[:SHOWN]),
        gone_count=gone.count(),
    )


def gone_with_reports(handle: str) -> Gone | None:
    """The former colleague with this handle, if anybody still reports to them; two queries."""
    return next(iter(_with_reports(_gone().filter(handle=handle))), None)


def _circles() -> list[list[int]]:
    links = Person.objects.active().exclude(manager=None)
    return circles(dict(links.values_list("pk", "manager_id")))


def _named(rounds: Sequence[Sequence[int]]) -> list[list[Person]]:
    found = Person.objects.active().for_line().in_bulk([pk for each in rounds for pk in each])
    return [[found[pk] for pk in each if pk in found] for each in rounds]


def _reports() -> Exists:
    return Exists(Person.objects.active().filter(manager=OuterRef("pk")))


def _tops() -> list[Person]:
    """Those without a manager who have reports and are not marked; none when there is only one top in all."""
    tops = Person.objects.active().filter(_reports(), manager=None)
    found = list(by_name(tops))
    return [person for person in found if not person.is_top] if len(found) > 1 else []


def _alone() -> PersonQuerySet:
    return Person.objects.active().filter(~_reports(), manager=None, is_top=False)


def _gone() -> PersonQuerySet:
    left = Person.objects.get_queryset().filter(is_active=False)
    counted = left.annotate(direct=Count("reports", filter=Q(reports__is_active=True))).filter(direct__gt=0)
    return counted.order_by("-direct", "pk")


def _with_reports(gone: PersonQuerySet) -> list[Gone]:
    found = list(gone)
    reports: dict[int | None, list[Person]] = {}
    for person in by_name(Person.objects.active().filter(manager__in=found))[: SHOWN * SHOWN]:
        reports.setdefault(person.manager_id, []).append(person)
    return [Gone(person, person.direct, reports.get(person.pk, [])) for person in found]  # type: ignore[attr-defined]
