"""The mix of a group: how many of the company's departments its people come from.

It counts departments, never the people of a small one: those below settings.K_ANONYMITY are rolled up.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count

from network.groups.models import Group, Membership
from profiles.models import Department

KEPT_SECONDS = 600  # a group's version does not tell when somebody moves to another department


@dataclass(frozen=True)
class Shares:
    """The departments that are big enough to be named, largest first, and how many more there are."""

    named: tuple[tuple[int, str, int], ...] = ()  # (id, name, people)
    others: int = 0  # departments
    others_people: int = 0


@dataclass(frozen=True)
class Mix:
    """What is shown of a group's departments."""

    departments: int
    total: int
    named: Sequence[tuple[Department, int]]
    others: int
    segments: Sequence[tuple[str, int, int]]  # (name, tint, width)


def mix_of(group: Group) -> Mix:
    """The mix of one group."""
    return mixes_of([group])[group.pk]


def mixes_of(groups: Iterable[Group]) -> dict[int, Mix]:
    """The mix of each group, in one query at most for those not kept from before (and one for the company)."""
    names = {f"mix:{group.pk}:{group.version}": group.pk for group in groups}
    if not names:
        return {}
    kept = caches["cards"].get_many([*names, "departments"])
    missing = {name: pk for name, pk in names.items() if name not in kept}
    if missing:
        counted = _count(missing.values())
        fresh = {name: counted[pk] for name, pk in missing.items()}
        caches["cards"].set_many(fresh, KEPT_SECONDS)
        kept.update(fresh)
    total = kept.get("departments")
    if total is None:
        total = Department.objects.filter(people__is_active=True).distinct().count()
        caches["cards"].set("departments", total, KEPT_SECONDS)
    return {pk: _mix(kept[name], total) for name, pk in names.items()}


def _count(ids: Iterable[int]) -> dict[int, Shares]:
    counted = (
        Membership.objects.filter(group__in=list(ids), person__is_active=True, person__department__isnull=False)
        .order_by()
        .values_list("group_id", "person__department_id", "person__department__name")
        .annotate(people=Count("pk"))
    )
    by_group: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for group_id, department_id, name, people in counted:
        by_group[group_id].append((department_id, name, people))
    return defaultdict(Shares, {pk: _roll_up(rows) for pk, rows in by_group.items()})


def _roll_up(rows: list[tuple[int, str, int]]) -> Shares:
    named = sorted((row for row in rows if row[2] >= settings.K_ANONYMITY), key=lambda row: (-row[2], row[1]))
    small = [row[2] for row in rows if row[2] < settings.K_ANONYMITY]
    return Shares(tuple(named), len(small), sum(small))


def _mix(shares: Shares, total: int) -> Mix:
    named = [(Department(pk=pk, name=name), people) for pk, name, people in shares.named]
    segments = [(department.name, department.tint, people) for department, people in named]
    if shares.others:  # drawn no narrower than k people, so that the width tells no smaller number
        segments.append(("", 8, max(shares.others_people, settings.K_ANONYMITY)))
    count = len(named) + shares.others
    return Mix(count, max(total, count), named, shares.others, segments)
