"""What the worker does with a file: read it, carry it out; each in one transaction."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from network.core.access import Refused
from network.core.clock import now
from network.core.text import fold
from network.openness.actions.progress import report
from network.openness.models import Import, ImportLine, ImportText
from network.openness.queries import CHUNK, Line, Unreadable, owned_by, plan_of, read_lines, read_table, units_to_make
from profiles.actions import deactivate_person, take_from_source, take_managers
from profiles.models import Department, Person
from profiles.queries.said import NotTaken

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
    """Only one file at a time; the queue lets the second wait, and this holds where the queue does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _fail(run: Import, problem: list[object]) -> None:
    Import.objects.filter(pk=run.pk).update(state=Import.State.FAILED, problem=problem, ended_at=now())


def finish(run: Import, state: str, **values: object) -> None:
    """The import goes on to its next state."""
    Import.objects.filter(pk=run.pk).update(state=state, **values)


def _plan(run: Import) -> None:
    _own(run)
    table = read_table(bytes(ImportText.objects.get(run=run).content))
    lines = plan_of(run.source, table, run.mapping, partial(report, run.pk))
    ImportLine.objects.filter(run=run).delete()
    ImportLine.objects.bulk_create((_row(run, line) for line in lines), batch_size=CHUNK)
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
    rows = run.lines.filter(number__gt=0, kind__in=_TAKEN).order_by("pk")
    managers: dict[int, str] = {}
    total, done = rows.count(), 0
    for chunk in chunks(rows):
        report(run.pk, done, total)
        managers |= _take(run, chunk, [lines.pop(row.number) for row in chunk])
        done += len(chunk)
    _set_managers(run, managers)
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


def _take(run: Import, rows: list[ImportLine], lines: list[Line]) -> dict[int, str]:
    """Takes a chunk; whose manager is to be set at the end, with how the file speaks of them."""
    said = [line.said for line in lines if line.said]
    found = take_from_source(source=run.source, said=said, managers=False)
    for row, each in zip(rows, found, strict=True):
        before = None if row.kind == ImportLine.Kind.NEW else each.person and each.person.pk
        if (each.kind, before, _told(each.changes)) != (row.kind, row.person_id, _told(row.changes)):
            raise Unreadable("moved_on", row.name, row.number)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE openness_importline SET person_id = %s WHERE id = %s",
            [(each.whom.pk, row.pk) for row, each in zip(rows, found, strict=True) if each.kind == "new"],
        )
    return {each.whom.pk: str(each.said.values["manager"]) for each in found if "manager" in each.changes}


def _told(changes: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """What a preview told of changes; how a manager or a new department is spelt may differ from line to line."""
    told = {name: list(change) for name, change in changes.items()}
    if "manager" in told:
        told["manager"].pop()
    if "department" in told:
        told["department"] = [fold(path) for path in told["department"]]
    return told


def _set_managers(run: Import, managers: dict[int, str]) -> None:
    """Everybody is there now; the lines keep their managers' addresses, by which they can be taken back."""
    addresses = take_managers(source=run.source, managers=managers)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE openness_importline SET changes = jsonb_set(changes, '{manager,1}', to_jsonb(%s::text)) "
            "WHERE run_id = %s AND person_id = %s",
            [(address, run.pk, pk) for pk, address in addresses.items() if address != managers[pk]],
        )
