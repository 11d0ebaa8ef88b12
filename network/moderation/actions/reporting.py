"""Reporting: the report, who made it, what it looked like, and its case, all in one transaction (M1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.moderation.access import someone_inside
from network.moderation.access.false import goes_last
from network.moderation.access.lines import people_barred_by
from network.moderation.actions.evidence import keep_files
from network.moderation.actions.log import Verb, note
from network.moderation.events import ReportMade, WentOutside
from network.moderation.models import Bar, Case, Party, Report, ReportIdentity, Snapshot
from network.moderation.queries.content import Content, digest_of
from network.moderation.queries.stubs import reportable
from network.moderation.reasons import CLOCKS, EMERGENCIES, Priority, due
from network.moderation.seals import mark_of, seal
from network.moderation.states import OPEN
from profiles.models import Person

GONE = _("This is not here any more.")
OWN = _("This is yours: you can change or delete it yourself.")
NEEDS_WORDS = _("Tell us in your own words what is wrong.")
TOO_MANY = _("You have reported much today. Those reports are looked at first. What is urgent you can always report.")
A_DAY = 20  # reports by one person; the urgent ones do not count
Side = Party.Side


@dataclass(frozen=True)
class ReportWords:
    """What somebody says is wrong."""

    reason: str
    text: str = ""
    is_about_me: bool = False


@transaction.atomic
def report_content(*, by: Person, kind: str, pk: int, words: ReportWords, key: UUID | None = None) -> Report:
    """One report, in the open case of what it is about or in a new one. Same key, same report, once."""
    made = earlier_result(by.pk, key)
    if made is not None:
        return Report.objects.get(pk=made)
    content = reportable(by, kind, pk)
    if content is None:
        raise Refused(GONE)
    require(by.pk not in content.authors, OWN)
    require(words.reason != "other" or bool(words.text.strip()), NEEDS_WORDS)
    require(words.reason in EMERGENCIES or _of_a_day(by) < A_DAY, TOO_MANY)
    priority = Priority.P3 if goes_last(by, words.reason) else CLOCKS[words.reason].priority
    case = _case_of(content, words.reason, priority)
    report = Report.objects.create(
        case=case, reason=words.reason, text=words.text.strip(), is_about_me=words.is_about_me
    )
    ReportIdentity.objects.create(report=report, sealed=seal(str(by.pk)), mark=mark_of(by.pk))
    keep_files(case, content)
    text, digest = digest_of(content.told())
    Snapshot.objects.create(report=report, sealed=seal(text), digest=digest)
    _take_part(case, content, by)
    remember_result(by.pk, key, report.pk)
    note(Verb.REPORTED, case.ref, by=None, about=report.ref)  # not who: the log is read by more than the custodian
    announce(ReportMade(report.pk, case.pk))
    return report


def _of_a_day(person: Person) -> int:
    mine = Report.objects.filter(identity__mark=mark_of(person.pk), made_at__gte=now() - timedelta(days=1))
    return mine.exclude(reason__in=EMERGENCIES).count()


def _case_of(content: Content, reason: str, priority: Priority) -> Case:
    look_by, due_at = due(reason, now())
    open_one = Case.objects.select_for_update().filter(kind=content.kind, subject_id=content.pk, state__in=OPEN)
    case = open_one.first()
    if case is None:
        try:
            with transaction.atomic():
                return Case.objects.create(
                    kind=content.kind, subject_id=content.pk, author_id=content.author, reason=reason,
                    group_id=content.group.pk if content.group else None,
                    priority=priority, look_by=look_by, due_at=due_at,
                )  # fmt: skip
        except IntegrityError:  # somebody reported the same in the same moment: theirs is the case
            case = open_one.get()
    # More pressing than before, perhaps; never less, and never later.
    if priority < case.priority:
        case.reason, case.priority = reason, priority
    case.look_by, case.due_at = min(case.look_by, look_by), min(case.due_at, due_at)
    case.version += 1
    case.save(update_fields=["reason", "priority", "look_by", "due_at", "version"])
    return case


def _take_part(case: Case, content: Content, by: Person) -> None:
    """Notes who is part of the case and, by the chart of this moment, who is barred from it."""
    sides: dict[Party.Side, Iterable[int]] = {
        Side.AUTHOR: content.authors, Side.REPORTER: [by.pk], Side.NAMED: content.named, Side.HOST: content.hosts,
    }  # fmt: skip
    parties = {(pk, side) for side, people in sides.items() for pk in people}
    rows = [Party(case=case, mark=mark_of(pk), side=side) for pk, side in sorted(parties)]
    Party.objects.bulk_create(rows, ignore_conflicts=True)
    barred = people_barred_by({pk for pk, _side in parties})
    Bar.objects.bulk_create([Bar(case=case, mark=mark_of(pk)) for pk in sorted(barred)], ignore_conflicts=True)
    look_outside(case)


def look_outside(case: Case) -> None:
    """Where nobody inside may handle the case, those outside the line do."""
    is_outside = not someone_inside(case)
    if is_outside != case.is_outside:
        case.is_outside = is_outside
        case.save(update_fields=["is_outside"])
        if is_outside:
            announce(WentOutside(case.pk))
