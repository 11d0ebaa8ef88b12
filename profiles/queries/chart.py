"""The organisation around one person: the line to the top, those beside them, and those below; however it is linked.

Nothing here trusts the links to be a tree: a line that comes back to itself ends, and a circle is counted once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import caches
from django.db import connection
from django.db.models import Count, Q

from profiles.models import Person
from profiles.models.people import UNSHOWN, PersonQuerySet
from profiles.queries.names import by_name
from profiles.queries.vocabulary import KEPT

PAGE = 24  # people on one page of the chart
MANY = 500  # people counted in one walk from which its counts are kept for KEPT seconds
BESIDE = 6  # peers shown on each side of a person
HIGHEST = 30  # steps towards the top that are walked

_LINE = f"""
WITH RECURSIVE line(id, manager_id, height) AS (
  SELECT id, manager_id, 0 FROM profiles_person WHERE id = %s
  UNION ALL
  SELECT p.id, p.manager_id, line.height + 1
  FROM profiles_person p JOIN line ON p.id = line.manager_id
  WHERE p.is_active AND line.height < {HIGHEST}
) CYCLE id SET is_again USING way
SELECT id, manager_id, is_again FROM line ORDER BY height DESC
"""  # noqa: S608 (a number of ours)
_BELOW = """
WITH RECURSIVE below(root, id) AS (
  SELECT manager_id, id FROM profiles_person WHERE manager_id = ANY(%s) AND is_active
  UNION
  SELECT below.root, p.id FROM below, LATERAL (
    SELECT id FROM profiles_person WHERE manager_id = below.id AND is_active OFFSET 0
  ) p
)
SELECT root, count(*) FROM below WHERE id <> root GROUP BY root
"""
_ABOVE = """
WITH RECURSIVE above(id, manager_id) AS (
  SELECT id, manager_id FROM profiles_person WHERE id = %s
  UNION
  SELECT p.id, p.manager_id FROM profiles_person p JOIN above ON p.id = above.manager_id
)
SELECT 1 FROM above WHERE id = %s
"""


@dataclass(frozen=True)
class Line:
    """Those above somebody, the top first; and whether it ends in a circle, or with somebody who left."""

    people: Sequence[Person]
    is_circle: bool = False
    is_cut: bool = False


@dataclass(frozen=True)
class Stand:
    """Somebody in the chart, and how many are below them in all."""

    person: Person
    below: int


@dataclass(frozen=True)
class Beside:
    """Those with the same manager: the nearest by name on each side, and how many there are in all."""

    before: Sequence[Person] = ()
    after: Sequence[Person] = ()
    count: int = 0


@dataclass(frozen=True)
class People:
    """One page of people, how many there are in all, and the number of the next page (None: no more)."""

    stands: Sequence[Stand]
    count: int
    next: int | None


@dataclass(frozen=True)
class Around:
    """One person's place in the organisation."""

    me: Stand
    line: Line
    beside: Beside
    reports: People


def chart_around(reader: Person, handle: str, page: int = 1) -> Around:
    """The chart around the colleague with this handle; eight queries; raises Person.DoesNotExist."""
    people = Person.objects.visible_to(reader)
    me = by_name(people).get(handle=handle.lower())
    line = line_of(me)
    beside = _beside(people, me) if line.people else Beside()
    reports = people_page(people.filter(manager=me).exclude(pk=me.pk), page)
    is_whole = reports.count == len(reports.stands) and not line.is_circle
    below = reports.count + sum(s.below for s in reports.stands) if is_whole else count_below([me.pk])[me.pk]
    return Around(Stand(me, below), line, beside, reports)


def line_of(person: Person) -> Line:
    """Everybody active above a person, HIGHEST at most; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [person.pk])
        steps = cursor.fetchall()
    is_circle = any(is_again for _pk, _manager, is_again in steps)
    pks = [pk for pk, _manager, is_again in steps if not is_again and pk != person.pk]
    found = Person.objects.get_queryset().for_line().defer(*UNSHOWN).in_bulk(pks)
    return Line([found[pk] for pk in pks], is_circle, is_cut=not is_circle and steps[0][1] is not None)


def _beside(people: PersonQuerySet, me: Person) -> Beside:
    peers = by_name(people.filter(manager=me.manager_id).exclude(pk=me.pk))
    key = me.sorts  # type: ignore[attr-defined]
    is_before = Q(sorts__lt=key) | Q(sorts=key, pk__lt=me.pk)
    before = peers.filter(is_before).order_by("-sorts", "-pk")  # type: ignore[misc]
    after = peers.exclude(is_before)
    return Beside(
        list(before[:BESIDE])[::-1],
        list(after[:BESIDE]),
        people.filter(manager=me.manager_id).exclude(pk=me.pk).count(),
    )


def people_page(people: PersonQuerySet, page: int) -> People:
    """One page of these people by name, with how many are below each; three queries."""
    start = (page - 1) * PAGE
    found = list(by_name(people)[start : start + PAGE + 1])
    below = count_below([person.pk for person in found[:PAGE]])
    stands = [Stand(person, below[person.pk]) for person in found[:PAGE]]
    return People(stands, people.count(), page + 1 if len(found) > PAGE else None)


def count_below(pks: Sequence[int]) -> dict[int, int]:
    """How many active people are below each, directly and further down; one query.

    It reads those below and nobody else, by the index to which OFFSET 0 holds PostgreSQL. Near the top these are nearly
    all, so what took long to count is kept.
    """
    keys = {pk: f"profiles:below:{pk}" for pk in pks}
    kept = caches["cards"].get_many(keys.values())
    counts = {pk: kept[key] for pk, key in keys.items() if key in kept}
    wanted = [pk for pk in pks if pk not in counts]
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(_BELOW, [wanted])
            counts |= dict.fromkeys(wanted, 0) | dict(cursor.fetchall())
        if sum(counts[pk] for pk in wanted) >= MANY:
            caches["cards"].set_many({keys[pk]: counts[pk] for pk in wanted}, KEPT)
    return counts


def is_above(pk: int, person: Person) -> bool:
    """Whether somebody, working here or not, stands above the person or is the person; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [person.pk, pk])
        return cursor.fetchone() is not None


def the_top(reader: Person) -> Person | None:
    """Where the chart begins: who is marked as the top, else who has no manager and most below them by reports."""
    tops = Person.objects.visible_to(reader).for_line().filter(manager=None)
    return tops.annotate(direct=Count("reports")).order_by("-is_top", "-direct", "pk").first()
