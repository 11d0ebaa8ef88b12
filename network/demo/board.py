"""Reads words/ideas.txt: what people of the company thought of, and what became of it. The format: words/README.txt."""

import re
from dataclasses import dataclass, field
from functools import cache

from network.demo.texts import Line, body_of, read

BOX = "idekassa"
# The states that an idea of each state came through, in order; `days` in the file says when.
_START = ("submitted", "open", "in-review")
_YES = (*_START, "approved", "in-progress", "implemented", "confirmed")
WAYS: dict[str, tuple[str, ...]] = {
    "draft": ("draft",),
    "submitted": ("submitted",),
    "needs-info": ("submitted", "needs-info"),
    "open": _START[:2],
    "in-review": _START,
    **{state: _YES[: number + 1] for number, state in enumerate(_YES) if number > len(_START) - 1},
    "parked": (*_START, "parked"),
    "declined": (*_START, "declined"),
    "withdrawn": ("submitted", "open", "withdrawn"),
    "merged": ("submitted", "open", "merged"),
}
SCREENED_OUT = ("submitted", "declined")  # a no without a review


@dataclass(frozen=True, slots=True)
class Campaign:
    """A question put to the house. `days`: opens, submitting ends, voting ends, decided by, closed; how long ago."""

    slug: str
    kind: str
    title: str
    question: str
    brief: str
    sponsor: str  # a department
    owner: str
    days: tuple[int, ...]
    answer: str  # what came of it, once it is closed


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone; `due` is in days from now, None once it is done."""

    title: str
    due: int | None


@dataclass(frozen=True, slots=True)
class Gain:
    """What it gives: expected, and measured in time. Without a unit nothing can be measured, and `method` says so."""

    kind: str
    unit: str
    expected: int | None
    measured: int | None
    method: str


@dataclass(frozen=True, slots=True)
class Written:
    """One idea as written; texts that its state does not call for are ""."""

    key: str
    language: str
    state: str
    department: str  # of the lead
    days: tuple[int, ...]  # days ago, one for each state of its way
    title: str
    problem: str
    proposal: str
    benefit: str
    lines: tuple[Line, ...]
    by: str = ""  # the lead, where a persona
    partners: tuple[str, ...] = ()  # departments of the co-authors
    owner: str = ""  # a department or a persona
    campaign: str = BOX
    channel: str = ""  # how a customer told us
    organisation: str = ""
    texts: dict[str, str] = field(
        default_factory=dict
    )  # question, decision, reopen, kind, health, done, carried, until, into
    steps: tuple[Step, ...] = ()
    gain: Gain | None = None

    @property
    def way(self) -> tuple[str, ...]:
        """The states it came through, the present one last."""
        return SCREENED_OUT if self.state == "declined" and len(self.days) == len(SCREENED_OUT) else WAYS[self.state]

    @property
    def is_heard(self) -> bool:
        """A customer said it, an employee wrote it down."""
        return bool(self.channel)


@cache
def ideas() -> tuple[Written, ...]:
    """Every written idea."""
    return tuple(_idea(part) for part in re.split(r"^=== ", read("ideas.txt"), flags=re.MULTILINE)[1:])


@cache
def campaigns() -> tuple[Campaign, ...]:
    """The box that is always open, and the challenges."""
    head = re.split(r"^=== ", read("ideas.txt"), flags=re.MULTILINE)[0]
    return tuple(_campaign(part) for part in head.split("+++ ")[1:])


def _campaign(part: str) -> Campaign:
    heading, rest = part.split("\n", 1)
    slug, kind = heading.split()
    said = fields_of(rest)
    return Campaign(
        slug,
        kind,
        title=said["title"],
        question=said["question"],
        brief=said["brief"],
        sponsor=said["sponsor"],
        owner=said["owner"],
        days=numbers(said.get("days", "")),
        answer=said.get("answer", ""),
    )


def _idea(part: str) -> Written:
    heading, rest = part.split("\n", 1)
    language, state, department, key, *options = heading.split()
    wanted = dict(option.split(":", 1) for option in options)
    written, lines = body_of(rest)
    said = fields_of(written)
    gain = said.pop("gain", "")
    return Written(
        key, language, state, department,
        days=numbers(said.pop("days")),
        title=said.pop("title"),
        problem=said.pop("problem", ""),
        proposal=said.pop("proposal", ""),
        benefit=said.pop("benefit", ""),
        lines=lines,
        by=wanted.get("by", ""),
        partners=tuple(wanted["with"].split(",")) if "with" in wanted else (),
        owner=wanted.get("owner", ""),
        campaign=wanted.get("in", BOX),
        channel=wanted.get("heard", "").replace("_", " "),
        organisation=wanted.get("org", "").replace("_", " "),
        steps=tuple(_step(line) for line in said.pop("step", "").splitlines()),
        gain=_gain(gain) if gain else None,
        texts=said,
    )  # fmt: skip


def fields_of(text: str) -> dict[str, str]:
    """The lines "name: text"; what is said several times stands on a line each."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, value = line.split(": ", 1)
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


def numbers(text: str) -> tuple[int, ...]:
    """Whole numbers divided by spaces."""
    return tuple(int(number) for number in text.split())


def _step(line: str) -> Step:
    due, title = line.split(" | ")
    return Step(title, None if due == "done" else int(due))


def _gain(line: str) -> Gain:
    kind, unit, expected, measured, method = (part.strip() for part in line.split("|"))
    return Gain(kind, unit, int(expected) if expected else None, int(measured) if measured else None, method)
