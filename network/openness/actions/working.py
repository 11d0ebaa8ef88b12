"""What the worker does with a file: read it, carry it out; each in one transaction."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from network.core.access import Refused
from network.core.bulk import allow_long_statements, insert_rows
from network.core.clock import now
from network.core.events import announce
from network.core.text import fold
from network.openness.actions.progress import report
from network.openness.events import ScheduleStopped
from network.openness.models import Import, ImportLine, ImportText
from network.openness.queries import (
    CHUNK,
    Line,
    Unreadable,
    lines_of_managers,
    owned_by,
    plan_of,
    read_lines,
    read_table,
    units_to_make,
)
from profiles.actions import awaited as awaited_among
from profiles.actions import deactivate_person, take_from_source, take_managers
from profiles.models import Department, Person
from profiles.queries.said import NotTaken
from profiles.queries.sources import Difference

logger = logging.getLogger("glod.openness")
_ONE_AT_A_TIME = 7_461_002  # advisory lock under which people are brought in
_TAKEN = (
    ImportLine.Kind.NEW,
    ImportLine.Kind.CHANGED,
    ImportLine.Kind.BACK,
    ImportLine.Kind.GONE,
    ImportLine.Kind.SAME,
)


def plan_import(*, import_id: int) -> None:
    """Compares the file with what is known here, and writes what each line would do. Harmless to repeat."""
    work_on(import_id, Import.State.PLANNING, _plan)


def apply_import(*, import_id: int) -> None:
    """Does what the preview shows, all or nothing; where anything has changed since, nothing. Harmless to repeat."""
    work_on(import_id, Import.State.APPLYING, _apply)


def work_on(import_id: int, state: str, work: Callable[[Import], None]) -> None:
    """Runs one piece of work in a transaction of its own; when it cannot be done, the import says why."""
    run = Import.objects.select_related("source").filter(pk=import_id, state=state).first()
    if run is None:
        return
    try:
        with transaction.atomic():
            _take_turn()
            work(run)
    except Unreadable as refusal:
        _fail(run, refusal.problem)
    except NotTaken as refusal:
        _fail(run, [refusal.fault.code, refusal.fault.what, 0])
    except (IntegrityError, Refused):
        _fail(run, ["moved_on", run.file_name, 0])
    except Exception:
        logger.exception("an import failed")
        _fail(run, ["unexpected"])


def _take_turn() -> None:
    """Only one file at a time; the queue lets the second wait, and this holds where the queue does not.

    What is written for thousands at once may take longer than what a page may.
    """
    allow_long_statements()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


@transaction.atomic
def _fail(run: Import, problem: list[object]) -> None:
    """Nothing was changed; what was done before, and could not be taken back, is still done."""
    if run.state == Import.State.UNDOING:
        Import.objects.filter(pk=run.pk).update(state=Import.State.DONE, problem=problem)
    else:
        Import.objects.filter(pk=run.pk).update(state=Import.State.FAILED, problem=problem, ended_at=now())
        if run.schedule_id is not None:
            announce(ScheduleStopped(run.schedule_id))


def finish(run: Import, state: str, **values: object) -> None:
    """The import goes on to its next state."""
    Import.objects.filter(pk=run.pk).update(state=state, problem=[], **values)


def _plan(run: Import) -> None:
    _own(run)
    table = read_table(bytes(ImportText.objects.get(run=run).content))
    lines = plan_of(run.source, table, run.mapping, partial(report, run.pk))
    ImportLine.objects.filter(run=run).delete()
    for start in range(0, len(lines), CHUNK):
        insert_rows([_row(run, line) for line in lines[start : start + CHUNK]])
    counts: dict[str, Any] = dict.fromkeys(ImportLine.Kind.values, 0)
    for line in lines:
        counts[line.kind] += 1
    finish(run, Import.State.PLANNED, counts=counts | {"units": units_to_make(lines)})


def _own(run: Import) -> None:
    """In memory only until it is carried out: what the source owns once it is."""
    run.owned_before = list(run.source.owns)
    others = [field for field in run.source.owns if field not in owned_by(run.mapping)]
    run.source.owns = others + (owned_by(run.mapping) if run.owns else [])


def _row(run: Import, line: Line) -> ImportLine:
    return ImportLine(
        run=run,
        number=line.number,
        kind=line.kind,
        name=line.name[:200],
        person_id=line.person_id,
        changes=line.changes if line.kind != "error" else {},
        is_known=line.is_known,
        fault=list(line.fault or ()),
    )


def _apply(run: Import) -> None:
    _own(run)
    run.source.save(update_fields=["owns"])
    newest = Department.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    table = read_table(bytes(ImportText.objects.get(run=run).content))
    lines = {line.number: line for line in read_lines(table, run.mapping)}
    _take_all(run, lines)
    if run.on_gone == Import.Gone.DEACTIVATE:
        for person in Person.objects.active().filter(pk__in=run.lines.filter(number=0).values("person")):
            deactivate_person(person=person)
    run.lines.filter(kind=ImportLine.Kind.SAME, is_known=True).delete()
    ImportText.objects.filter(run=run).delete()
    made = Department.objects.filter(pk__gt=newest).values_list("pk", flat=True)
    finish(run, Import.State.DONE, ended_at=now(), owned_before=run.owned_before, made_units=list(made))


def chunks(rows: "QuerySet[ImportLine]") -> Iterator[list[ImportLine]]:
    """The lines in order, so many at a time that memory stays even."""
    last = 0
    while found := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield found
        last = found[-1].pk


def _take_all(run: Import, lines: dict[int, Line]) -> None:
    """Takes every sound line, managers first; managers whom somebody comes before are set when everybody is there."""
    leading = lines_of_managers(lines.values())
    rows = run.lines.filter(number__gt=0, kind__in=_TAKEN).order_by("pk")
    awaited: dict[int, str] = {}
    managers: dict[int, str] = {}  # the address of everybody's new manager
    total, done = rows.count(), 0
    for part in (rows.filter(number__in=leading), rows.exclude(number__in=leading)):
        for chunk in chunks(part):
            report(run.pk, done, total)
            found = [each for each in _take(run, chunk, lines) if "manager" in each.changes]
            awaited |= awaited_among(found)
            managers |= {each.whom.pk: each.changes["manager"][1] for each in found}
            done += len(chunk)
    managers |= take_managers(source=run.source, managers=awaited, moved=list(managers))
    _tell_managers(run, managers)


def _take(run: Import, rows: list[ImportLine], lines: dict[int, Line]) -> list[Difference]:
    """Takes a chunk; raises Unreadable where a line does another thing than the preview says."""
    said = [line.said for line in (lines.pop(row.number) for row in rows) if line.said]
    found = take_from_source(source=run.source, said=said, managers=False)
    for row, each in zip(rows, found, strict=True):
        before = None if row.kind == ImportLine.Kind.NEW else each.person and each.person.pk
        if (each.kind, before, _told(each.changes)) != (row.kind, row.person_id, _told(row.changes)):
            raise Unreadable("moved_on", row.name, row.number)
    new = [(row.pk, each.whom.pk) for row, each in zip(rows, found, strict=True) if each.kind == "new"]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE openness_importline l SET person_id = x.person "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS x(id, person) WHERE l.id = x.id",
            [[pk for pk, _person in new], [person for _pk, person in new]],
        )
    return found


def _told(changes: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """What a preview told of changes; how a manager or a new department is spelt may differ from line to line."""
    told = {name: list(change) for name, change in changes.items()}
    if "manager" in told:
        told["manager"].pop()
    if "department" in told:
        told["department"] = [fold(path) for path in told["department"]]
    return told


def _tell_managers(run: Import, managers: dict[int, str]) -> None:
    """Where a line spoke of a manager by number it keeps the address, by which the change can be taken back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE openness_importline l SET changes = jsonb_set(changes, '{manager,1}', to_jsonb(x.address)) "
            "FROM unnest(%s::bigint[], %s::text[]) AS x(id, address) "
            "WHERE l.run_id = %s AND l.person_id = x.id AND l.changes->'manager'->>1 IS DISTINCT FROM x.address",
            [list(managers), list(managers.values()), run.pk],
        )
