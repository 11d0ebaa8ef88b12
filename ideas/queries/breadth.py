"""How many take part, from how many departments: authors, voters and commenters, and who gets the awards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, make_aware

from ideas.figures import evenness, top_share
from ideas.models import IdeaAuthor, Recipient, Vote
from ideas.queries.boards import authors_shown, counts_hidden
from ideas.queries.counted import Span, for_everybody, open_ideas
from network.conversations.models import Comment, unrestricted
from network.core.folding import Cell, folded
from profiles.models import Department, Person

LARGE = 50  # people: of a smaller department one award more or less would turn the index over


@dataclass(frozen=True)
class Breadth:
    """Whole calendar months only, and never narrowed: two figures a day or a filter apart would tell of one person."""

    since: date
    until: date  # not included
    people: int
    authors: int
    took_part: int
    departments: Sequence[Cell]
    top_tenth: float | None  # of the ideas are by the busiest tenth of authors
    heads: Sequence[tuple[int, str, int]]  # id, name and number of people of each department

    @property
    def last(self) -> date:
        """The last day that is counted."""
        return self.until - timedelta(days=1)

    @property
    def author_share(self) -> float:
        """Of those who work here."""
        return self.authors / self.people if self.people else 0.0

    @property
    def share(self) -> float:
        """Of those who work here: wrote, voted or commented."""
        return self.took_part / self.people if self.people else 0.0

    @property
    def is_told(self) -> bool:
        """Enough people on either side that no single one is described."""
        return not Cell("", self.people, self.took_part).tells(settings.K_ANONYMITY)


def year_of_months(today: date) -> tuple[date, date]:
    """The twelve whole months before this one."""
    until = today.replace(day=1)
    return until.replace(year=until.year - 1), until


def breadth() -> Breadth:
    """Two queries. What hides its authors or its votes is left out until it shows them."""
    since, until = year_of_months(localdate())
    span = (_midnight(since), _midnight(until))
    wrote = _writers(span)
    rows = list(
        Person.objects.active()
        .order_by()
        .values_list("department_id", "department__name")
        .annotate(
            n=Count("pk"),
            wrote=Count("pk", filter=Q(pk__in=wrote.values("person"))),
            took_part=Count("pk", filter=_took_part(wrote, span)),
        )
    )
    k = settings.K_ANONYMITY
    cells = [Cell(name or "", n, part, _tint(pk), wrote_n) for pk, name, n, wrote_n, part in rows]
    ideas = list(wrote.order_by().values("person").annotate(n=Count("pk")).values_list("n", flat=True))
    return Breadth(
        since,
        until,
        sum(n for _pk, _name, n, _wrote, _part in rows),
        sum(wrote_n for _pk, _name, _n, wrote_n, _part in rows),
        sum(part for *_row, part in rows),
        folded(cells, k),
        top_share(ideas) if len(ideas) >= 10 * k else None,  # a tenth of them is k people at least
        [(pk, name, n) for pk, name, n, _wrote, _part in rows if pk is not None],
    )


def _tint(pk: int | None) -> int:
    return 8 if pk is None else Department(pk=pk).tint


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _writers(span: tuple[datetime, datetime]) -> "QuerySet[IdeaAuthor]":
    sent = open_ideas().filter(authors_shown(), submitted_at__gte=span[0], submitted_at__lt=span[1])
    return IdeaAuthor.objects.standing().filter(idea__in=sent.order_by().values("pk"))


def _took_part(wrote: "QuerySet[IdeaAuthor]", span: tuple[datetime, datetime]) -> Q:
    within = {"created_at__gte": span[0], "created_at__lt": span[1]}
    shown = open_ideas().exclude(counts_hidden()).order_by()
    votes = Vote.objects.filter(idea__in=shown.values("pk"), **within)
    comments = Comment.objects.unrestricted().filter(
        thread__in=open_ideas().order_by().values("thread"), deleted_at=None, **within
    )
    return (
        Q(pk__in=wrote.values("person"))
        | Q(pk__in=votes.values("person"))
        | Q(pk__in=comments.order_by().values("author"))
    )


@dataclass(frozen=True)
class Index:
    """A department's share of those who got an award over its share of the people; 1 is even."""

    name: str
    people: int
    value: float


@dataclass(frozen=True)
class Spread:
    """How awards are spread; nothing below k people who got one."""

    winners: int
    indexes: Sequence[Index]
    evenness: float | None
    first_time: float | None  # share of those who got one for the first time

    @property
    def is_told(self) -> bool:
        """Enough of them that no single one is described."""
        return self.winners >= settings.K_ANONYMITY


def award_spread(span: Span, heads: Sequence[tuple[int, str, int]]) -> Spread:
    """One query: awards that have been announced and stand, to people who work here, by where they work now."""
    given = Recipient.objects.filter(
        for_everybody("grant__idea__thread__"), unrestricted("grant__idea__thread_id"),
        grant__announced_at__isnull=False, grant__revoked_at=None, person__is_active=True,
    )  # fmt: skip
    if span.since:
        given = given.filter(grant__announced_at__gte=span.since)
    before = Recipient.objects.filter(
        person=OuterRef("person"), grant__announced_at__lt=OuterRef("grant__announced_at"), grant__revoked_at=None
    )
    rows = list(
        given.order_by()
        .values("person__department_id")
        .annotate(n=Count("pk"), again=Count("pk", filter=Q(Exists(before))))
        .values_list("person__department_id", "n", "again")
    )
    won = {pk: n for pk, n, _again in rows}
    winners, people = sum(won.values()), sum(n for _pk, _name, n in heads)
    if winners < settings.K_ANONYMITY:
        return Spread(winners, (), None, None)
    large = [(pk, name, n) for pk, name, n in heads if n >= LARGE]
    found = [Index(name, n, won.get(pk, 0) / winners / (n / people)) for pk, name, n in large]
    even = evenness([won.get(pk, 0) for pk, _name, n in heads if n >= settings.K_ANONYMITY])
    again = sum(row[2] for row in rows)
    return Spread(winners, sorted(found, key=lambda i: -i.value), even, 1 - again / winners)
