"""The same file every day: fetched, compared, and carried out where nobody has to be asked."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from network.core.access import require
from network.core.events import announce
from network.openness.access import can_import
from network.openness.actions.asking import ONLY_ADMINISTRATORS, Consent, begin_import, carry_out_import, choose_columns
from network.openness.actions.fetching import fetch_file, require_place
from network.openness.events import ScheduleStopped, ScheduleWentOn
from network.openness.models import Import, ImportSchedule
from network.openness.queries import (
    WAITING,
    Unreadable,
    columns_by_heading,
    columns_for,
    count_gone,
    faults_of,
    is_many_gone,
)
from profiles.models import Person


@dataclass(frozen=True)
class Timetable:
    """From where, at which hour of the day here, and what is done about those who are gone."""

    place: str
    hour: int
    on_gone: str = Import.Gone.LEAVE


@transaction.atomic
def schedule_import(*, by: Person, run: Import, timetable: Timetable) -> ImportSchedule:
    """From now on the file is fetched every day and read like this one; one schedule a source.

    Raises Unreadable for a place from which nothing may be fetched.
    """
    require(can_import(by), ONLY_ADMINISTRATORS)
    require_place(timetable.place)
    chosen = {"mapping": columns_by_heading(run), "owns": run.owns, "created_by": by, "last_on": None, "problem": []}
    row, _new = ImportSchedule.objects.update_or_create(source=run.source, defaults={**vars(timetable), **chosen})
    return row


@transaction.atomic
def drop_schedule(*, by: Person, pk: int) -> None:
    """The file is no longer fetched; what came in stays. Harmless to repeat."""
    require(can_import(by), ONLY_ADMINISTRATORS)
    ImportSchedule.objects.filter(pk=pk).delete()
    announce(ScheduleWentOn(pk))


def due_schedules(*, moment: datetime) -> list[int]:
    """Those whose hour it is and that were not tried today; each is claimed, so that nobody else gets it."""
    local = timezone.localtime(moment)
    due = ImportSchedule.objects.filter(hour=local.hour).exclude(last_on=local.date()).values_list("pk", flat=True)
    claim = ImportSchedule.objects.exclude(last_on=local.date())
    return [pk for pk in due if claim.filter(pk=pk).update(last_on=local.date())]


def fetch_scheduled(*, schedule_id: int) -> None:
    """Fetches the file; the same bytes as last time are left alone. What goes wrong is kept for the administrator."""
    row = ImportSchedule.objects.select_related("source").filter(pk=schedule_id).first()
    if row is None:
        return
    try:
        upload = fetch_file(row.place)
        digest = sha256(upload.content).hexdigest()
        if digest == row.last_digest:
            _go_on_unless_waiting(row)
            return
        with transaction.atomic():
            _drop_waiting(row)
            run = begin_import(by=None, source_name=row.source.name, upload=upload)
            run.mapping, run.schedule = columns_for(run.headings, row.mapping), row
            run.save(update_fields=["mapping", "schedule"])
            if faults := faults_of(run.mapping):
                raise Unreadable(*faults[0])
            choose_columns(by=None, run=run, mapping=run.mapping, owns=row.owns)
            ImportSchedule.objects.filter(pk=row.pk).update(last_digest=digest, problem=[])
    except Unreadable as refusal:
        _note(row.pk, list(refusal.problem))


@transaction.atomic
def _note(schedule_id: int, problem: list[object]) -> None:
    """Keeps what went wrong and has it told, or that nothing did."""
    ImportSchedule.objects.filter(pk=schedule_id).update(problem=problem)
    announce(ScheduleStopped(schedule_id) if problem else ScheduleWentOn(schedule_id))


def _go_on_unless_waiting(row: ImportSchedule) -> None:
    """The place gives a file again, which is as it was; what was wrong with it still is."""
    if row.problem and not Import.objects.filter(schedule=row, state__in=WAITING).exists():
        _note(row.pk, [])


def _drop_waiting(row: ImportSchedule) -> None:
    """A newer file takes the place of one that nobody has looked at."""
    Import.objects.filter(schedule=row, state__in=WAITING).delete()


@transaction.atomic
def carry_out_scheduled(*, import_id: int) -> None:
    """Goes on by itself with a file that was fetched, unless somebody has to be asked; then it waits and says so."""
    run = Import.objects.select_related("schedule", "source").filter(pk=import_id, state=Import.State.PLANNED).first()
    if run is None or run.schedule is None:
        return
    problem = _question(run, run.schedule)
    if problem:
        _note(run.schedule.pk, problem)
    else:
        carry_out_import(by=None, run=run, consent=Consent(on_gone=run.schedule.on_gone))


def _question(run: Import, row: ImportSchedule) -> list[object]:
    if run.counts["error"]:
        return ["has_errors", str(run.counts["error"]), 0]
    if row.on_gone == Import.Gone.DEACTIVATE and is_many_gone(run):
        return ["many_gone", str(count_gone(run)), 0]
    return []
