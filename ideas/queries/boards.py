"""The board: columns of states, lists in several orders, and what narrows them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.timezone import localdate

from ideas.models import Campaign, Clock, Idea
from ideas.states import CARRIED_OUT, OVER, UNDECIDED, State
from network.core.cards import Key
from network.core.clock import now
from profiles.models import Department, Person

IN_COLUMN = 8
COLUMNS: dict[str, frozenset[State]] = {
    State.SUBMITTED: frozenset({State.SUBMITTED, State.NEEDS_INFO}),
    State.OPEN: frozenset({State.OPEN}),
    State.IN_REVIEW: frozenset({State.IN_REVIEW}),
    State.APPROVED: frozenset({State.APPROVED}),
    State.IN_PROGRESS: frozenset({State.IN_PROGRESS}),
    State.IMPLEMENTED: CARRIED_OUT,
}
DRAWERS: dict[str, frozenset[State]] = {
    State.PARKED: frozenset({State.PARKED}),
    State.DECLINED: frozenset({State.DECLINED}),
}


class Order(StrEnum):
    """How a list is put in order."""

    RECOMMENDED = "recommended"
    READERS = "readers"
    NEWEST = "newest"
    TRENDING = "trending"
    RESULTS = "results"


@dataclass(frozen=True)
class Narrowing:
    """What the reader asked for."""

    column: str = ""
    department: str = ""
    campaign: str = ""
    origin: bool = False  # only what was heard from customers
    mine: bool = False
    late: bool = False
    few_readers: bool = False
    order: Order = Order.RECOMMENDED

    @property
    def is_empty(self) -> bool:
        """Nothing is narrowed."""
        return self == Narrowing(order=self.order)


def authors_shown() -> Q:
    """Ideas of which everybody may know who wrote them, as Idea.hides_authors says it of one."""
    return Q(decided_at__isnull=False) | ~Q(campaign__identity=Campaign.Identity.BLIND) & Q(is_anonymous=False)


def late() -> Q:
    """Ideas for which an answer, the delivery or its measurement is overdue."""
    today = localdate()
    clocks = Clock.objects.filter(idea=OuterRef("pk"), met_at=None, paused_on=None, due_on__lt=today)
    owed = Q(Exists(clocks), state__in=UNDECIDED)
    measured = Q(state=State.IMPLEMENTED, delivery__follow_up_on__lt=today, delivery__measured_at=None)
    return owed | measured | Q(state__in=[State.APPROVED, State.IN_PROGRESS], delivery__target_on__lt=today)


def narrowed(person: Person, wish: Narrowing):  # type: ignore[no-untyped-def]
    """The listed ideas that the person may see and asks for."""
    rows = _heard_by(person)
    if wish.column:
        rows = rows.filter(state__in=(COLUMNS | DRAWERS)[wish.column])
    if wish.department:
        rows = rows.filter(authors_shown(), department__in=_unit(wish.department))
    if wish.campaign:
        rows = rows.filter(campaign__slug=wish.campaign)
    if wish.origin:
        rows = rows.filter(origin=Idea.Origin.CUSTOMER)
    if wish.mine:
        rows = rows.by(person)
    if wish.late:
        rows = rows.filter(late())
    if wish.few_readers:
        rows = rows.filter(state__in=UNDECIDED, reader_count__lt=F("campaign__min_readers"))
    return rows


def _heard_by(person: Person):  # type: ignore[no-untyped-def]
    """Without those of whom the person has muted, while an idea is theirs alone and as far as its author is shown."""
    rows = Idea.objects.visible_to(person).listed()
    if not person.quiet:
        return rows
    return rows.exclude(authors_shown() & Q(state__in=UNDECIDED - {State.IN_REVIEW}, thread__author__in=person.quiet))


def _unit(slug: str) -> Sequence[int]:
    """The department and what lies under it."""
    found = Department.objects.filter(slug=slug).first()
    return [] if found is None else [found.pk, *_below(found.pk)]


def _below(top: int) -> Iterable[int]:
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Department.objects.values_list("pk", "parent_id"):
        children[parent].append(pk)
    wanted = list(children[top])
    for pk in wanted:
        wanted.extend(children[pk])
    return wanted


@dataclass(frozen=True)
class Column:
    """One column of the board: how many stand there, and the first of them."""

    state: State
    count: int
    keys: list[Key] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        """More stand there than are shown."""
        return self.count > len(self.keys)


@dataclass(frozen=True)
class Board:
    """The columns, and how many lie in each drawer."""

    columns: list[Column]
    drawers: list[Column]

    def keys(self) -> list[Key]:
        """Of every card shown."""
        return [key for column in self.columns for key in column.keys]


def board(person: Person, wish: Narrowing) -> Board:
    """Two queries, however many ideas there are: how many stand where, and the first cards of each column."""
    rows = narrowed(person, wish)
    counts: dict[str, int] = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    places = {state: column for column, states in COLUMNS.items() for state in states}
    numbered = rows.filter(state__in=places).annotate(
        place=Window(RowNumber(), partition_by=F("state"), order_by=F("state_since").desc())
    )
    top = numbered.filter(place__lte=IN_COLUMN).order_by("-state_since").values_list("state", "pk", "version")
    keys: dict[str, list[Key]] = defaultdict(list)
    for state, pk, version in top:
        keys[places[state]].append((pk, version))

    def of(column: str, states: frozenset[State]) -> Column:
        return Column(State(column), sum(counts.get(state, 0) for state in states), keys[column][:IN_COLUMN])

    return Board([of(c, s) for c, s in COLUMNS.items()], [of(c, s) for c, s in DRAWERS.items()])


def counts_hidden() -> Q:
    """Ideas of which the number of votes is told nobody yet, as Idea.hides_counts says it of one."""
    hidden = ~Q(campaign__counts=Campaign.Counts.ALWAYS) & ~Q(state__in=OVER)
    return hidden & (Q(campaign__vote_ends_at=None) | Q(campaign__vote_ends_at__gt=now()))


def late_count(person: Person) -> int:
    """How many overdue ideas the person sees."""
    return int(narrowed(person, Narrowing(late=True)).count())
