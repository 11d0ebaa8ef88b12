"""`python -m bench.ranking`: which order of an idea board finds good ideas, when people look at what stands on top.

A model, not a measurement of people: see docs/performance.md for what it assumes. It asks ideas/ranking.py itself.
"""

import argparse
import math
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from ideas.ranking import Entry, board_rate, rate, recommended, trending

IDEAS, PEOPLE, VISITS, DAYS, ARRIVING = 200, 500, 8, 30.0, 25.0
CARDS, FALLING = 12, 0.9  # cards that may be looked at; each is looked at 0.9 times as often as the one above it
NEWEST = 0.30  # share of visits that open the newest instead
GOOD = (2, 8)  # quality, the chance that a reader votes, is drawn from this beta: mean 0.20 as on a real board
BEST, STARVED = 10, 10
_FIRST = date(2026, 1, 1)


@dataclass(slots=True)
class Idea:
    """One idea of a run; `at` is in days since the board opened."""

    id: int
    quality: float
    at: float
    voters: list[float] = field(default_factory=list)
    readers: dict[int, float] = field(default_factory=dict)  # people, and when they read it first

    @property
    def entry(self) -> Entry:
        """What an order may know of it."""
        return Entry(self.id, len(self.voters), len(self.readers))


class Visit(NamedTuple):
    """Somebody opens the board."""

    at: float
    person: int


Order = Callable[[list[Idea], Visit, Random], list[Idea]]


def _most_votes(ideas: list[Idea], visit: Visit, rng: Random) -> list[Idea]:
    return sorted(ideas, key=lambda idea: (-len(idea.voters), -idea.at))


def _fider(ideas: list[Idea], visit: Visit, rng: Random) -> list[Idea]:
    def warmth(idea: Idea) -> float:
        recent = sum(visit.at - at <= DAYS for at in idea.voters)
        return trending(votes=recent, commenters=0, age_hours=(visit.at - idea.at) * 24)

    return sorted(ideas, key=lambda idea: (-warmth(idea), -idea.at))


def _log_votes(ideas: list[Idea], visit: Visit, rng: Random) -> list[Idea]:
    """log10 of votes, and one more for each 45,000 seconds that an idea is younger: Reddit's form."""
    return sorted(ideas, key=lambda idea: -(math.log10(max(len(idea.voters), 1)) + idea.at * 86_400 / 45_000))


def _newest(ideas: list[Idea], visit: Visit, rng: Random) -> list[Idea]:
    return sorted(ideas, key=lambda idea: -idea.at)


def _thompson(ideas: list[Idea], visit: Visit, rng: Random) -> list[Idea]:
    """A draw from each idea's beta posterior with a flat prior (Thompson, Biometrika 25, 1933)."""

    def drawn(idea: Idea) -> float:
        votes = len(idea.voters)
        return rng.betavariate(1 + votes, 1 + len(idea.readers) - votes)

    return sorted(ideas, key=drawn, reverse=True)


def _alternating(ideas: list[Idea], visit: Visit, rng: Random) -> list[Idea]:
    """As the reference has it: whatever the person has read."""
    return _recommended(ideas, visit, frozenset())


def _ours(ideas: list[Idea], visit: Visit, rng: Random) -> list[Idea]:
    today = int(visit.at)
    return _recommended(ideas, visit, {i.id for i in ideas if i.readers.get(visit.person, math.inf) < today})


def _recommended(ideas: list[Idea], visit: Visit, read: Set[int]) -> list[Idea]:
    by_id = {idea.id: idea for idea in ideas}
    day = _FIRST + timedelta(days=int(visit.at))
    order = recommended((idea.entry for idea in ideas), person_id=visit.person, day=day, read=read)
    return [by_id[entry.id] for entry in order]


class Goal(NamedTuple):
    """An order, how often it is tried, and what the reference found: rho, by votes, by rate, starved."""

    name: str
    order: Order
    seeds: int
    found: tuple[float, float, float, float]


ORDERS = (
    Goal("most votes", _most_votes, 30, (0.71, 0.22, 0.60, 0.94)),
    Goal("Fider's trending", _fider, 30, (0.82, 0.74, 0.82, 0.94)),
    Goal("log votes + time/45000 s", _log_votes, 12, (0.87, 0.42, 0.77, 0.0)),
    Goal("newest", _newest, 12, (0.84, 0.38, 0.76, 0.0)),
    Goal("Thompson sampling", _thompson, 12, (0.82, 0.72, 0.83, 0.20)),
    Goal("rate and least read", _alternating, 30, (0.91, 0.68, 0.78, 0.0)),
    Goal("**the same, unread first (ours)**", _ours, 30, (0.91, 0.68, 0.78, 0.0)),
)


