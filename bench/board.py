"""`python -m bench board`: the pages of an idea board of 5,000 ideas and 50,000 votes, asked by many people."""

import statistics
import time
from datetime import timedelta
from itertools import islice
from random import Random

from django.db import connection

from bench.client import Wish
from bench.crowd import sign_in
from bench.finder import p95
from bench.likeness import made_up
from bench.plans import Inside
from ideas.actions import open_box
from ideas.models import Clock, Idea, IdeaAuthor, Reader, StatusChange, Vote
from ideas.states import UNDECIDED, State
from network.conversations.models import Thread
from network.core.clock import now
from profiles.models import Department, Person

PEOPLE, DEPARTMENTS, IDEAS, VOTES = 1_000, 20, 5_000, 50_000
ASKERS, TIMES = 40, 5  # each of them asks for each page so often
GOAL = 150.0  # milliseconds, p95 of the board
STATES = {
    State.SUBMITTED: 5, State.OPEN: 20, State.IN_REVIEW: 8, State.APPROVED: 4, State.IN_PROGRESS: 8,
    State.IMPLEMENTED: 15, State.CONFIRMED: 10, State.PARKED: 10, State.DECLINED: 20,
}  # fmt: skip
PAGES = {
    "board, as columns": "/ideas/",
    "list, recommended": "/ideas/?view=list",
    "list, newest": "/ideas/?view=list&order=newest",
    "list, talked about now": "/ideas/?view=list&order=trending",
    "list, results": "/ideas/?view=list&order=results",
    "board, one department": "/ideas/?department=avdeling-3",
    "an idea": "/ideas/{idea}/",
    "my ideas": "/ideas/mine/",
}


def run() -> int:
    """Prints the table; the first answers of each page fill the caches and are not counted."""
    begun = time.perf_counter()
    askers, ideas = _filled(Random(4))
    print(f"{IDEAS:,} ideas, {VOTES:,} votes of {PEOPLE:,} people (built in {time.perf_counter() - begun:.0f} s).\n")
    print("| page | queries | p50 ms | p95 ms |\n|---|---|---|---|")
    visitors = [Inside(visitor) for visitor in sign_in(askers)]
    for title, path in PAGES.items():
        paths = [path.format(idea=number) for number in ideas]
        times = [_took(inside, paths[n]) for _turn in range(TIMES + 1) for n, inside in enumerate(visitors)][ASKERS:]
        visitors[0].ask(Wish(paths[0], b"<h1"))
        queries = len(visitors[0].queries)
        print(f"| {title} | {queries} | {statistics.median(times):.1f} | {p95(times):.1f} |", flush=True)
    print(f"\nGoal: the board's p95 <= {GOAL:.0f} ms. One process beside the database, one request at a time.")
    return 0


def _took(inside: Inside, path: str) -> float:
    """Milliseconds of one answer."""
    begun = time.perf_counter()
    inside.fetch(Wish(path, b"<h1"))
    return (time.perf_counter() - begun) * 1000


def _filled(rng: Random) -> tuple[list[int], list[int]]:
    """A house and its board; the people who ask, and ideas to ask for."""
    units = Department.objects.bulk_create(
        Department(name=f"Avdeling {n}", slug=f"avdeling-{n}") for n in range(DEPARTMENTS)
    )
    people = Person.objects.bulk_create(
        Person(handle=f"p{n}", email=f"p{n}@example.com", name=f"Person {n}", department=units[n % DEPARTMENTS])
        for n in range(PEOPLE)
    )
    ideas = _ideas(rng, people)
    pairs = {(rng.choice(ideas).pk, rng.choice(people).pk) for _n in range(VOTES + VOTES // 5)}
    votes = list(islice(sorted(pairs), VOTES))
    rng.shuffle(votes)
    Vote.objects.bulk_create([Vote(idea_id=idea, person_id=person) for idea, person in votes], batch_size=5_000)
    Reader.objects.bulk_create([Reader(idea_id=idea, person_id=person) for idea, person in votes], batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            "UPDATE ideas_idea SET vote_count = n, point_count = n, reader_count = n * 4 "
            "FROM (SELECT idea_id, count(*) AS n FROM ideas_vote GROUP BY idea_id) v WHERE v.idea_id = ideas_idea.id"
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    return [person.pk for person in people[:ASKERS]], [idea.pk for idea in rng.sample(ideas, ASKERS)]


def _ideas(rng: Random, people: list[Person]) -> list[Idea]:
    box, made, at = open_box(), made_up(rng), now()
    leads = [rng.choice(people) for _n in range(IDEAS)]
    threads = Thread.objects.bulk_create([Thread(author=lead, page="ideas:idea") for lead in leads], batch_size=1_000)
    ideas = []
    for thread, lead, (title, problem, proposal) in zip(threads, leads, made, strict=False):
        state = rng.choices([*STATES], [*STATES.values()])[0]
        sent = at - timedelta(days=rng.uniform(0, 700))
        ideas.append(
            Idea(
                campaign=box, thread=thread, title=title, problem=problem, proposal=proposal, benefit=proposal,
                department_id=lead.department_id, state=state, state_since=sent, submitted_at=sent,
                owner=rng.choice(people), decided_at=None if state in UNDECIDED else at,
            )
        )  # fmt: skip
    ideas = Idea.objects.bulk_create(ideas, batch_size=1_000)
    Thread.objects.bulk_update([_numbered(idea) for idea in ideas], ["number"], batch_size=1_000)
    IdeaAuthor.objects.bulk_create(
        [
            IdeaAuthor(idea=idea, person=lead, role=IdeaAuthor.Role.LEAD, state=IdeaAuthor.State.ACCEPTED)
            for idea, lead in zip(ideas, leads, strict=True)
        ],
        batch_size=1_000,
    )
    due = at.date()
    Clock.objects.bulk_create(
        [
            Clock(idea=idea, kind=kind, due_on=due + timedelta(days=rng.randint(-5, 30)))
            for idea in ideas if idea.state in UNDECIDED for kind in Clock.Kind
        ]
    )  # fmt: skip
    StatusChange.objects.bulk_create(
        [
            StatusChange(idea=idea, before=State.DRAFT, after=State.SUBMITTED, by_id=lead.pk)
            for idea, lead in zip(ideas, leads, strict=True)
        ]
    )
    return ideas


def _numbered(idea: Idea) -> Thread:
    thread = idea.thread
    assert thread is not None  # noqa: S101 (made above)
    thread.number = idea.pk
    return thread
