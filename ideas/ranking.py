"""The order of ideas: votes set against readers, so that early ideas do not win by being early. No database here.

Why so: a list by votes shows what is already seen, and so decides what will be seen. The measurement that compares the
orders is `python -m bench.ranking`; its table stands in docs/performance.md.
"""

from collections.abc import Container, Iterable
from datetime import date
from hashlib import blake2b
from math import sqrt
from typing import NamedTuple

PRIOR_READERS = 10  # m: as many readers does the board's own rate weigh
FIRST_RATE = 0.20  # p0 of a board that has hardly been read
ENOUGH_READS = 50  # reads from which a board has a rate of its own
WIDTH = 1.28  # z: the whisker holds the true rate in four of five cases
FEWEST_READERS = 15  # with fewer nobody can judge an idea by its votes
_GRAVITY = 1.4


class Entry(NamedTuple):
    """What the order knows of one idea: counted votes, and distinct people who read it (authors in neither)."""

    id: int
    votes: int
    readers: int


def board_rate(entries: Iterable[Entry]) -> float:
    """Votes per reader over the whole board, 0 to 1; 0.20 until the board has 50 reads."""
    votes = reads = 0
    for entry in entries:
        votes += entry.votes
        reads += max(entry.readers, entry.votes)
    return votes / reads if reads >= ENOUGH_READS else FIRST_RATE


def rate(votes: int, readers: int, board_rate: float) -> float:
    """The share of readers who would vote for the idea, 0 to 1, drawn towards the board's while few have read it.

    A = (v + m*p0) / (r + m), the mean of the beta posterior whose prior is worth m = 10 readers at the board's rate p0
    (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4). Whoever voted has read: r is at least v.
    """
    readers = max(readers, votes)
    return (votes + PRIOR_READERS * board_rate) / (readers + PRIOR_READERS)


def wilson(votes: int, readers: int) -> tuple[float, float]:
    """The lower and upper bound of votes per reader, 0 to 1, at z = 1.28; (0, 1) for an idea that nobody has read.

    Wilson, Probable Inference, Journal of the American Statistical Association 22 (1927), p. 209 to 212.
    """
    readers = max(readers, votes)
    if not readers:
        return 0.0, 1.0
    share, square = votes / readers, WIDTH**2
    middle = share + square / (2 * readers)
    half = WIDTH * sqrt((share * (1 - share) + square / (4 * readers)) / readers)
    whole = 1 + square / readers
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def has_enough_readers(entry: Entry) -> bool:
    """Fifteen have read it; with fewer it says "too few readers to judge"."""
    return max(entry.readers, entry.votes) >= FEWEST_READERS


def recommended(
    entries: Iterable[Entry], *, person_id: int, day: date, read: Container[int] = frozenset()
) -> list[Entry]:
    """The default order: in slots 1, 3, 5 the best rate that is left, in slots 2, 4, 6 the least read; each idea once.

    What the person has `read` before this day comes after all the rest, in the same manner. Ties fall by a hash of
    person, day and idea: the same all day for one person, different between people, so that new ideas share the chance
    of being seen. Attention follows position (Lerman & Hogg, PLoS ONE 2014), hence the slots for the least read, and
    none for what tells the board nothing more; half of them, as measured in `python -m bench.ranking`.
    """
    board = list(entries)
    usual = board_rate(board)
    chance = {entry.id: _chance(person_id, day, entry.id) for entry in board}
    order = list[Entry]()
    for is_read in (False, True):
        part = [entry for entry in board if (entry.id in read) == is_read]
        best = sorted(part, key=lambda e: (-rate(e.votes, e.readers, usual), chance[e.id]))
        least = sorted(part, key=lambda e: (max(e.readers, e.votes), chance[e.id]))
        order += _in_turn(best, least)
    return order


def _in_turn(one: list[Entry], other: list[Entry]) -> list[Entry]:
    """The first that is left of each in turn; both hold the same."""
    lanes, order = (iter(one), iter(other)), dict[int, Entry]()
    for slot in range(len(one)):
        entry = next(entry for entry in lanes[slot % 2] if entry.id not in order)
        order[entry.id] = entry
    return list(order.values())


def results(entries: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Once voting is over: by the lower bound, best first; and apart those with too few readers to judge.

    Equal bounds stand by votes, then by id. Source: E. Miller, How Not To Sort By Average Rating (2009).
    """
    ordered = sorted(entries, key=lambda e: (-wilson(e.votes, e.readers)[0], -e.votes, e.id))
    return [e for e in ordered if has_enough_readers(e)], [e for e in ordered if not has_enough_readers(e)]


def trending(*, votes: int, commenters: int, age_hours: float) -> float:
    """What is talked about now, larger is more: votes and distinct commenters (not authors) of the last 30 days by age.

    (5v + 3c - 1) / (age + 2)^1.4, the formula of Fider. A tab, never the default: it starves what starts slowly.
    """
    cooling: float = (max(age_hours, 0.0) + 2) ** _GRAVITY
    return (5 * votes + 3 * commenters - 1) / cooling


def _chance(person_id: int, day: date, idea_id: int) -> bytes:
    """Evenly spread, and the same in every process (hash() is not, for text)."""
    return blake2b(f"{person_id} {day.toordinal()} {idea_id}".encode(), digest_size=8).digest()
