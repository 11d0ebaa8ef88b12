"""What the home page shows beside the feed: the village, and what waits for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, NamedTuple, cast

from django.core.cache import caches
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from network.core.clock import now
from network.core.ids import new_id
from network.core.pictures import House
from network.core.prepared import prepared
from network.core.text import excerpt
from network.feed.models import Post
from profiles.models import Department, Person

MINUTE = 60  # seconds that a process remembers the village
TELLING = 5  # people: a smaller department shows shutters, so that nobody is singled out
HOUSES = 24
WINDOWS = 9
DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Village:
    """The houses, how many of them are lit, who is dark, and how many colleagues wrote in the last 24 hours."""

    houses: Sequence[House]
    lit: int
    dark: Sequence[str]
    contributors: int


# Authors of posts and comments in the last 24 hours, once each, by the department they have now.
_CONTRIBUTORS = """
SELECT p.department_id, count(*) FROM (
  SELECT author_id FROM conversations_thread WHERE created_at > %(since)s AND id > %(floor)s AND deleted_at IS NULL
  UNION
  SELECT author_id FROM conversations_comment WHERE created_at > %(since)s AND id > %(floor)s AND deleted_at IS NULL
) wrote JOIN profiles_person p ON p.id = wrote.author_id
WHERE p.is_active GROUP BY p.department_id
"""


def village_today() -> Village:
    """The village, remembered for a minute in each process."""
    return cast(Village, caches["cards"].get_or_set("village", _village, MINUTE))


def _village() -> Village:
    wrote = _contributors()
    sizes = dict(Person.objects.active().order_by().values_list("department").annotate(n=Count("pk")))
    units = Department.objects.filter(pk__in=[pk for pk in sizes if pk])
    largest = sorted(units, key=lambda unit: -sizes[unit.pk])[:HOUSES]
    houses = [_house(unit, sizes[unit.pk], wrote.get(unit.pk, 0)) for unit in sorted(largest, key=lambda u: u.name)]
    return Village(
        houses=houses,
        lit=sum(house.lit > 0 for house in houses),
        dark=[house.name for house in houses if not house.lit and not house.shuttered],
        contributors=sum(wrote.values()),
    )


def _contributors() -> dict[int | None, int]:
    since = now() - DAY
    with connection.cursor() as rows:
        rows.execute(_CONTRIBUTORS, {"since": since, "floor": new_id(since - timedelta(minutes=1))})
        return dict(rows.fetchall())


def _house(unit: Department, size: int, wrote: int) -> House:
    href = f"/people/?department={unit.slug}"
    total = min(WINDOWS, max(1, ceil(size / 5)))
    if size < TELLING:
        return House(unit.name, href, 0, total, 0, shuttered=True)
    lit = min(total, max(1, round(total * wrote / size))) if wrote else 0
    return House(unit.name, href, lit, total, wrote)


class Waiting(NamedTuple):
    """A post without an answer: the words it is known by and their language, who wrote it and when."""

    pk: int
    words: str
    language: str
    author: str
    department: str | None
    created_at: datetime


def waiting_for_you(person: Person, size: int = 3) -> list[Waiting]:
    """For the side column: the newest unanswered, other departments' and questions first; one query."""
    newest = _newest_waiting.rows(person)
    chosen = sorted(newest, key=lambda row: (row[2] == person.department_id, row[1], -row[0]))[:size]
    return [Waiting(pk, title or excerpt(start, 80), *rest) for pk, _kind, _department, title, start, *rest in chosen]


@prepared("is_active", "quiet")
def _newest_waiting(person: Person) -> "QuerySet[Post, tuple[Any, ...]]":
    waiting = Post.objects.visible_to(person).listed().heard_by(person).waiting().exclude(thread__author=person)
    return waiting.order_by("-pk").values_list(
        "pk", "kind", "thread__department", "title", Left("text", 400), "language",
        "thread__author__name", "thread__author__department__name", "thread__created_at",
    )[:12]  # fmt: skip
