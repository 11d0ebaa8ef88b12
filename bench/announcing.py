"""`python -m bench announcing`: how long the request that announces a round waits, with 5,000 people who are told.

A round with three awards; every colleague wanted each of the winning ideas, so everybody gets letters. Measured is the
transaction that announces, its posts included. Open pages are told by a thread beside the request, as in a web process,
and the letters are a task: the times of both are printed by themselves.
"""

import statistics
import time

from django.db import transaction
from django.utils.timezone import localdate

from ideas.actions import Proposal, give_to, open_box, submit_idea
from ideas.events import RoundAnnounced
from ideas.models import Award, AwardRound, Category, Grant, Idea, Vote
from ideas.tasks import tell_about_round
from network.core.bulk import insert_rows
from network.core.clock import now
from network.core.events import announce
from network.live import broadcast
from network.live.models import Entry
from profiles.models import Person

PEOPLE, AWARDS, TIMES = 5_000, 3, 10
GOAL = 300.0  # milliseconds
WHY = "De tok den fra skisse til drift på fire uker, og nå merker alle forskjellen når de kommer på jobb om morgenen."


def run() -> int:
    """Prints the table; 1 when the goal is missed."""
    people = [Person(handle=f"n{n}", email=f"n{n}@example.com", name=f"Kollega Nummer{n}") for n in range(PEOPLE)]
    insert_rows(people)
    took, spent, letters, beside = [], [], 0.0, 0.0
    waiting: list[Entry] = []
    broadcast.tell_soon = waiting.append  # type: ignore[assignment]
    for number in range(TIMES):
        made = _decided(people, number)
        start, used = time.perf_counter(), time.process_time()
        _announce(made)
        took.append((time.perf_counter() - start) * 1000)
        spent.append((time.process_time() - used) * 1000)
        if number == 0:
            start = time.perf_counter()
            for entry in waiting:
                broadcast.tell(entry)
            beside = time.perf_counter() - start
            start = time.perf_counter()
            tell_about_round(made.pk)
            letters = time.perf_counter() - start
    worst, middle, used = max(took), statistics.median(took), statistics.median(spent)
    met = "yes" if worst <= GOAL else "**no**"
    print(f"Announcing {AWARDS} awards to {PEOPLE:,} people: p50 {middle:.0f} ms ({used:.0f} ms of a processor),")
    print(f"slowest of {TIMES} {worst:.0f} ms (goal: <= {GOAL:.0f} ms: {met}).")
    print(f"Beside the request: {len(waiting) // TIMES} changes of open pages in {beside:.1f} s.")
    print(f"The task with {PEOPLE * AWARDS:,} letters: {letters:.1f} s.")
    return int(worst > GOAL)


def _decided(people: list[Person], number: int) -> AwardRound:
    day = localdate()
    made = AwardRound.objects.create(
        slug=f"r{number}", title=f"Runde {number}", state="decided", chair=people[0], made_by=people[0],
        nominate_from=day, nominate_until=day, judge_until=day, announce_at=now(),
    )  # fmt: skip
    for place in range(AWARDS):
        author = people[1 + number * AWARDS + place]
        words = Proposal(f"En idé om varme rør {number} {place}", "Det er glatt.", "Varm trappa.", "Ingen faller.")
        idea: Idea = submit_idea(by=author, campaign=open_box(), words=words, draft=None, key=None)
        insert_rows([Vote(idea=idea, person=person) for person in people if person != author])
        award = Award.objects.get_or_create(name=f"Pris {place}", defaults={"description": "x", "kind": "jury"})[0]
        category = Category.objects.create(round=made, award=award, position=place + 1)
        grant = Grant.objects.create(category=category, award=award, idea=idea, citation=WHY, decided_by=people[0])
        give_to(grant=grant, winners={author.pk: "author"})
    return made


@transaction.atomic
def _announce(made: AwardRound) -> None:
    at = now()
    AwardRound.objects.filter(pk=made.pk).update(state="announced", announced_at=at)
    Grant.objects.filter(category__round=made).update(announced_at=at)
    announce(RoundAnnounced(made.pk))
