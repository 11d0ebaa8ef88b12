"""Reads words/moderation.txt: what was reported in the demo company, and what came of it (words/README.txt)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from network.demo.texts import read

KEYS = (
    "report",
    "also",
    "facts",
    "why",
    "milder",
    "quote",
    "rule",
    "law",
    "ask",
    "asked",
    "mended",
    "appeal",
    "answer",
    "name",
    "given",
    "over",
    "talk",
    "theirs",
    "employers",
    "expected",
    "follow_up",
    "word",
)


@dataclass(frozen=True, slots=True)
class Docket:
    """One reply that somebody reported, as written."""

    language: str
    reason: str
    stage: str  # how far it has come
    level: str  # the step that was taken, or is proposed; "-" while there is none
    author: str  # a department, unless `by` names a persona
    reporter: str
    days: float
    by: str
    text: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plain:
    """A report of something ordinary, and why nothing is done."""

    language: str
    reason: str
    report: str
    why: str


@cache
def dockets() -> tuple[Docket, ...]:
    """Every written one, in the order of the file."""
    return tuple(map(_docket, read("moderation.txt").split("+++ ")[0].split("=== ")[1:]))


@cache
def plain() -> tuple[Plain, ...]:
    """Every ordinary one."""
    lines = read("moderation.txt").split("+++ plain\n")[1].splitlines()
    return tuple(Plain(*(part.strip() for part in line.split(" | "))) for line in lines)


def _docket(part: str) -> Docket:
    heading, *lines = part.strip().splitlines()
    language, reason, stage, level, author, reporter, days, *options = heading.split()
    said = dict(line.split(": ", 1) for line in lines if line.split(": ")[0] in KEYS)
    text = "\n".join(line for line in lines if line.split(": ")[0] not in KEYS)
    by = options[0].removeprefix("by:") if options else ""
    return Docket(language, reason, stage, level, author, reporter, float(days), by, text, said)
