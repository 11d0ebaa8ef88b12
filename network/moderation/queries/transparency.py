"""Reports of figures as pages show them: numbers with their words, and sentences that say what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.moderation.access.transparency import can_make_figures, can_read_figures
from network.moderation.models import Appeal, CustodyRequest, TransparencyReport
from network.moderation.models.cases import Kind
from network.moderation.periods import Period, latest_over
from network.moderation.queries.figures import IN_TIME, LATE
from network.moderation.reasons import Reason
from network.moderation.states import Level, Verdict
from network.policy.detectors.sentences import NAMES
from network.policy.models import DetectorHit
from profiles.models import Person

Words = Mapping[str, "str | Promise"]
TIMES: Words = {IN_TIME: _("In time"), LATE: _("Too late")}
NAMES_ASKED: Words = {
    CustodyRequest.Outcome.GIVEN: _("The name was given"), CustodyRequest.Outcome.KEPT: _("The name was kept"),
}  # fmt: skip
SIDES: Words = {Appeal.Side.AUTHOR: _("By the author"), Appeal.Side.REPORTER: _("By whoever reported it")}


@dataclass(frozen=True)
class Row:
    """A number with its name; None is held back. `share` is of the largest that is shown, for the bar."""

    name: str | Promise
    number: int | None
    share: float


@dataclass(frozen=True)
class Listed:
    """A list of numbers with its sum."""

    rows: Sequence[Row]
    sum: int | None
    is_whole: bool  # nothing is held back, and the sum is exact
    median: int | None = None
    p90: int | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing of the kind happened."""
        return self.sum == 0

    @property
    def most(self) -> Row | None:
        """The largest number that is shown."""
        shown = [row for row in self.rows if row.number]
        return max(shown, key=lambda row: row.number or 0) if shown else None


@dataclass(frozen=True)
class Appeals:
    """Appeals by what came of them and whose they were."""

    sides: Sequence["str | Promise"]
    rows: Sequence[tuple["str | Promise", Sequence[int | None]]]
    sums: Sequence[int | None]
    sum: int | None
    is_whole: bool


@dataclass(frozen=True)
class Sheet:
    """Everything on the page of one report."""

    report: TransparencyReport
    reasons: Listed
    kinds: Listed
    levels: Listed
    back: int | None
    appeals: Appeals
    look: Listed
    decide: Listed
    hits: Listed
    choices: Listed
    names: Listed
    evaluated: int
    short: int

    @property
    def overturned(self) -> int | None:
        """Appeals that reversed what was decided."""
        return dict(self.appeals.rows)[Verdict.OVERTURNED.label][-1]


def published() -> "QuerySet[TransparencyReport]":
    """Those that everybody reads, the latest half-year first."""
    return TransparencyReport.objects.filter(published_at__isnull=False)


def reports_for(person: Person) -> list[TransparencyReport]:
    """Published ones, and drafts where the person may read them."""
    rows = list(TransparencyReport.objects.select_related("made_by", "published_by"))
    drafts = [row for row in rows if row.published_at is None]
    if drafts and not can_read_figures(person, drafts[0]):
        rows = [row for row in rows if row.published_at is not None]
    return rows


def report_for(person: Person, period: Period | None) -> TransparencyReport | None:
    """The report of that half-year, if the person may read it; not yet published is as if it were not there."""
    if period is None:
        return None
    report = TransparencyReport.objects.select_related("published_by").filter(period=period.key).first()
    return report if report is not None and can_read_figures(person, report) else None


def to_count(person: Person) -> Period | None:
    """The half-year of which whoever leads the moderators may count the figures now: the last, where none are there."""
    period = latest_over()
    if not can_make_figures(person) or TransparencyReport.objects.filter(period=period.key).exists():
        return None
    return period


def sheet_of(report: TransparencyReport) -> Sheet:
    """The stored numbers with their words in the language of the page; nothing is counted."""
    told = report.figures
    return Sheet(
        report, _by_number(_listed(told["reasons"], dict(Reason.choices))), _listed(told["kinds"], dict(Kind.choices)),
        _listed(told["levels"], dict(Level.choices)), told["back"], _appeals(told["appeals"]),
        _listed(told["look"], TIMES), _listed(told["decide"], TIMES), _listed(told["hits"], NAMES),
        _listed(told["choices"], dict(DetectorHit.Choice.choices)), _listed(told["names"], NAMES_ASKED),
        told["evaluated"], told["short"],
    )  # fmt: skip


def _listed(told: Mapping[str, Any], names: Mapping[Any, Any]) -> Listed:
    """In the order of their names: the database keeps none."""
    most = max([number or 0 for number in told["rows"].values()] or [0]) or 1
    numbers = _ordered(told["rows"], names)
    rows = [Row(names.get(code, code), number, (number or 0) / most) for code, number in numbers]
    return Listed(rows, told["sum"], told["is_whole"], told.get("median"), told.get("p90"))


def _ordered(numbers: Mapping[str, Any], names: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """A code that has no name any more comes last."""
    places = {str(code): place for place, code in enumerate(names)}
    return sorted(numbers.items(), key=lambda row: places.get(row[0], len(places)))


def _by_number(told: Listed) -> Listed:
    """The largest first; what is held back comes after what is shown, and noughts last."""
    order = sorted(told.rows, key=lambda row: (row.number == 0, row.number is None, -(row.number or 0)))
    return replace(told, rows=order)


def _appeals(told: Mapping[str, Any]) -> Appeals:
    names = dict(Verdict.choices)
    rows = [(names.get(code, code), numbers) for code, numbers in _ordered(told["rows"], names)]
    return Appeals(list(SIDES.values()), rows, told["sums"], told["sum"], told["is_whole"])
