"""How many have acknowledged a version: of everybody, and of departments as far as that tells of nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate, make_aware

from network.core.folding import Cell, folded
from network.policy.access import bound_by
from network.policy.models import Acknowledgement, Version
from network.policy.queries.knowing import asking
from profiles.models import Department, Person

BAND = 0.8  # "over 80 %" stands for the number where so few are left that it would describe them


@dataclass(frozen=True)
class Line:
    """A department, or (without a name) several together; in a band its number is not told."""

    cell: Cell
    is_band: bool = False


@dataclass(frozen=True)
class Coverage:
    """As it was when the day began, so that nobody's own acknowledgement can be watched as it comes in."""

    version: Version
    day: date
    whole: Line | None  # None: too few for any number
    lines: Sequence[Line]


def coverage_of(version: Version) -> Coverage:
    """One query for people; who acknowledged this or a later version of the document before today counts as done."""
    today = localdate()
    known = Acknowledgement.objects.filter(
        person=OuterRef("pk"), version__document=version.document_id, version__number__gte=version.number,
        at__lt=make_aware(datetime.combine(today, time.min)),
    )  # fmt: skip
    rows = (
        Person.objects.active().filter(bound_by(version.document)).order_by()
        .annotate(is_done=Exists(known)).values_list("department_id", "department__name")
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(is_done=True)))
    )  # fmt: skip
    cells = [Cell(name or "", n, done, 8 if pk is None else Department(pk=pk).tint) for pk, name, n, done in rows]
    return Coverage(version, today, *told(cells, settings.K_ANONYMITY))


def told(cells: Sequence[Cell], k: int) -> tuple[Line | None, list[Line]]:
    """What may be told of the whole and of departments: `core.folding` decides, and two things are said beside it.

    A department of k or more in which nobody is left tells of nobody, and is shown as it is. One in which fewer than k
    are left is among the others, where its number does not follow from theirs, and is shown as a band besides; but not
    where the others without it are so few that the band would tell of them.
    """
    done = [cell for cell in cells if cell.name and cell.people >= k and cell.took_part == cell.people]
    open_cells = [cell for cell in cells if cell not in done and cell.people]
    bands = [cell for cell in open_cells if _is_band(cell, k)]
    plain = folded([cell for cell in open_cells if cell not in bands], k)
    is_safe = bool(plain) or len(bands) == len(open_cells)
    shown = folded([*plain, *bands] if is_safe else open_cells, k)
    lines = [Line(cell) for cell in (*done, *shown)]
    lines += [Line(cell, is_band=True) for cell in bands if is_safe]
    lines.sort(key=lambda line: (not line.cell.name, line.cell.name))
    return _whole(cells, open_cells, k), lines


def _is_band(cell: Cell, k: int) -> bool:
    left = cell.people - cell.took_part
    return bool(cell.name) and cell.people >= k and 0 < left < k and cell.share > BAND


def _whole(cells: Sequence[Cell], open_cells: Sequence[Cell], k: int) -> Line | None:
    """Told only if what is left when complete departments are taken from it tells of nobody either."""
    whole, rest = _sum(cells), _sum(open_cells)
    if whole.people >= k and not rest.people:
        return Line(whole)
    if not whole.tells(k) and not rest.tells(k):
        return Line(whole)
    is_band = whole.people >= k and whole.people - whole.took_part < k and whole.share > BAND
    return Line(whole, is_band=True) if is_band else None


def _sum(cells: Sequence[Cell]) -> Cell:
    return Cell("", sum(cell.people for cell in cells), sum(cell.took_part for cell in cells))


def version_of_coverage(slug: str) -> Version | None:
    """The version of the document that people are asked about now."""
    return asking().filter(document__slug=slug).first()
