"""How many people each choice would leave: every facet is counted within what all the others leave."""

from collections.abc import Sequence
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.db.models import BooleanField, Case, ExpressionWrapper, F, When
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.languages import language_name
from profiles.queries.directory.facets import HERE, Choice, Facet, FacetField, condition, here, said, shown
from profiles.queries.directory.search import Search
from profiles.queries.vocabulary import KEPT, Vocabulary

MOST = 40  # choices of one facet
MANY = 1000  # people from which on the counts are kept for KEPT seconds: they are the same for every reader
Counts = list[dict[str, int]]  # of each facet, by value


def facets_of(search: Search) -> list[Facet]:
    """The facets with the number of people that each choice would leave; those without a choice are left out.

    The same for every reader: nobody is counted by what they hide. One query.
    """
    fields, asked = search.fields, search.wish.asked
    counts = _kept(search, fields)
    facets = [
        Facet(field.name, field.label, _choices(field, found, asked.get(field.name, ()), search.known), field.is_ours)
        for field, found in zip(fields, counts, strict=True)
    ]
    return [facet for facet in facets if facet.choices]


def _kept(search: Search, fields: Sequence[FacetField]) -> Counts:
    if search.everybody.query.is_empty():  # a reader who left sees nobody
        return [{} for _field in fields]
    asked = [(field.name, *sorted(search.wish.asked.get(field.name, ()))) for field in fields]
    key = f"profiles:facets:{hash((*(meaning.word for meaning in search.means), *asked))}"
    kept: Counts | None = caches["cards"].get(key)
    if kept is None:
        kept = _counted(search, fields)
        if sum(kept[-1].values()) > MANY:
            caches["cards"].set(key, kept, KEPT)
    return kept


def _counted(search: Search, fields: Sequence[FacetField]) -> Counts:
    """One query: those meant by the words, once, with a mark for each facet that they fit."""
    columns: dict[str, Any] = {f"value{n}": _value(field) for n, field in enumerate(fields) if field.key != "skills"}
    asked = [n for n, field in enumerate(fields) if search.wish.asked.get(field.name)]
    for n in asked:
        fits = condition(fields[n], search.wish.asked[fields[n].name], search.known)
        columns[f"fits{n}"] = ExpressionWrapper(fits, output_field=BooleanField())
    met, params = search.met.annotate(**columns).values("id", *columns).query.sql_with_params()
    parts = [
        _PARTS.get(field.key, _PLAIN).format(n=n, fits=" AND ".join(f"fits{m}" for m in asked if m != n) or "TRUE")
        for n, field in enumerate(fields)
    ]
    counts: Counts = [{} for _field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH met AS MATERIALIZED ({met}) {' UNION ALL '.join(parts)}", params)  # noqa: S608
        for n, value, count in cursor.fetchall():
            if value:
                counts[n][value] = count
    return counts


_PLAIN = "SELECT {n}, value{n}::text, count(*) FROM met WHERE {fits} GROUP BY 2"
_PARTS = {
    "languages": "SELECT {n}, one, count(*) FROM met, unnest(value{n}) AS one WHERE {fits} GROUP BY 2",
    "skills": "SELECT {n}, declared.skill_id::text, count(*) FROM met JOIN profiles_personskill AS declared"
    " ON declared.person_id = met.id WHERE {fits} GROUP BY 2",
    HERE: "SELECT {n}, '1', count(*) FROM met WHERE value{n} AND {fits}",
}


def _value(field: FacetField) -> Any:
    """What is counted of a person; nothing of what they hide."""
    if field.key == HERE:
        return ExpressionWrapper(here(), output_field=BooleanField())
    if field.key == "department":
        return F("department_id")
    own = {"place": F("place"), "languages": said()}.get(field.key) or KT(f"extra__{field.key}")
    return Case(When(shown(field.key), then=own))


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
