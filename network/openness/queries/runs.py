"""Imports as the administrator's pages ask for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from network.core.pages import Page, newest_first, oldest_first
from network.notifications.subjects import Subject
from network.openness.access import can_import
from network.openness.models import Import, ImportLine, ImportSchedule, ImportText
from network.openness.queries.headings import heading_key, own_fields
from network.openness.queries.plan import MANY_GONE, known_to
from network.openness.queries.sentences import about_line
from network.openness.queries.table import Unreadable, read_table
from profiles.models import Person, Source, deferred_of
from profiles.queries.fields import label_of
from profiles.queries.said import LABELS, labelled, shown

WAITING = (Import.State.MAPPING, Import.State.PLANNED, Import.State.FAILED)  # for somebody's word
LINES = 50  # of one page
SAMPLES = 3  # lines shown beside the columns


def imports_page(before: int | None) -> Page[Import]:
    """Every file, the newest first."""
    return newest_first(Import.objects.select_related("source", "by"), before)


def import_for(pk: int) -> Import:
    """One file; raises Import.DoesNotExist."""
    return Import.objects.select_related("source", "by").get(pk=pk)


def lines_page(run: Import, kind: str, after: int | None) -> Page[ImportLine]:
    """What the lines of one kind do, or all that change or cannot, in the order of the file."""
    rows = run.lines.select_related("person").defer(*deferred_of("person"))
    if kind in ImportLine.Kind.values:
        rows = rows.filter(kind=kind)
    else:
        rows = rows.exclude(kind=ImportLine.Kind.SAME)
    return oldest_first(rows, after, LINES)


def kept_lines(run: Import) -> "QuerySet[ImportLine]":
    """Those of which something could not be taken back."""
    return run.lines.exclude(kept=[]).select_related("person").order_by("pk")


@dataclass(frozen=True)
class Told:
    """A line as it is shown: what changes from what to what, or why it cannot."""

    row: ImportLine
    fault: str
    changes: list[tuple["str | Promise", str, str]]
    kept: list["str | Promise"]  # what could not be taken back


def told_of(rows: Iterable[ImportLine]) -> list[Told]:
    """The lines in words; one query for the names of the organisation's own fields."""
    own = {field.key: label_of(field) for field in own_fields()}
    return [
        Told(
            row,
            about_line(row.fault),
            [(labelled(name, own), shown(name, was), shown(name, now)) for name, (was, now) in _ordered(row.changes)],
            [labelled(name, own) for name in row.kept],
        )
        for row in rows
    ]


def _ordered(changes: dict[str, list[Any]]) -> list[tuple[str, list[Any]]]:
    """As fields stand on a profile; the database keeps no order."""
    order = {name: number for number, name in enumerate(LABELS)}
    return sorted(changes.items(), key=lambda change: order.get(change[0], len(order)))


def samples_of(run: Import) -> list[list[str]]:
    """For each column what the first lines hold, so that one sees what it is; the file may be gone already."""
    text = ImportText.objects.filter(run=run).first()
    if text is None:
        return [[] for _heading in run.headings]
    try:
        rows = [fields for _line, fields in islice(read_table(bytes(text.content)).rows(), SAMPLES)]
    except Unreadable:
        rows = []
    return [[row[n].strip()[:40] for row in rows if n < len(row) and row[n].strip()] for n in range(len(run.headings))]


def count_gone(run: Import) -> int:
    """How many whom the source brought in are not in the file."""
    return run.lines.filter(number=0).count()


def is_many_gone(run: Import) -> bool:
    """More than MANY_GONE of those whom the source brought in are not in the file."""
    return count_gone(run) > MANY_GONE * known_to(run.source)


def file_sources() -> list[str]:
    """The names of sources that are files, for the form."""
    return list(Source.objects.filter(kind=Source.Kind.FILE).order_by("name").values_list("name", flat=True))


def known_columns(source: Source) -> dict[str, str]:
    """What was chosen for the headings of the source's latest file that was carried out."""
    last = Import.objects.filter(source=source, state=Import.State.DONE).order_by("-pk").first()
    return columns_by_heading(last) if last else {}


def columns_by_heading(run: Import) -> dict[str, str]:
    """What was chosen for each heading of the file."""
    return {heading_key(heading): field for heading, field in zip(run.headings, run.mapping, strict=False)}


def columns_for(headings: Iterable[str], chosen: dict[str, str]) -> list[str]:
    """What each column is by what was chosen before; one that is new is not read."""
    return [chosen.get(heading_key(heading), "") for heading in headings]


def schedules() -> "QuerySet[ImportSchedule]":
    """Every file that is fetched by itself."""
    return ImportSchedule.objects.select_related("source").order_by("source__name")


def waiting_schedules(pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Of these, those that wait for somebody: the name of the source and the page of what waits; two queries."""
    rows = ImportSchedule.objects.filter(pk__in=list(pks)).select_related("source")
    runs = Import.objects.filter(schedule__in=rows, state__in=WAITING).order_by("pk")
    waiting = {run.schedule_id: run for run in runs.only("pk", "schedule")}
    return {
        row.pk: (
            row.source.name,
            waiting[row.pk].get_absolute_url() if row.pk in waiting else reverse("openness:imports"),
        )
        for row in rows
        if row.problem or row.pk in waiting
    }


def schedule_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Files that wait, as subjects of news."""
    if not can_import(person):
        return {}
    return {pk: Subject(name, url) for pk, (name, url) in waiting_schedules(ids).items()}