class Found(NamedTuple):
    """One seed's figures: Spearman(votes, quality), shares of the best ten found, and of ideas that starved."""

    rho: float
    by_votes: float
    by_rate: float
    starved: float


def simulate(order: Order, seed: int, newest: float) -> list[Idea]:
    """One board over thirty days; the same seed gives the same ideas and visits to every order."""
    rng = Random(f"board {seed}")
    ideas = [Idea(n, rng.betavariate(*GOOD), rng.uniform(0, ARRIVING)) for n in range(1, IDEAS + 1)]
    visits = sorted(Visit(rng.uniform(0, DAYS), person) for person in range(PEOPLE) for _ in range(VISITS))
    ideas.sort(key=lambda idea: idea.at)
    mood = Random(f"people {seed}")
    there = 0
    for visit in visits:
        while there < IDEAS and ideas[there].at <= visit.at:
            there += 1
        shown = (_newest if mood.random() < newest else order)(ideas[:there], visit, mood)
        _look(shown[:CARDS], visit, mood)
    return ideas


def _look(cards: Sequence[Idea], visit: Visit, mood: Random) -> None:
    """Attention falls from card to card; whoever reads an idea for the first time votes as good as it is."""
    for place, idea in enumerate(cards):
        if mood.random() < FALLING**place and visit.person not in idea.readers:
            idea.readers[visit.person] = visit.at
            if mood.random() < idea.quality:
                idea.voters.append(visit.at)


def measure(task: tuple[int, int]) -> Found:
    """The figures of one order (its place in ORDERS) and seed, with and without people on the newest."""
    order, seed = ORDERS[task[0]].order, task[1]
    ideas = simulate(order, seed, NEWEST)
    votes = [float(len(idea.voters)) for idea in ideas]
    usual = board_rate(idea.entry for idea in ideas)
    rates = [rate(len(idea.voters), len(idea.readers), usual) for idea in ideas]
    quality = [idea.quality for idea in ideas]
    alone = simulate(order, seed, 0.0)
    starved = sum(len(idea.readers) < STARVED for idea in alone) / IDEAS
    return Found(spearman(votes, quality), top(votes, quality), top(rates, quality), starved)


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """The correlation of the ranks; equals share the middle of theirs (Spearman, Am. J. Psychology 15, 1904)."""
    return statistics.correlation(_ranks(one), _ranks(other))


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [(bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 for value in values]


def top(scores: Sequence[float], quality: Sequence[float]) -> float:
    """The share of the truly best ten among the ten with the highest scores; ties fall by age, which says nothing."""

    def best(values: Sequence[float]) -> set[int]:
        return set(sorted(range(len(values)), key=lambda n: (-values[n], n))[:BEST])

    return len(best(scores) & best(quality)) / BEST


def table(figures: Iterable[tuple[Goal, list[Found]]]) -> str:
    """The report in Markdown: mean and standard error over the seeds, and the reference's figure in brackets."""
    lines = [
        "| Default order | seeds | Spearman(votes, quality) | best ten found by votes | by rate "
        "| under 10 readers, nobody on newest |",
        "|---|---|---|---|---|---|",
    ]
    for goal, found in figures:
        cells = [_cell([one[n] for one in found], goal.found[n]) for n in range(4)]
        lines.append(f"| {goal.name} | {len(found)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(values: list[float], reference: float) -> str:
    error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    return f"{statistics.mean(values):.2f} ± {error:.2f} ({reference:.2f})"


def run(seeds: int | None = None, processes: int = 1) -> str:
    """The table; `seeds` at most for each order."""
    tasks = [(n, seed) for n, goal in enumerate(ORDERS) for seed in range(min(goal.seeds, seeds or goal.seeds))]
    with ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(measure, tasks))
    by_order = [[one for (n, _), one in zip(tasks, found, strict=True) if n == wanted] for wanted in range(len(ORDERS))]
    return table(zip(ORDERS, by_order, strict=True))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.ranking", description=__doc__)
    parser.add_argument("--seeds", type=int, help="at most so many for each order (default: 30 or 12)")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    print(run(asked.seeds, asked.processes))


if __name__ == "__main__":
    main()
