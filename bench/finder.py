"""`python -m bench finder`: is the right person found by a misspelt or half name among 50,000, and how soon."""

import re
import statistics
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from bench.client import Wish
from bench.crowd import sign_in
from bench.misspelt import RULES, Typed, draw
from bench.pages import HTMX
from bench.plans import Inside
from network.demo.texts import lists
from profiles.models import Person
from profiles.terms import words_in

EACH, SEED = 30, 11  # names of every rule, half of them Norwegian and half from elsewhere
TIMES = 5  # each is asked; the middle one counts, so that what else the machine does weighs less
FIRST, FIVE, SOON = 0.85, 0.95, 50.0  # goals: share found first, and among the first five; p95 in milliseconds
_HITS = re.compile(r'class="person__name" href="/people/([^/"]+)/"')


class Answer(NamedTuple):
    """Where the right person stood (0: not on the page), and how long its answer took in milliseconds."""

    typed: Typed
    place: int
    took: float


def run() -> int:
    """Prints the table."""
    people = dict(Person.objects.active().values_list("handle", "name"))
    visitor = sign_in([Person.objects.active().order_by("pk")[30].pk])[0]
    inside, answers = Inside(visitor), []
    for typed in draw(by_origin(people.values()), EACH, SEED):
        answers.append(_ask(inside, typed, people))
    print(table(answers, len(people)))
    return 0


def by_origin(names: Iterable[str]) -> list[list[str]]:
    """The Norwegian names of the company, and those that came from elsewhere."""
    bank = lists("names.txt")
    norwegian = {*bank["kvinner"], *bank["menn"]}
    groups: list[list[str]] = [[], []]
    for name in sorted(names):
        groups[name.split()[0] not in norwegian].append(name)
    return groups


def _ask(inside: Inside, typed: Typed, people: dict[str, str]) -> Answer:
    wish = Wish(f"/people/?{urlencode({'q': typed.typed})}", b"<", HTMX)
    inside.fetch(wish)  # the cards of those found are warm, as when one types on
    times = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        body = inside.fetch(wish).decode()
        times.append((time.perf_counter() - begun) * 1000)
    wanted = sorted(words_in(typed.name))
    found = [sorted(words_in(people[handle])) for handle in _HITS.findall(body)]
    return Answer(typed, found.index(wanted) + 1 if wanted in found else 0, statistics.median(times))


def table(answers: Sequence[Answer], count: int) -> str:
    """The report in Markdown, by rule and in all."""
    lines = [
        f"Finder: {len(answers)} misspelt and half names among {count:,} people.\n",
        "| What is typed | names | first | first five | p50 ms | p95 ms | for example |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in RULES:
        mine = [answer for answer in answers if answer.typed.kind == kind]
        example = mine[0].typed
        lines.append(_line(kind, mine, f"{example.typed} ({example.name})"))
    lines.append(_line("**all**", answers, ""))
    lines.append(
        f"\nGoals: first {_reached(answers, FIRST, 1)}, first five {_reached(answers, FIVE, 5)}, {_soon(answers)}."
    )
    missed = "; ".join(f"{a.typed.typed} ({a.typed.name})" for a in answers if not 0 < a.place <= 5)  # noqa: PLR2004
    return "\n".join([*lines, f"Not among the first five: {missed or 'nobody'}."])


def _line(kind: str, answers: Sequence[Answer], example: str) -> str:
    times = [answer.took for answer in answers]
    shares = " | ".join(f"{100 * share(answers, places):.1f} %" for places in (1, 5))
    return f"| {kind} | {len(answers)} | {shares} | {statistics.median(times):.1f} | {p95(times):.1f} | {example} |"


def share(answers: Sequence[Answer], places: int) -> float:
    """How many of the wanted stood in one of the first places."""
    return sum(0 < answer.place <= places for answer in answers) / len(answers)


def p95(times: Sequence[float]) -> float:
    """What nineteen of twenty do not exceed."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def _reached(answers: Sequence[Answer], goal: float, places: int) -> str:
    return f">= {100 * goal:.0f} %: {'yes' if share(answers, places) >= goal else '**no**'}"


def _soon(answers: Sequence[Answer]) -> str:
    return f"p95 <= {SOON:.0f} ms: {'yes' if p95([a.took for a in answers]) <= SOON else '**no**'}"
