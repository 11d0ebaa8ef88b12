"""What an administrator says about a file: here it is, these are its columns, carry it out, take it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.events import announce
from network.core.text import clean_line
from network.openness.access import can_import, can_undo_import
from network.openness.events import ImportAsked, ScheduleWentOn
from network.openness.models import Import, ImportSchedule, ImportText
from network.openness.queries import WAITING, faults_of, guess, is_many_gone, known_columns, read_table
from profiles.models import Person, Source

ONLY_ADMINISTRATORS = _("Only an administrator brings people in.")
TOO_LATE = _("This file has gone on meanwhile. Look at where it is now.")
TOO_LATE_TO_UNDO = _("This import can no longer be taken back.")
MANY_GONE = _("More than a fifth of the people would go. Confirm that this is meant.")
TOO_FAULTY = _("Some lines have errors. Mend them in the file, or say that they are to be left out.")


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


@transaction.atomic
def begin_import(*, by: Person | None, source_name: str, upload: Upload) -> Import:
    """Keeps the file and guesses its columns; raises queries.Unreadable when it cannot be a list of people.

    The source is found by its name or made; `by` is None for a schedule.
    """
    require(by is None or can_import(by), ONLY_ADMINISTRATORS)
    table = read_table(upload.content)
    source, _new = Source.objects.get_or_create(
        name=clean_line(source_name)[:80], defaults={"kind": Source.Kind.FILE, "created_by": by}
    )
    require(source.kind == Source.Kind.FILE, _("This source is a directory, not a file. Choose another name."))
    run = Import.objects.create(
        source=source,
        by=by,
        file_name=clean_line(upload.name)[-120:] or "-",
        encoding=table.encoding,
        delimiter=table.delimiter,
        headings=table.headings,
        mapping=guess(table.headings, known_columns(source)),
    )
    ImportText.objects.create(run=run, content=upload.content)
    return run


@transaction.atomic
def choose_columns(*, by: Person | None, run: Import, mapping: Sequence[str], owns: bool = True) -> None:
    """Says what each column is, and has the file read against what is known here. Choosing anew reads it anew."""
    require(by is None or can_import(by), ONLY_ADMINISTRATORS)
    require(not faults_of(mapping), _("The columns do not make people yet."))
    _move(run, WAITING, Import.State.PLANNING, mapping=list(mapping), owns=owns, problem=[], counts={})


@dataclass(frozen=True)
class Consent:
    """What was said about a preview: who is gone, that many go, that lines with errors are left out."""

    on_gone: str = Import.Gone.LEAVE
    many_may_go: bool = False
    without_errors: bool = False


@transaction.atomic
def carry_out_import(*, by: Person | None, run: Import, consent: Consent) -> None:
    """Has the worker carry out exactly what the preview shows."""
    require(by is None or can_import(by), ONLY_ADMINISTRATORS)
    require(not run.counts.get("error") or consent.without_errors, TOO_FAULTY)
    goes = consent.on_gone == Import.Gone.DEACTIVATE and is_many_gone(run)
    require(not goes or consent.many_may_go, MANY_GONE)
    _move(run, (Import.State.PLANNED,), Import.State.APPLYING, on_gone=consent.on_gone)
    _answered(run)


@transaction.atomic
def undo_import(*, by: Person, run: Import) -> None:
    """Has the worker give everybody back what they had, where nobody changed it since."""
    require(can_undo_import(by, run), TOO_LATE_TO_UNDO)
    _move(run, (Import.State.DONE,), Import.State.UNDOING)


@transaction.atomic
def drop_import(*, by: Person, run: Import) -> None:
    """Throws away a file that was not carried out."""
    require(can_import(by), ONLY_ADMINISTRATORS)
    if not Import.objects.filter(pk=run.pk, state__in=WAITING).delete()[0]:
        raise Refused(TOO_LATE)
    _answered(run)


def _answered(run: Import) -> None:
    """A file that was fetched by itself waits for nobody any more."""
    if run.schedule_id is not None:
        ImportSchedule.objects.filter(pk=run.schedule_id).update(problem=[])
        announce(ScheduleWentOn(run.schedule_id))


def _move(run: Import, before: Sequence[str], state: str, **values: object) -> None:
    """From one of the states before to the next, once: whoever comes second is told so."""
    moved = Import.objects.filter(pk=run.pk, state__in=before).update(state=state, done=0, total=0, **values)
    require(moved == 1, TOO_LATE)
    run.refresh_from_db()
    announce(ImportAsked(run.pk))
