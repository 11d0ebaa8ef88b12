"""Whether ideas are judged fairly: who is read, whether the early ones win, own units, reviewers, and what it gave."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from ideas.figures import Gap, gap_of, spearman
from ideas.models import Benefit, Idea
from ideas.queries.boards import authors_shown
from ideas.queries.counted import summed
from ideas.states import OVER, State
from network.core.clock import now

FEWEST_IN_ORDER = 10  # ideas of a campaign, below which an order says nothing
FEWEST_DECIDED = 20  # ideas, below which a gap says nothing


@dataclass(frozen=True)
class Exposure:
    """Of the ideas that nobody votes on any more, how many had the readers that a judgement needs."""

    closed: int
    read: int

    @property
    def share(self) -> float:
        """Of those that are closed."""
        return self.read / self.closed if self.closed else 0.0


def exposure(ideas: "QuerySet[Idea]") -> Exposure:
    """One query."""
    over = Q(state__in=OVER) | Q(campaign__vote_ends_at__lte=now())
    enough = Q(reader_count__gte=F("campaign__min_readers"))
    rows = ideas.filter(over).exclude(state__in=[State.MERGED, State.WITHDRAWN]).order_by()
    found = rows.aggregate(closed=Count("pk"), read=Count("pk", filter=enough))
    return Exposure(found["closed"], found["read"])


@dataclass(frozen=True)
class Order:
    """How far votes follow the order in which ideas came in, in a campaign whose voting is over."""

    title: str
    ideas: int
    rho: float


def orders(ideas: "QuerySet[Idea]") -> list[Order]:
    """One query; only where voting is over, as before that no number is told."""
    rows = ideas.filter(campaign__vote_ends_at__lte=now()).exclude(state__in=[State.MERGED, State.WITHDRAWN])
    votes: dict[str, list[int]] = defaultdict(list)
    for title, count in rows.order_by("submitted_at", "pk").values_list("campaign__title", "vote_count"):
        votes[title].append(count)
    found = []
    for title, counts in votes.items():
        rho = spearman(counts, range(len(counts)))
        if len(counts) >= FEWEST_IN_ORDER and rho is not None:
            found.append(Order(title, len(counts), rho))
    return sorted(found, key=lambda order: order.title)


_DECIDED = """
SELECT p.department_id = i.department_id AS own, count(*), count(*) FILTER (WHERE f.after = 'approved')
FROM (SELECT DISTINCT ON (c.idea_id) c.idea_id, c.after, c.by_id FROM ideas_statuschange c
      WHERE c.idea_id IN ({ideas}) AND c.after IN ('approved', 'parked', 'declined') AND c.by_id IS NOT NULL
      ORDER BY c.idea_id, c.id) f
JOIN ideas_idea i ON i.id = f.idea_id JOIN profiles_person p ON p.id = f.by_id
WHERE i.department_id IS NOT NULL AND p.department_id IS NOT NULL GROUP BY 1
"""


@dataclass(frozen=True)
class OwnUnit:
    """How often the first decision is a yes, where who decides works with who leads the idea, and elsewhere."""

    own: int
    own_yes: int
    other: int
    other_yes: int

    @property
    def n(self) -> int:
        """Ideas decided on."""
        return self.own + self.other

    @property
    def own_share(self) -> float:
        """A yes to one's own."""
        return self.own_yes / self.own if self.own else 0.0

    @property
    def other_share(self) -> float:
        """A yes to others."""
        return self.other_yes / self.other if self.other else 0.0

    @property
    def gap(self) -> Gap | None:
        """Own minus other, with its interval; None below twenty ideas, or too few on one side to tell no single one."""
        if self.n < FEWEST_DECIDED or min(self.own, self.other) < settings.K_ANONYMITY:
            return None
        return gap_of(self.own_yes, self.own, self.other_yes, self.other)


def own_unit(ideas: "QuerySet[Idea]") -> OwnUnit:
    """One query. The idea's department is that of its lead when it was sent in; the decider's is today's."""
    rows = {own: (n, yes) for own, n, yes in summed(_DECIDED, ideas.filter(authors_shown()))}
    own, own_yes = rows.get(True, (0, 0))
    other, other_yes = rows.get(False, (0, 0))
    return OwnUnit(own, own_yes, other, other_yes)


_REVIEWS = """
WITH marks AS (
  SELECT a.idea_id, a.round, r.id, sum(s.value * c.weight)::float / sum(c.weight) AS mark
  FROM ideas_assignment a JOIN ideas_review r ON r.assignment_id = a.id AND r.submitted_at IS NOT NULL
  JOIN ideas_score s ON s.review_id = r.id AND s.value IS NOT NULL JOIN ideas_criterion c ON c.id = s.criterion_id
  WHERE a.idea_id IN ({ideas}) GROUP BY 1, 2, 3),
spreads AS (
  SELECT count(*) AS n, stddev_samp(mark) AS deviation, max(mark) - min(mark) AS reach FROM marks
  GROUP BY idea_id, round HAVING count(*) >= 3)
SELECT count(*), avg(n)::float, percentile_cont(0.5) WITHIN GROUP (ORDER BY deviation),
  count(*) FILTER (WHERE deviation >= 1 OR reach >= 3) FROM spreads
"""


@dataclass(frozen=True)
class Reviews:
    """How far reviewers lie apart on ideas that have been decided on and that three or more judged."""

    ideas: int = 0
    each: float | None = None  # reviews
    deviation: float | None = None  # median, on the scale from 1 to 5
    disputed: int = 0  # a deviation of 1 or more, or 3 from the lowest to the highest

    @property
    def disputed_share(self) -> float:
        """Of the ideas that three or more judged."""
        return self.disputed / self.ideas if self.ideas else 0.0


def reviews(ideas: "QuerySet[Idea]") -> Reviews:
    """One query; before the decision a mean would tell reviewers what the others say."""
    rows = summed(_REVIEWS, ideas.filter(decided_at__isnull=False))
    return next((Reviews(*row) for row in rows), Reviews())


_GAINS = """
SELECT b.kind, count(b.projected), count(b.confirmed_at) FILTER (WHERE b.actual IS NOT NULL),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY b.actual / NULLIF(b.projected, 0))
    FILTER (WHERE b.confirmed_at IS NOT NULL AND b.projected > 0),
  count(*) FILTER (WHERE b.confirmed_at IS NOT NULL AND b.actual >= b.projected)
FROM ideas_benefit b WHERE b.idea_id IN ({ideas}) GROUP BY b.kind ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True)
class Gain:
    """What ideas are expected to give and what was confirmed, of one kind."""

    kind: str
    expected: int  # effects with a number that was expected
    confirmed: int  # effects that somebody else has confirmed
    ratio: float | None  # median of confirmed over expected
    reached: int  # confirmed, and no less than expected

    @property
    def bar(self) -> float:
        """The ratio on a bar of which the middle is as expected."""
        return (self.ratio or 0.0) / 2

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(Benefit.Kind(self.kind).label)


def gains(ideas: "QuerySet[Idea]") -> Sequence[Gain]:
    """One query. Numbers of different units are not summed: what is compared is each with what was expected of it."""
    return [
        Gain(kind, expected, confirmed, None if ratio is None else float(ratio), reached)
        for kind, expected, confirmed, ratio, reached in summed(_GAINS, ideas)
    ]
