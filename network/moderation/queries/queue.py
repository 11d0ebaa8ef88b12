"""The queue of a handler: what presses most first, and of it what soonest is due. All of it comes from `cases_for`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from network.core.clock import now
from network.moderation.access.lines import people_over
from network.moderation.models import Case, Decision, DeskChoice, FalseReport, HandOver, Report
from network.moderation.models.cases import CaseQuerySet
from network.moderation.queries.clocks import Due, due_of
from network.moderation.reasons import Priority
from network.moderation.states import WAITING, State
from profiles.models import Person

SIZE = 20
_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
FREE = (State.NEW, State.TRIAGED, State.IN_REVIEW)  # a handler goes on with it


class Show(TextChoices):
    """What of the queue is shown."""

    ALL = "all", pgettext_lazy("cases", "All that wait")
    FREE = "free", pgettext_lazy("cases", "With nobody")
    MINE = "mine", pgettext_lazy("cases", "With me")
    APPEALS = "appeals", pgettext_lazy("cases", "Appeals")
    SECOND = "second", pgettext_lazy("cases", "For a second person")


@dataclass(frozen=True)
class Row:
    """One case in the list, with how often it was reported."""

    case: Case
    due: Due
    reports: int
    holder: str  # "you", "somebody" or "": never who


@dataclass(frozen=True)
class Queue:
    """One page of it, how many there are of each kind, and how many the person can do something about."""

    rows: Sequence[Row]
    counts: Mapping[str, int]
    to_do: int
    after: str  # the cursor of the next page, or ""


def queue_of(person: Person, cases: CaseQuerySet, show: Show, after: str = "") -> Queue:
    """What waits among these cases, a page at a time; counts and rows come from the same rows."""
    kinds = _kinds(person)
    waiting = cases.filter(kinds[Show.ALL])
    parts = kinds | {"to_do": _to_do(kinds)}
    counts = waiting.aggregate(**{kind: Count("pk", filter=part) for kind, part in parts.items()})
    found = list(waiting.filter(kinds[show], _beyond(after)).order_by("priority", "due_at", "pk")[: SIZE + 1])
    page = found[:SIZE]
    reports = dict(
        Report.objects.filter(case__in=page).order_by().values_list("case").annotate(n=Count("pk"))
    )  # fmt: skip
    rows = [Row(case, due_of(case), reports.get(case.pk, 0), holder_of(case, person)) for case in page]
    return Queue(rows, counts, counts.pop("to_do"), _cursor(page[-1]) if len(found) > SIZE else "")


def next_free(cases: CaseQuerySet, person: Person, but: Case) -> Case | None:
    """The case that presses most of those that nobody works on; without the reasons that the person is spared."""
    spared = DeskChoice.objects.filter(person=person).values_list("spared", flat=True).first() or []
    waiting = cases.waiting().filter(_free()).exclude(pk=but.pk).exclude(reason__in=spared)
    return waiting.order_by("priority", "due_at", "pk").first()


def holder_of(case: Case, person: Person) -> str:
    """Who works on it just now: the person, somebody else, or nobody."""
    if not case.is_claimed:
        return ""
    return "you" if case.claimed_by_id == person.pk else "somebody"


def _kinds(person: Person) -> dict[str, Q]:
    mine = Decision.objects.filter(Q(by=person) | Q(approved_by=person), case=OuterRef("pk"))
    appeals = Q(~Exists(mine), state=State.APPEAL_OPEN) | Q(pk__in=_false_appealed(person))
    second = _second(person)
    return {
        Show.ALL: Q(state__in=WAITING) | appeals | second,
        Show.FREE: _free(),
        Show.MINE: Q(claimed_by=person, claimed_until__gt=now(), state__in=WAITING),
        Show.APPEALS: appeals,
        Show.SECOND: second,
    }


def _second(person: Person) -> Q:
    """Where another has proposed something who is not above the person; a case need not be open for all of it."""
    not_by = [person.pk, *people_over(person.pk)]
    decisions = Decision.objects.filter(case=OuterRef("pk"), standing=Decision.Standing.PROPOSED)
    false = FalseReport.objects.filter(standing=FalseReport.Standing.PROPOSED).exclude(by__in=not_by)
    over = HandOver.objects.filter(standing=HandOver.Standing.PROPOSED).exclude(proposed_by__in=not_by)
    proposed = Q(Exists(decisions.exclude(by__in=not_by)), state=State.AWAITING_APPROVAL)
    return proposed | Q(pk__in=false.values("report__case")) | Q(pk__in=over.values("case"))


def _false_appealed(person: Person) -> "QuerySet[FalseReport, int]":
    """The cases in which a third person is asked whether a report was made against better knowledge."""
    rows = FalseReport.objects.filter(standing=FalseReport.Standing.STANDS, appealed_at__isnull=False, decided_by=None)
    return rows.exclude(by=person).exclude(answered_by=person).values_list("report__case", flat=True)


def mine_to_do(person: Person) -> Q:
    """What waits for this person: what nobody works on, what they hold, and what takes another than who decided."""
    return _to_do(_kinds(person))


def _to_do(kinds: Mapping[str, Q]) -> Q:
    return kinds[Show.FREE] | kinds[Show.MINE] | kinds[Show.APPEALS] | kinds[Show.SECOND]


def _free() -> Q:
    return Q(state__in=FREE) & (Q(claimed_by=None) | Q(claimed_until__lte=now()))


def _cursor(case: Case) -> str:
    return f"{case.priority}.{(case.due_at - _EPOCH) // _TICK}.{case.pk}"


def _beyond(cursor: str) -> Q:
    """What comes after the row that a cursor names; everything where it is missing or malformed."""
    parts = cursor.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 19 for part in parts):
        return Q()
    priority, ticks, pk = (int(part) for part in parts)
    if priority > max(Priority) or ticks > 10**17 or pk >= 2**63:
        return Q()
    due_at = _EPOCH + ticks * _TICK
    return (
        Q(priority__gt=priority)
        | Q(priority=priority, due_at__gt=due_at)
        | Q(priority=priority, due_at=due_at, pk__gt=pk)
    )
