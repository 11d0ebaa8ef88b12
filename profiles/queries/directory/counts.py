"""How many people each choice would leave: every facet is counted within what all the others leave."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db import connection
from django.db.models import BooleanField, Case, ExpressionWrapper, F, QuerySet, When
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.prepared import prepared
from profiles.languages import language_name
from profiles.models import Person
from profiles.queries.directory.facets import HERE, Choice, Facet, FacetField, condition, here, said, shown
from profiles.queries.directory.search import Search, those_met
from profiles.queries.vocabulary import KEPT, Vocabulary

MOST = 40  # choices of one facet
MANY = 1000  # people from which on the counts are kept for KEPT seconds: they are the same for every reader


class Tally(NamedTuple):
    """How many people are left, and for each facet how many each value would leave."""

    people: int
    counts: list[dict[str, int]]


def facets_of(search: Search, tally: Tally | None = None) -> list[Facet]:
    """The facets with the number of people that each choice would leave; those without a choice are left out."""
    fields, asked = search.fields, search.wish.asked
    counts = (tally or tally_of(search)).counts
    facets = [
        Facet(field.name, field.label, _choices(field, found, asked.get(field.name, ()), search.known), field.is_ours)
        for field, found in zip(fields, counts, strict=True)
    ]
    return [facet for facet in facets if facet.choices]


def tally_of(search: Search) -> Tally:
    """The same for every reader: nobody is counted by what they hide. One query."""
    fields = search.fields
    asked = [n for n, field in enumerate(fields) if search.wish.asked.get(field.name)]
    met = _met(search, fields, asked)
    if met is None:  # a reader who left sees nobody
        return Tally(0, [{} for _field in fields])
    narrowed = [(field.name, *sorted(search.wish.asked.get(field.name, ()))) for field in fields]
    key = f"profiles:facets:{hash((*(meaning.word for meaning in search.means), *narrowed))}"
    kept: Tally | None = caches["cards"].get(key)
    if kept is None:
        kept = _counted(*met, tuple(field.key for field in fields), tuple(asked))
        if kept.people > MANY:
            caches["cards"].set(key, kept, KEPT)
    return kept


def _counted(met: str, params: Sequence[Any], keys: Sequence[str], asked: Sequence[int]) -> Tally:
    """One query: those who are met once, with a mark for each facet that they fit."""
    everybody, counts = 0, [dict[str, int]() for _key in keys]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH met AS MATERIALIZED ({met}) {_parts(keys, asked)}", params)
        for n, value, count in cursor.fetchall():
            if n < 0:
                everybody = count
            elif value:
                counts[n][value] = count
    return Tally(everybody, counts)


def _met(search: Search, fields: Sequence[FacetField], asked: Sequence[int]) -> tuple[str, tuple[Any, ...]] | None:
    """Those meant by the words, with what is counted of each; made only once where nothing is narrowed."""
    today, keys = localdate(), tuple(field.key for field in fields)
    if not asked:
        return _plain.sql(search.reader, today, *search.asked, keys=keys)
    if search.met.query.is_empty():
        return None
    marks = {
        f"fits{n}": ExpressionWrapper(
            condition(fields[n], search.wish.asked[fields[n].name], search.known), output_field=BooleanField()
        )
        for n in asked
    }
    sql, params = _counting(search.met.annotate(**marks), keys, today, marks).query.sql_with_params()
    return sql, tuple(params)


@prepared("is_active")
def _plain(reader: Person, today: date, *asked: str | None, keys: Sequence[str]) -> "QuerySet[Person, dict[str, Any]]":
    return _counting(those_met(reader, *asked), keys, today)


def _counting(
    people: "QuerySet[Person]", keys: Sequence[str], today: date, marks: Iterable[str] = ()
) -> "QuerySet[Person, dict[str, Any]]":
    columns: dict[str, Any] = {f"value{n}": _value(key, today) for n, key in enumerate(keys) if key != "skills"}
    counted: QuerySet[Person, dict[str, Any]] = people.annotate(**columns).values("id", *columns, *marks)
    return counted


@lru_cache(maxsize=256)
def _parts(keys: Sequence[str], asked: Sequence[int]) -> str:
    """What is counted of those who are met; each facet within what all the others leave."""
    fits = [" AND ".join(f"fits{m}" for m in asked if m != n) or "TRUE" for n in range(-1, len(keys))]
    parts = [_PARTS.get(key, _PLAIN).format(n=n, fits=fits[n + 1]) for n, key in enumerate(keys)]
    return " UNION ALL ".join([f"SELECT -1, '', count(*) FROM met WHERE {fits[0]}", *parts])  # noqa: S608


_PLAIN = "SELECT {n}, value{n}::text, count(*) FROM met WHERE {fits} GROUP BY 2"
_PARTS = {
    "languages": "SELECT {n}, one, count(*) FROM met, unnest(value{n}) AS one WHERE {fits} GROUP BY 2",
    # Looked up for each person by the index, to which OFFSET 0 holds PostgreSQL: how many are met it cannot foresee,
    # and to read with every letter what everybody declared is dearer than to look up a few too many.
    "skills": "SELECT {n}, declared.skill_id::text, count(*) FROM met, LATERAL (SELECT skill_id"
    " FROM profiles_personskill WHERE person_id = met.id OFFSET 0) AS declared WHERE {fits} GROUP BY 2",
    HERE: "SELECT {n}, '1', count(*) FROM met WHERE value{n} AND {fits}",
}


def _value(key: str, today: date) -> Any:
    """What is counted of a person; nothing of what they hide."""
    if key == HERE:
        return ExpressionWrapper(here(today), output_field=BooleanField())
    if key == "department":
        return F("department_id")
    own = {"place": F("place"), "languages": said()}.get(key) or KT(f"extra__{key}")
    return Case(When(shown(key), then=own))


def _choices(field: FacetField, counts: dict[str, int], chosen: Sequence[str], known: Vocabulary) -> list[Choice]:
    """The MOST commonest, and those that are asked for, by how many there are."""
    if field.key == "department":
        rolled = known.with_those_below({int(pk): count for pk, count in counts.items()})
        counts = {str(pk): count for pk, count in rolled.items()}
    elif field.key == "skills":
        counts = {known.slugs[int(pk)]: count for pk, count in counts.items() if int(pk) in known.slugs}
    counts |= {value: 0 for value in chosen if value not in counts}
    choices = [Choice(v, label_of(field, v, known), count, v in chosen) for v, count in counts.items()]
    choices.sort(key=lambda choice: (-choice.count, str(choice.label)))
    return [c for place, c in enumerate(choices) if c.is_chosen or (place < MOST and c.count)]


def label_of(field: FacetField, value: str, known: Vocabulary) -> "str | Promise":
    """What a value is called for people."""
    if field.key == HERE:
        return _("Not away today")
    if field.key == "department":
        return known.departments.get(int(value) if value.isdigit() else 0, value)
    if field.key == "skills":
        return known.skill_called(value)
    return language_name(value) if field.key == "languages" else value
