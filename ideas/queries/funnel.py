"""How far ideas come, and how long it takes: by the month in which they were sent in, whatever their state is now."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from ideas.figures import quantile
from ideas.models import Idea
from ideas.queries.counted import ZONE, summed
from ideas.states import State
from network.core.clock import is_working_day

REACHED = (State.OPEN, State.IN_REVIEW, State.APPROVED, State.IN_PROGRESS, State.IMPLEMENTED, State.CONFIRMED)
_FIRSTS = ", ".join(
    f"min(c.created_at) FILTER (WHERE c.after = '{state}') AS s{n}" for n, state in enumerate(REACHED, 1)
)
_COUNTS = ", ".join(f"count(s{n})" for n in range(len(REACHED) + 1))
_DAYS = ", ".join(
    f"percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s{n} - s{n - 1}) / 86400)"
    for n in range(1, len(REACHED) + 1)
)
_FUNNEL = f"""
WITH firsts AS (
  SELECT date_trunc('month', i.submitted_at AT TIME ZONE %s)::date AS month, i.submitted_at AS s0, {_FIRSTS}
  FROM ideas_idea i LEFT JOIN ideas_statuschange c ON c.idea_id = i.id
  WHERE i.id IN ({{ideas}}) GROUP BY i.id)
SELECT month, {_COUNTS}, {_DAYS} FROM firsts GROUP BY GROUPING SETS ((month), ()) ORDER BY month NULLS LAST
"""  # noqa: S608


@dataclass(frozen=True)
class Stage:
    """How many of a cohort came so far, and the median days since the stage before."""

    state: State
    count: int
    of: int
    days: float | None

    @property
    def share(self) -> float:
        """Of those that were sent in."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True)
class Cohort:
    """The ideas of a month (None: of all months), and how far they have come since."""

    month: date | None
    stages: Sequence[Stage]

    @property
    def sent(self) -> int:
        """How many were sent in."""
        return self.stages[0].count

    def came(self, state: State) -> int:
        """How many came as far as that state."""
        return next(stage.count for stage in self.stages if stage.state == state)


def cohorts(ideas: "QuerySet[Idea]") -> tuple[Cohort, list[Cohort]]:
    """All together, and month by month; one query."""
    rows = summed(_FUNNEL, ideas, ZONE)
    found = [_cohort(row) for row in rows]
    whole = next((cohort for cohort in found if cohort.month is None), _cohort((None, *[0] * 7, *[None] * 6)))
    return whole, [cohort for cohort in found if cohort.month is not None]


def _cohort(row: tuple[Any, ...]) -> Cohort:
    month, counts, days = row[0], row[1:8], (None, *row[8:])
    states = (State.SUBMITTED, *REACHED)
    return Cohort(month, [Stage(s, n, counts[0], d) for s, n, d in zip(states, counts, days, strict=True)])


@dataclass(frozen=True)
class Speed:
    """How long something took for how many, and whether the promise about it was kept."""

    n: int
    median: float | None
    p80: float | None
    p95: float | None
    in_time: int
    promised: int  # those that were answered, or whose day has passed

    @property
    def kept(self) -> float | None:
        """The share of promises that were kept."""
        return self.in_time / self.promised if self.promised else None

    @property
    def is_told(self) -> bool:
        """Of fewer it would be a figure about whoever answered."""
        return self.n >= settings.K_ANONYMITY


@dataclass(frozen=True)
class Answers:
    """Time to the first answer in working days, to the decision in days, and how many have one."""

    first: Speed
    decision: Speed
    older: int  # than thirty days, and neither withdrawn nor merged
    answered: int  # of those

    @property
    def answered_share(self) -> float:
        """Of those older than thirty days."""
        return self.answered / self.older if self.older else 0.0


OLDER = timedelta(days=30)
_TIMES = """
SELECT (i.submitted_at AT TIME ZONE %s)::date, (i.first_answer_at AT TIME ZONE %s)::date,
  (SELECT (min(c.created_at) AT TIME ZONE %s)::date FROM ideas_statuschange c
   WHERE c.idea_id = i.id AND c.after IN ('approved', 'parked', 'declined')),
  f.due_on, d.due_on, (d.met_at AT TIME ZONE %s)::date, i.state IN ('withdrawn', 'merged')
FROM ideas_idea i
LEFT JOIN ideas_clock f ON f.idea_id = i.id AND f.kind = 'first-answer'
LEFT JOIN ideas_clock d ON d.idea_id = i.id AND d.kind = 'decision'
WHERE i.id IN ({ideas})
"""


def answers(ideas: "QuerySet[Idea]") -> Answers:
    """One query; days are counted here, as the database knows no holidays."""
    rows = summed(_TIMES, ideas, ZONE, ZONE, ZONE, ZONE)
    today = localdate()
    days = WorkingDays(min((row[0] for row in rows), default=today), today)
    first, first_kept, decided, decided_kept, old = [], [], [], [], []
    for sent, told, chosen, first_due, due, met, is_over in rows:
        if told is not None:
            first.append(days.between(sent, told))
        if chosen is not None:
            decided.append((chosen - sent).days)
        if not is_over or told is not None:
            first_kept.append(_kept(told, first_due, today))
        if not is_over:
            decided_kept.append(_kept(met, due, today))
            old += [chosen is not None] * (sent <= today - OLDER)
    return Answers(_speed(first, first_kept), _speed(decided, decided_kept), len(old), sum(old))


def _kept(done: date | None, due: date | None, today: date) -> bool | None:
    """None while the promise can still be kept."""
    if due is None or (done is None and due >= today):
        return None
    return done is not None and done <= due


def _speed(days: Sequence[int], kept: Sequence[bool | None]) -> Speed:
    judged = [one for one in kept if one is not None]
    median, p80, p95 = (quantile(days, share) for share in (0.5, 0.8, 0.95))
    return Speed(len(days), median, p80, p95, sum(judged), len(judged))


class WorkingDays:
    """The working days of a span, so that thousands of answers are counted without walking over each day again."""

    def __init__(self, first: date, last: date) -> None:
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self._days = [day for day in span if is_working_day(day)]

    def between(self, first: date, last: date) -> int:
        """How many lie after `first`, up to and with `last`."""
        return max(0, bisect_right(self._days, last) - bisect_right(self._days, first))


_CHANGES = """
SELECT count(DISTINCT c.idea_id) FILTER (WHERE c.after = 'parked' AND c.by_id IS NULL),
  count(*) FILTER (WHERE c.after = 'declined'), count(*) FILTER (WHERE c.after = 'declined' AND c.reason <> ''),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY length(c.reason)) FILTER (WHERE c.after = 'declined'),
  count(DISTINCT c.idea_id) FILTER (WHERE c.after IN ('approved', 'parked', 'declined') AND c.by_id IS NOT NULL)
FROM ideas_statuschange c WHERE c.idea_id IN ({ideas})
"""


@dataclass(frozen=True)
class Decisions:
    """How ideas were decided on: parked by the clock, said no to, and with how many characters of reason."""

    parked_by_clock: int = 0
    declined: int = 0
    reasoned: int = 0
    characters: float | None = None
    decided: int = 0  # by somebody

    @property
    def reasoned_share(self) -> float:
        """Of those that got a no."""
        return self.reasoned / self.declined if self.declined else 0.0


def decisions(ideas: "QuerySet[Idea]") -> Decisions:
    """One query."""
    return next((Decisions(*row) for row in summed(_CHANGES, ideas)), Decisions())
