"""What is counted of half a year. Every number leaves through the one gate; no raw count goes anywhere else."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from network.core import gate
from network.core.gate import Entry, People
from network.moderation.models import Appeal, Case, CustodyRequest, Decision, Party, Report
from network.moderation.models.cases import Kind
from network.moderation.periods import Period
from network.moderation.reasons import Reason, due, working_hours
from network.moderation.states import RESTRICTING, Level, Verdict
from network.policy.detectors.findings import Kind as Found
from network.policy.models import DetectorHit, HitCount, MeasureEvaluation, Version

Figures = dict[str, Any]
Standing = Decision.Standing
IN_TIME, LATE = "in-time", "late"
BACK, STANDS = "back", "stands"
GIVEN_BACK = (Standing.OVERTURNED, Standing.LAPSED)


@dataclass(frozen=True)
class Sides:
    """Who has a part in each case, by marks: those who wrote, and those who reported."""

    authors: Mapping[int, set[str]]
    reporters: Mapping[int, set[str]]

    def entry(self, row: str, case_id: int, column: str = "") -> Entry:
        """One thing of that case."""
        people: tuple[People, ...] = tuple(frozenset(side.get(case_id, ())) for side in (self.authors, self.reporters))
        return Entry(row, column, people)


def figures_of(period: Period) -> Figures:
    """All of them, as they are stored: codes and numbers, and None where the gate held a number back."""
    reports = list(Report.objects.filter(_within("made_at", period)).select_related("case"))
    decisions = list(Decision.objects.filter(_within("stands_at", period)))
    appeals = list(Appeal.objects.filter(_within("decided_at", period)).select_related("decision"))
    looked = list(Case.objects.filter(_within("looked_at", period)))
    ended = list(_ended(period))
    asked = list(CustodyRequest.objects.names().filter(_within("answered_at", period)))
    touched = (
        {row.case_id for row in reports}
        | {row.case_id for row in asked if row.case_id}
        | {row.case_id for row in decisions}
    )
    touched |= {row.decision.case_id for row in appeals}
    sides = _sides(touched | {case.pk for case in (*looked, *ended)})
    restricted = [row for row in decisions if row.level in RESTRICTING]
    backs = [sides.entry(BACK if row.standing in GIVEN_BACK else STANDS, row.case_id) for row in restricted]
    return {
        "reasons": _listed(Reason.values, [sides.entry(row.reason, row.case_id) for row in reports]),
        "kinds": _listed(Kind.values, [sides.entry(row.case.kind, row.case_id) for row in reports]),
        "levels": _listed(Level.values, [sides.entry(row.level, row.case_id) for row in decisions]),
        "back": gate.share(backs, BACK),
        "appeals": _appeals(appeals, sides),
        "look": _clock([(case.looked_at, case.look_by, case) for case in looked], sides),
        "decide": _clock([(case.first_at, _due_of(case), case) for case in ended], sides),  # type: ignore[attr-defined]
        "names": _listed(CustodyRequest.Outcome.values, [sides.entry(row.outcome, row.case_id or 0) for row in asked]),
        **_hits(period),
        "evaluated": gate.public(MeasureEvaluation.objects.filter(_days("held_on", period)).count()),
        "short": gate.public(_short_notice(period).count()),
    }


def _within(name: str, period: Period) -> Q:
    first, beyond = period.span
    return Q(**{f"{name}__gte": first, f"{name}__lt": beyond})


def _days(name: str, period: Period) -> Q:
    first, beyond = period.days
    return Q(**{f"{name}__gte": first, f"{name}__lt": beyond})


def _listed(rows: Sequence[str], entries: Collection[Entry]) -> Figures:
    """A list with its sum, row by row."""
    told = gate.tell(entries, rows)
    return {"rows": {row: told.cells[row, ""] for row in rows}, "sum": told.whole, "is_whole": told.is_whole}


def _sides(cases: Iterable[int]) -> Sides:
    """By case; two queries' worth of marks in one."""
    found: dict[str, dict[int, set[str]]] = {Party.Side.AUTHOR: {}, Party.Side.REPORTER: {}}
    parties = Party.objects.filter(case__in=list(cases), side__in=list(found))
    for case_id, side, mark in parties.values_list("case_id", "side", "mark"):
        found[side].setdefault(case_id, set()).add(mark)
    return Sides(found[Party.Side.AUTHOR], found[Party.Side.REPORTER])


def _ended(period: Period) -> Iterable[Case]:
    """Cases of which the first real decision counted from a moment in the period, with that moment."""
    first: dict[int, Any] = {}
    real = Decision.objects.exclude(level=Level.INTERIM).filter(stands_at__isnull=False)
    in_it = real.filter(_within("stands_at", period)).values("case")
    for case_id, moment in real.filter(case__in=in_it).order_by("-stands_at").values_list("case_id", "stands_at"):
        first[case_id] = moment
    begins, beyond = period.span
    kept = [case_id for case_id, moment in first.items() if begins <= moment < beyond]
    for case in Case.objects.filter(pk__in=kept).prefetch_related("reports", "hearings"):
        case.first_at = first[case.pk]  # type: ignore[attr-defined]
        yield case


def _due_of(case: Case) -> Any:
    """By when it had to be decided: the shortest time of all its reasons, and what its author had for a word."""
    times = [due(report.reason, report.made_at)[1] for report in case.reports.all()]
    heard = [row.answered_at - row.asked_at for row in case.hearings.all() if row.answered_at is not None]
    return min([due(case.reason, case.made_at)[1], *times]) + sum(heard, timedelta())


def _clock(rows: Sequence[tuple[Any, Any, Case]], sides: Sides) -> Figures:
    """How many were in time, and how many working hours it took from the report."""
    entries = [sides.entry(LATE if at > by else IN_TIME, case.pk) for at, by, case in rows]
    spans = [working_hours(case.made_at, at) for at, _by, case in rows]
    return _listed((IN_TIME, LATE), entries) | gate.times(list(zip(spans, entries, strict=True)))


def _appeals(appeals: Sequence[Appeal], sides: Sides) -> Figures:
    """By whom it was, and what came of it; the only table of two dimensions."""
    rows, columns = Verdict.values, Appeal.Side.values
    told = gate.tell([sides.entry(a.verdict, a.decision.case_id, a.side) for a in appeals], rows, columns)
    return {
        "rows": {row: [told.cells[row, column] for column in (*columns, "")] for row in rows},
        "sums": [told.cells["", column] for column in columns], "sum": told.whole, "is_whole": told.is_whole,
    }  # fmt: skip


def _hits(period: Period) -> Figures:
    """What was posted in spite of a word of caution, by what it was and by the reason given. Nobody knows by whom."""
    counted = HitCount.objects.filter(_days("month", period)).values_list("kind", "choice", "count")
    single = DetectorHit.objects.filter(_days("day", period)).values_list("kind", "choice")
    found = [pair for kind, choice, count in counted for pair in [(kind, choice)] * count] + list(single)
    return {
        "hits": _listed(list(Found), [Entry(kind) for kind, _choice in found]),
        "choices": _listed(DetectorHit.Choice.values, [Entry(choice) for _kind, choice in found]),
    }


def _short_notice(period: Period) -> "QuerySet[Version]":
    """Versions of the rules that came into force sooner than promised."""
    return Version.objects.filter(_days("effective_on", period)).exclude(short_notice_reason="")
