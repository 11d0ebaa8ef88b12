"""Files are read, carried out and taken back by the worker, one at a time."""

from network.core.clock import now
from network.core.tasks import PATIENT, app
from network.openness.access import UNDO_FOR
from network.openness.actions import (
    apply_import,
    carry_out_scheduled,
    due_schedules,
    fetch_scheduled,
    plan_import,
    undo_lines,
)
from network.openness.actions.following import settle_group
from network.openness.events import DirectoryGroupFilled, ImportAsked
from network.openness.models import DirectoryMember, DirectoryPerson, Import, ImportLine, ImportText
from profiles.events import PersonErased

LOCK = "people-import"  # the queue runs jobs with one lock one after the other: a second file waits


def import_asked(event: ImportAsked) -> None:
    """The worker takes it up; the job is written in the same transaction as the wish."""
    work_on_import.configure(lock=LOCK).defer(import_id=event.import_id)


def directory_group_filled(event: DirectoryGroupFilled) -> None:
    """The worker brings in those who are not there yet; the job is written in the same transaction."""
    bring_in_members.defer(directory_group_id=event.directory_group_id)


def person_erased(event: PersonErased) -> None:
    """What files and directories said about the person goes; taking such a file back passes over them."""
    ImportLine.objects.filter(person=event.person_id).delete()
    DirectoryPerson.objects.filter(record__person=event.person_id).delete()
    DirectoryMember.objects.filter(person=event.person_id).delete()


@app.task(retry=PATIENT)
def work_on_import(import_id: int) -> None:
    """Whatever the import waits for; nothing when it waits for nothing, so running twice is harmless."""
    plan_import(import_id=import_id)
    carry_out_scheduled(import_id=import_id)
    apply_import(import_id=import_id)
    undo_lines(import_id=import_id)


@app.task(retry=PATIENT)
def bring_in_members(directory_group_id: int) -> None:
    """Those whom a directory counts to a linked group; running twice is harmless."""
    settle_group(directory_group_id=directory_group_id)


@app.periodic(cron="5 * * * *")
@app.task(retry=PATIENT)
def fetch_due_files(timestamp: int) -> None:
    """Every hour: the files whose hour it is here, one job each."""
    for schedule_id in due_schedules(moment=now()):
        fetch_one_file.defer(schedule_id=schedule_id)


@app.task(retry=PATIENT)
def fetch_one_file(schedule_id: int) -> None:
    """Fetches it, and has it read when it is another than last time."""
    fetch_scheduled(schedule_id=schedule_id)


@app.periodic(cron="50 2 * * *")
@app.task(retry=PATIENT)
def forget_lines(timestamp: int) -> None:
    """Every night: what can no longer be taken back is forgotten; what happened, in numbers, stays."""
    old = Import.objects.filter(created_at__lt=now() - UNDO_FOR).exclude(ended_at__gt=now() - UNDO_FOR)
    ImportLine.objects.filter(run__in=old).delete()
    ImportText.objects.filter(run__in=old).delete()
