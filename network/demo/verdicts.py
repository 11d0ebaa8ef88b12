"""Reads words/reviews.txt: what a campaign is judged by, and what people said of ideas under review. Format: README."""

import re
from dataclasses import dataclass
from functools import cache

from ideas.actions import Question
from network.demo.texts import read

Fields = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One line: who (home, away, or a persona), and what came of it.

    kind: done, back (stepped back) or asked (still to do, so many days ago).
    """

    kind: str
    who: str
    scores: tuple[int, ...] = ()
    verdict: str = ""
    to_owner: str = ""
    to_authors: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """An idea under review: who judges it, and what came of the talk, if they had one."""

    idea: str
    said: tuple[Said, ...]
    talk: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ideas of a campaign are judged by."""

    campaign: str
    name: str
    questions: tuple[Question, ...]


@cache
def judged() -> tuple[Judged, ...]:
    """Every idea under review."""
    parts = re.split(r"^=== ", read("reviews.txt"), flags=re.MULTILINE)[1:]
    return tuple(_judged(*part.strip().split("\n", 1)) for part in parts)


@cache
def rubrics() -> tuple[Asked, ...]:
    """Of the campaigns that have their own."""
    head = re.split(r"^=== ", read("reviews.txt"), flags=re.MULTILINE)[0]
    return tuple(_asked(part.strip().splitlines()) for part in head.split("+++ ")[1:])


def _asked(lines: list[str]) -> Asked:
    campaign, name = _fields(lines[0])
    rows = [_fields(line) for line in lines[1:]]
    return Asked(campaign, name, tuple(Question(row[0], row[1], int(row[2]), row[3:]) for row in rows))


def _judged(key: str, rest: str) -> Judged:
    lines = [line.split(": ", 1) for line in rest.splitlines()]
    talk = next((text for kind, text in lines if kind == "talk"), "")
    return Judged(key.strip(), tuple(_said(kind, text) for kind, text in lines if kind != "talk"), talk)


def _said(kind: str, text: str) -> Said:
    if kind == "asked":
        who, days = text.split()
        return Said("asked", who, days=int(days))
    if kind == "back":
        who, why = _fields(text)
        return Said("back", who, to_owner=why)
    scores, verdict, to_owner, to_authors = _fields(text)
    steps = tuple(int(step) for step in scores.split())
    return Said("done", kind, steps, verdict, to_owner, to_authors)


def _fields(line: str) -> Fields:
    return tuple(part.strip() for part in line.split("|"))
