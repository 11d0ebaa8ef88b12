"""Takes back what a file did, person by person, and notes what stays as it is."""

from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.db.models import Model

from network.openness.actions.progress import report
from network.openness.actions.working import chunks, finish, work_on
from network.openness.models import Import, ImportLine
from profiles.actions import deactivate_person, drop_empty_units, put_back, reactivate_person
from profiles.models import Person, SourceRecord

_NO_TRACE = (ImportLine, SourceRecord, EmailAddress)  # rows that a person has without having done anything


def undo_lines(*, import_id: int) -> None:
    """Gives everybody back what they had. Who came in goes: without a trace if they left none, else as one who left."""
    work_on(import_id, Import.State.UNDOING, _undo)


def _undo(run: Import) -> None:
    counts = {"restored": 0, "kept": 0, "removed": 0, "closed": 0, "reopened": 0}
    removed: list[int] = []
    total, done = run.lines.count(), 0
    for rows in chunks(run.lines.filter(person__isnull=False).select_related("person").order_by("pk")):
        report(run.pk, done, total)
        _undo_changes(rows, counts)
        _undo_coming_and_going(run, rows, counts)
        removed += _undo_new(run, [row for row in rows if row.kind == ImportLine.Kind.NEW], counts)
        adopted = [row.person_id for row in rows if not row.is_known]
        SourceRecord.objects.filter(source=run.source, person__in=adopted).delete()
        done += len(rows)
    counts["removed"] = len(removed)
    Person.objects.get_queryset().filter(manager__in=removed).update(manager=None)
    run.source.owns = run.owned_before
    run.source.save(update_fields=["owns"])
    drop_empty_units(pks=run.made_units)
    finish(run, Import.State.UNDONE, counts=run.counts | counts)


def _undo_changes(rows: list[ImportLine], counts: dict[str, int]) -> None:
    changed = [row for row in rows if row.kind in (ImportLine.Kind.CHANGED, ImportLine.Kind.BACK)]
    kept = put_back(changes={row.person_id: row.changes for row in changed if row.person_id})
    for row in changed:
        row.kept = kept.get(row.person_id or 0, list(row.changes))
        counts["kept" if row.kept else "restored"] += 1
    ImportLine.objects.bulk_update([row for row in changed if row.kept], ["kept"], batch_size=500)


def _undo_coming_and_going(run: Import, rows: list[ImportLine], counts: dict[str, int]) -> None:
    """Only where no later file has spoken about whether they work here."""
    kinds = (ImportLine.Kind.GONE, ImportLine.Kind.BACK)
    later = ImportLine.objects.filter(run__gt=run.pk, kind__in=kinds, run__state=Import.State.DONE)
    since = set(later.filter(person__in=[row.person_id for row in rows]).values_list("person", flat=True))
    for row in rows:
        if row.person is None or row.person_id in since:
            continue
        was_closed = row.number > 0 or run.on_gone == Import.Gone.DEACTIVATE
        if row.kind == ImportLine.Kind.GONE and was_closed and not row.person.is_active and not row.person.erased_at:
            reactivate_person(person=row.person)
            counts["reopened"] += 1
        elif row.kind == ImportLine.Kind.BACK and row.person.is_active:
            deactivate_person(person=row.person)
            counts["closed"] += 1


def _undo_new(run: Import, rows: list[ImportLine], counts: dict[str, int]) -> list[int]:
    """Closes the accounts of those who have done anything; the others are removed, and their ids given back.

    Whom another source speaks of too stays as that one says.
    """
    records = SourceRecord.objects.filter(person__in=[row.person_id for row in rows]).exclude(source=run.source)
    others = set(records.values_list("person", flat=True))
    people = [row.person for row in rows if row.person and row.person_id not in others]
    used = _with_a_trace([person.pk for person in people])
    for person in people:
        if person.pk in used and person.is_active:
            deactivate_person(person=person)
            counts["closed"] += 1
    unused = [person.pk for person in people if person.pk not in used]
    ImportLine.objects.filter(person__in=unused).update(person=None)
    SourceRecord.objects.filter(person__in=unused).delete()
    EmailAddress.objects.filter(user__in=unused).delete()
    with connection.cursor() as cursor:  # nothing else points at them: nothing to look up, as Django would
        cursor.execute("DELETE FROM profiles_person WHERE id = ANY(%s)", [unused])
    return unused


def _pointing_here() -> Iterator[tuple[type[Model], str]]:
    """Every column of every table that points at people."""
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            if column.related_model is Person and model not in _NO_TRACE and column.name != "manager":
                yield model, column.name


def _with_a_trace(people: Iterable[int]) -> set[int]:
    """Those of these people whom anything points at that they, or somebody because of them, did."""
    pks, found = list(people), set()
    for model, name in _pointing_here():
        rows = model._base_manager.filter(**{f"{name}__in": pks})
        found |= set(rows.values_list(name, flat=True))
    signed_in = Person.objects.get_queryset().filter(pk__in=pks).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return found | set(signed_in.values_list("pk", flat=True))
