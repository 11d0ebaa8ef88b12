"""When an appeal is right and the content has been reported anew: what was reported before goes on in the open case."""

from network.core.events import announce
from network.moderation.access import can_work_on
from network.moderation.actions.desk import locked
from network.moderation.actions.reporting import look_outside
from network.moderation.events import CaseChanged
from network.moderation.models import Bar, Case, KeptFile, Party
from network.moderation.seals import mark_of
from network.moderation.states import OPEN


def go_on_in_the_open_case(case: Case) -> None:
    """Every report hears how the open case ends; nobody who has a part in this one, or decided it, handles that one."""
    others = Case.objects.filter(kind=case.kind, subject_id=case.subject_id, state__in=OPEN).exclude(pk=case.pk)
    open_one = locked(others.get())
    parties = [Party(case=open_one, mark=row.mark, side=row.side) for row in case.parties.all()]
    Party.objects.bulk_create(parties, ignore_conflicts=True)
    decided = {pk for pair in case.decisions.values_list("by_id", "approved_by_id") for pk in pair if pk}
    marks = {*case.bars.values_list("mark", flat=True), *(mark_of(pk) for pk in decided)}
    Bar.objects.bulk_create([Bar(case=open_one, mark=mark) for mark in sorted(marks)], ignore_conflicts=True)
    files = case.kept_files.all()
    KeptFile.objects.bulk_create(
        [KeptFile(case=open_one, number=row.number, stored=row.stored, width=row.width) for row in files],
        ignore_conflicts=True,
    )
    case.reports.update(case=open_one)
    if case.priority < open_one.priority:
        open_one.reason, open_one.priority = case.reason, case.priority
    open_one.due_at = min(open_one.due_at, case.due_at)
    if open_one.claimed_by is not None and not can_work_on(open_one.claimed_by, open_one):
        open_one.claimed_by, open_one.claimed_until = None, None
    open_one.version += 1
    open_one.save()
    look_outside(open_one)
    announce(CaseChanged(open_one.pk))
