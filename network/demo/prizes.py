"""Reads words/awards.txt: the rounds of awards of the demo company. Format: words/README.txt."""

import re
from dataclasses import dataclass
from functools import cache

from network.demo.board import fields_of, numbers
from network.demo.texts import read


@dataclass(frozen=True, slots=True)
class Nominee:
    """An idea that somebody of a department put forward, and why."""

    idea: str
    department: str
    motivation: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A juror, by department, who does not judge an idea."""

    department: str
    idea: str
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Category:
    """One award of a round; `winner` is the key of an idea, "" until it is decided."""

    key: str
    kind: str  # jury, peoples-choice
    title: str
    asks: str
    prize_kind: str
    prize: str
    nominees: tuple[Nominee, ...]
    conflicts: tuple[Conflict, ...]
    winner: str
    citation: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round. `days`: nominating from and to, judging from and to, announced; days ago, below zero ahead."""

    key: str
    state: str
    title: str
    days: tuple[int, ...]
    chair: str  # a department
    jury: tuple[str, ...]  # departments
    thanks: str  # to everybody nominated
    categories: tuple[Category, ...]


@cache
def rounds() -> tuple[Round, ...]:
    """The rounds in their order, the running one last."""
    return tuple(_round(part) for part in re.split(r"^=== ", read("awards.txt"), flags=re.MULTILINE)[1:])


def _round(part: str) -> Round:
    heading, rest = part.split("\n", 1)
    key, state = heading.split()
    head, *categories = re.split(r"^category: ", rest, flags=re.MULTILINE)
    said = fields_of(head)
    return Round(
        key,
        state,
        said["title"],
        numbers(said["days"]),
        said["chair"],
        tuple(said["jury"].split()),
        said.get("thanks", ""),
        tuple(_category(category) for category in categories),
    )


def _category(part: str) -> Category:
    heading, rest = part.split("\n", 1)
    keys, title, asks, prize = heading.split(" | ")
    key, kind, prize_kind = keys.split()
    said = fields_of(rest)
    winner, citation = said["winner"].split(" | ") if "winner" in said else ("", "")
    nominees = tuple(Nominee(idea, who, text) for (idea, who), text in _entries(said.get("nominated", "")))
    conflicts = tuple(Conflict(who, idea, why, text) for (who, idea, why), text in _entries(said.get("conflict", "")))
    return Category(key, kind, title, asks, prize_kind, prize, nominees, conflicts, winner, citation)


def _entries(lines: str) -> list[tuple[list[str], str]]:
    """Each line's words before the bar, and the text after it."""
    pairs = [line.split(" | ") for line in lines.splitlines()]
    return [(keys.split(), text) for keys, text in pairs]
