"""Erasing what has had its time: words and people go, what is counted stays, and a receipt tells how much it was."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet

from network.conversations.models import PostingLimit
from network.core.clock import now
from network.moderation.actions.desk import locked
from network.moderation.actions.evidence import sweep_kept_bytes
from network.moderation.actions.log import Verb, first_break, note, writing_log
from network.moderation.models import (
    Appeal,
    Bar,
    Case,
    CustodyRequest,
    Decision,
    FalseReport,
    HandOver,
    Hearing,
    KeepingReceipt,
    KeptFile,
    LogCheckpoint,
    LogEntry,
    Party,
    Redaction,
    Report,
    ReportIdentity,
    Snapshot,
)
from network.moderation.queries import retention
from network.moderation.seals import mark_of
from network.moderation.states import State

GONE = "–"  # stands for words that a row must have
PORTION = 200  # rows looked for at a time


@dataclass(frozen=True)
class Words:
    """Where a case has words: the rows, how they belong to it, and what stands in each column afterwards."""

    model: type[Model]
    case: str
    columns: Mapping[str, str]


# A new table with words of a case needs a line here: a test counts the columns. Redaction goes through them too.
WORDS = (
    Words(Report, "case", {"text": ""}),
    Words(Hearing, "case", {"text": GONE, "answer": ""}),
    Words(
        Decision, "case", {"quote": "", "facts": GONE, "reasoning": GONE, "milder": GONE, "refusal": "", "law": GONE}
    ),
    Words(Appeal, "decision__case", {"text": GONE, "reasons": GONE}),
    Words(CustodyRequest, "case", {"motivation": GONE, "reply": GONE, "wait": GONE, "review": GONE}),
    Words(Redaction, "decision__case", {"sealed": ""}),
    Words(HandOver, "case", {"refusal": "", "sealed": ""}),
    Words(Case, "pk", {"view": "", "reopened_for": ""}),
)
# Rows that are nothing but words or people.
ROWS: tuple[tuple[type[Model], str], ...] = (
    (Snapshot, "report__case"), (ReportIdentity, "report__case"), (FalseReport, "report__case"),
    (Party, "case"), (Bar, "case"), (KeptFile, "case"),
)  # fmt: skip


def keep_periods() -> KeepingReceipt:
    """Everything whose time has passed goes; harmless to repeat, and to break off."""
    counts = {
        "report": sum(map(_erase_report, _each(retention.due_reports))),
        "numbers": sum(map(_erase_snapshot, _each(retention.due_numbers))),
        "case": sum(map(_erase_case, _each(retention.due_cases))),
        "custody": retention.due_requests().delete()[0],
        "log": cut_log(),
    }
    sweep_kept_bytes()
    return KeepingReceipt.objects.create(counts=counts, held=retention.held_and_due(), broken_at=first_break())


def cut_log() -> int:
    """Takes the oldest entries away and leaves the hash that the next one follows; how many."""
    with transaction.atomic():
        writing_log()
        last = LogEntry.objects.filter(seq=retention.due_entries()).first()
        if last is None:
            return 0
        LogCheckpoint.objects.create(seq=last.seq, hash=last.hash)
        return LogEntry.objects.filter(seq__lte=last.seq).delete()[0]


def forget_person(*, person_id: int) -> None:
    """Somebody was erased: closed cases name them no more; open ones go on, and are erased in their time."""
    mark = mark_of(person_id)
    kept = CustodyRequest.objects.holds().values("case")
    closed = Case.objects.filter(~Q(retention.with_hr()), state=State.CLOSED).exclude(pk__in=kept)
    closed.filter(author=person_id).update(author=None)
    ReportIdentity.objects.filter(mark=mark, report__case__in=closed).delete()


def _each(due: Callable[[], QuerySet[Any]]) -> Iterator[int]:
    """The keys of what is due, a portion at a time, each once."""
    last = 0
    while keys := list(due().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PORTION]):
        yield from keys
        last = keys[-1]


def _is_due(case: Case, rows: QuerySet[Any]) -> bool:
    """Asked again once nobody else can keep the case any more: a hold may have come in the meantime."""
    locked(case)
    return rows.exists()


@transaction.atomic
def _erase_report(pk: int) -> int:
    report = Report.objects.select_related("case").get(pk=pk)
    if not _is_due(report.case, retention.due_reports().filter(pk=pk)):
        return 0
    ReportIdentity.objects.filter(report=report).delete()
    report.text = ""
    report.save(update_fields=["text"])
    note(Verb.ERASED, report.case.ref, by=None, about=report.ref)
    return 1


@transaction.atomic
def _erase_snapshot(pk: int) -> int:
    kept = Snapshot.objects.select_related("report__case").get(pk=pk)
    if not _is_due(kept.report.case, retention.due_numbers().filter(pk=pk)):
        return 0
    case = kept.report.case
    note(Verb.ERASED, case.ref, by=None, about=kept.report.ref)
    kept.delete()
    if not Snapshot.objects.filter(report__case=case).exists():
        KeptFile.objects.filter(case=case).delete()
    return 1


@transaction.atomic
def _erase_case(pk: int) -> int:
    """The words, the sealed texts and the people; what is left is what is counted."""
    case = Case.objects.get(pk=pk)
    if not _is_due(case, retention.due_cases().filter(pk=pk)):
        return 0
    for model, path in ROWS:
        model._default_manager.filter(**{path: pk}).delete()
    for words in WORDS:
        rows = words.model._default_manager.filter(**{words.case: pk})
        for column, left in words.columns.items():
            rows.exclude(**{column: ""}).update(**{column: left})
    HandOver.objects.filter(case=pk, copy=None).update(purpose="", ground="")  # the employer's side keeps its own
    _erase_limits(pk)
    Appeal.objects.filter(decision__case=pk).update(mark=F("ref"))
    Case.objects.filter(pk=pk).update(
        author=None, claimed_by=None, claimed_until=None, subject_id=0, group_id=None, checklist=[], erased_at=now()
    )
    note(Verb.ERASED, case.ref, by=None)
    return 1


def _erase_limits(pk: int) -> None:
    """They ended long ago; that there was one is said by its decision."""
    decisions = Decision.objects.filter(case=pk, limit__isnull=False)
    limits = list(decisions.values_list("limit", flat=True))
    decisions.update(limit=None)
    PostingLimit.objects.filter(pk__in=limits).delete()
