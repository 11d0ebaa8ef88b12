"""`python -m bench moderation`: the queue of somebody who handles reports, among 10,000 cases that wait."""

import statistics
import time
from datetime import timedelta
from random import Random

from django.db import connection

from bench.board import _took
from bench.client import Wish
from bench.crowd import sign_in
from bench.finder import p95
from bench.plans import Inside
from network.core.clock import now
from network.core.ids import new_id
from network.moderation.models import Bar, Case, Party, Report
from network.moderation.reasons import CLOCKS, Reason, due
from network.moderation.seals import mark_of
from network.moderation.states import WAITING
from profiles.models import Department, Person, Role

PEOPLE, HANDLERS, CASES, TIMES = 5_000, 8, 10_000, 10
REPORTS, BARRED = 2, 12  # of each case
GOAL = 300.0  # milliseconds, p95 of the queue
PAGES = {
    "queue, all that wait": "/moderation/",
    "queue, with nobody": "/moderation/?show=free",
    "queue, for a second person": "/moderation/?show=second",
    "queue, appeals": "/moderation/?show=appeals",
    "queue, a later page": "/moderation/?after={cursor}",
}


def run() -> int:
    """Prints the table; the first answers of each page fill the caches and are not counted."""
    begun = time.perf_counter()
    handlers, cursor = _filled(Random(6))
    print(f"{CASES:,} cases that wait, {PEOPLE:,} people (built in {time.perf_counter() - begun:.0f} s).\n")
    print("| page | queries | p50 ms | p95 ms |\n|---|---|---|---|")
    visitors = [Inside(visitor) for visitor in sign_in(handlers)]
    for title, path in PAGES.items():
        url = path.format(cursor=cursor)
        times = [_took(inside, url) for _turn in range(TIMES + 1) for inside in visitors][len(visitors) :]
        visitors[0].ask(Wish(url, b"<h1"))
        queries = len(visitors[0].queries)
        print(f"| {title} | {queries} | {statistics.median(times):.1f} | {p95(times):.1f} |", flush=True)
    print(f"\nGoal: p95 <= {GOAL:.0f} ms. One process beside the database, one request at a time.")
    return 0


def _filled(rng: Random) -> tuple[list[int], str]:
    """A house, its handlers and its cases; who asks, and where a later page begins."""
    units = Department.objects.bulk_create(Department(name=f"Avdeling {n}", slug=f"avdeling-{n}") for n in range(40))
    people = Person.objects.bulk_create(
        [
            Person(handle=f"p{n}", email=f"p{n}@example.com", name=f"Person {n}", department=units[n % len(units)])
            for n in range(PEOPLE)
        ],
        batch_size=500,
    )
    for n, person in enumerate(people):
        person.manager = people[n // 8] if n else None
    Person.objects.bulk_update(people, ["manager"], batch_size=500)
    handlers = people[-HANDLERS:]
    Role.objects.bulk_create(Role(person=p, kind=Role.Kind.MODERATOR, starts_on="2020-01-01") for p in handlers)
    marks = [mark_of(person.pk) for person in people]
    cases = [_case(rng, people, number) for number in range(1, CASES + 1)]
    Case.objects.bulk_create(cases, batch_size=1_000)
    parts = [(case, mark) for case in cases for mark in rng.sample(marks, 1 + REPORTS)]
    Party.objects.bulk_create([Party(case=c, mark=mark, side="reporter") for c, mark in parts], batch_size=5_000)
    bars = [(case, mark) for case in cases for mark in rng.sample(marks, BARRED)]
    Bar.objects.bulk_create([Bar(case=c, mark=mark) for c, mark in bars], batch_size=5_000)
    begun = now()  # an id holds its millisecond: thousands in one would meet
    Report.objects.bulk_create(
        [
            Report(id=new_id(begun + timedelta(milliseconds=n)), case=c, reason=c.reason)
            for n, c in enumerate(cases * REPORTS)
        ],
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    middle = sorted(cases, key=lambda case: (case.priority, case.due_at, case.pk))[CASES // 2]
    return [person.pk for person in handlers], f"{middle.priority}.{round(middle.due_at.timestamp() * 1e6)}.{middle.pk}"


def _case(rng: Random, people: list[Person], number: int) -> Case:
    reason, made_at = rng.choice(list(Reason)), now() - timedelta(hours=rng.uniform(0, 400))
    look_by, due_at = due(reason, made_at)
    return Case(
        kind="post", subject_id=number, author=rng.choice(people), reason=reason, priority=CLOCKS[reason].priority,
        state=rng.choice(WAITING), made_at=made_at, look_by=look_by, due_at=due_at,
    )  # fmt: skip
