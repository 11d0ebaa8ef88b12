"""How a category is ranked: the panel's means, and what is told apart by what. No database here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt


class Step(StrEnum):
    """What tells two nominations apart that stand equal, in this order (invariant 31)."""

    SUPPORT = "support"  # the higher W of the people's vote
    AGREEMENT = "agreement"  # the lower spread between the jurors
    FIRST = "first"  # the higher score on the first criterion
    CHAIR = "chair"  # the chair's vote, with a note
    SHARED = "shared"  # nothing: they share the place, and the next one is skipped


@dataclass(frozen=True)
class Tally:
    """What was said of one nomination by those who may judge it.

    `scores`: each ballot's weighted mean, 1 to 5. `firsts`: each ballot's score on the first criterion. `votes`: those
    of people that count, where everybody decides (None: a jury does). `support`: W, 0 to 1.
    """

    nomination: int
    scores: tuple[Fraction, ...] = ()
    firsts: tuple[int, ...] = ()
    votes: int | None = None
    support: float = 0.0
    chairs: bool = False  # the chair has voted for it in a tie

    @property
    def mean(self) -> Fraction:
        """Of the ballots; an abstention is none, and so never a zero."""
        return sum(self.scores, Fraction(0)) / len(self.scores) if self.scores else Fraction(0)

    @property
    def variance(self) -> Fraction:
        """Of the ballots, with n - 1: they are a sample of what a jury might say. 0 for a single ballot."""
        if len(self.scores) < 2:
            return Fraction(0)
        mean = self.mean
        return sum(((score - mean) ** 2 for score in self.scores), Fraction(0)) / (len(self.scores) - 1)

    @property
    def spread(self) -> float:
        """The standard deviation of the ballots."""
        return sqrt(self.variance)

    @property
    def first(self) -> Fraction:
        """The mean on the first criterion."""
        return Fraction(sum(self.firsts), len(self.firsts)) if self.firsts else Fraction(0)

    @property
    def worth(self) -> Fraction:
        """What it is ranked by: votes where everybody decides, else the panel's mean."""
        return self.mean if self.votes is None else Fraction(self.votes)


@dataclass(frozen=True)
class Placed:
    """A place in the ranking. `told_apart`: the steps that decided it against others of the same worth."""

    tally: Tally
    place: int
    told_apart: tuple[Step, ...] = ()
    tied_with: tuple[int, ...] = ()  # nominations that it still shares the place with

    @property
    def shared(self) -> bool:
        """Nothing told it apart."""
        return bool(self.tied_with)


@dataclass(frozen=True)
class Ranking:
    """Those with a place, best first, and apart those that too few have judged."""

    placed: tuple[Placed, ...]
    unranked: tuple[Tally, ...]

    def of(self, nomination: int) -> Placed | None:
        """Its place, None: it has none."""
        return next((one for one in self.placed if one.tally.nomination == nomination), None)

    def winning(self, most: int) -> list[Placed]:
        """Those on the places that win; more than `most` where the last of them is shared."""
        return [one for one in self.placed if one.place <= most]

    def ties(self, most: int) -> list[list[int]]:
        """Groups that share a place which wins."""
        groups = {(one.tally.nomination, *one.tied_with) for one in self.winning(most) if one.shared}
        return [list(group) for group in sorted({tuple(sorted(group)) for group in groups})]


Key = Callable[[Tally], Fraction | float | int]
KEYS: dict[Step, Key] = {  # the larger stands higher
    Step.SUPPORT: lambda t: round(t.support, 6),
    Step.AGREEMENT: lambda t: -t.variance,
    Step.FIRST: lambda t: t.first,
    Step.CHAIR: lambda t: int(t.chairs),
}
BY_JURY = (Step.SUPPORT, Step.AGREEMENT, Step.FIRST, Step.CHAIR)
BY_PEOPLE = (Step.SUPPORT, Step.CHAIR)  # there is no panel to agree


def weighted(scores: Mapping[int, int], weights: Mapping[int, int]) -> Fraction:
    """A ballot's mean: each criterion by its weight in percent; what was skipped leaves its weight to the others."""
    known = [pk for pk in scores if pk in weights]
    whole = sum(weights[pk] for pk in known)
    return Fraction(sum(weights[pk] * scores[pk] for pk in known), whole) if whole else Fraction(0)


def rank(tallies: Iterable[Tally], *, fewest: int) -> Ranking:
    """Best first. Ranked is what at least `fewest` have judged, or anybody has voted for."""
    every = list(tallies)
    judged = [t for t in every if (len(t.scores) >= fewest if t.votes is None else t.votes > 0)]
    unranked = [t for t in every if t not in judged]
    placed: list[Placed] = []
    for group in _buckets(judged, lambda t: t.worth):
        steps = BY_JURY if group[0].votes is None else BY_PEOPLE
        for part, told in _apart(group, steps, ()):
            place = len(placed) + 1
            ids = [tally.nomination for tally in part]
            placed += [Placed(t, place, told, tuple(pk for pk in ids if pk != t.nomination)) for t in part]
    return Ranking(tuple(placed), tuple(sorted(unranked, key=lambda t: t.nomination)))


def _apart(
    group: Sequence[Tally], steps: Sequence[Step], told: tuple[Step, ...]
) -> Iterable[tuple[Sequence[Tally], tuple[Step, ...]]]:
    """The group in its order, in parts that nothing tells apart any more, each with the steps that parted it."""
    if len(group) == 1:
        yield group, told
    elif not steps:
        yield group, (*told, Step.SHARED)
    else:
        parts = _buckets(group, KEYS[steps[0]])
        for part in parts:
            yield from _apart(part, steps[1:], told if len(parts) == 1 else (*told, steps[0]))


def _buckets(tallies: Iterable[Tally], key: Key) -> list[list[Tally]]:
    """Equal ones together, the largest first; within, by number, so that the order never depends on chance."""
    found: dict[Fraction | float | int, list[Tally]] = {}
    for tally in sorted(tallies, key=lambda t: t.nomination):
        found.setdefault(key(tally), []).append(tally)
    return [found[value] for value in sorted(found, reverse=True)]
