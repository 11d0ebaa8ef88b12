"""Who says that a report was made against better knowledge, and who answers for it."""

from network.core.clock import now
from network.moderation.access import can_work_on, reaches
from network.moderation.access.lines import is_above
from network.moderation.models import FalseReport, Report
from network.moderation.reasons import NEVER_LAST
from network.moderation.seals import mark_of
from profiles.models import Person

Standing = FalseReport.Standing


def can_say_false(person: Person, report: Report) -> bool:
    """Whoever works on its case, once for a report."""
    return can_work_on(person, report.case) and not FalseReport.objects.filter(report=report).exists()


def can_answer_false(person: Person, said: FalseReport) -> bool:
    """A second person who may handle the case: not whoever proposes it, and nobody below them."""
    if said.standing != Standing.PROPOSED or said.by_id == person.pk or is_above(said.by_id, person.pk):
        return False
    return reaches(person, said.report.case_id)


def can_appeal_false(person: Person, said: FalseReport) -> bool:
    """Whoever made the report, once, while it stands."""
    return said.standing == Standing.STANDS and said.appealed_at is None and said.mark == mark_of(person.pk)


def can_decide_false(person: Person, said: FalseReport) -> bool:
    """A third person who may handle the case."""
    if said.standing != Standing.STANDS or said.appealed_at is None or said.decided_by_id is not None:
        return False
    if person.pk in (said.by_id, said.answered_by_id):
        return False
    return reaches(person, said.report.case_id)


def goes_last(person: Person, reason: str) -> bool:
    """What the person reports now for this reason is looked at last; one query, and none for what never is."""
    if reason in NEVER_LAST:
        return False
    standing = FalseReport.objects.filter(mark=mark_of(person.pk), standing=Standing.STANDS)
    return standing.filter(until__gt=now()).exists()
