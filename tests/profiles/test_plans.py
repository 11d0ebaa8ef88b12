"""What is asked with every letter and every page of the chart reads those it is about, by an index, and nobody else."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.models import Person
from profiles.queries import Search, Wish, facets_of
from profiles.queries.chart import count_below
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_if_large(db: None) -> None:
    """PostgreSQL chooses as it does when it expects too many people to look each of them up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_nestloop = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"
        )


def plan_of(part: str, seen: CaptureQueriesContext) -> str:
    """How the one statement that has these words is answered."""
    (sql,) = [query["sql"] for query in seen.captured_queries if part in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("words", ["an", "", "kollega askeland"])
def test_skills_are_looked_up_for_each_person_that_is_met(ann: Person, words: str) -> None:
    caches["cards"].clear()
    with CaptureQueriesContext(connection) as seen:
        facets_of(Search(ann, Wish(words=words)))
    plan = plan_of("profiles_personskill", seen)
    assert re.search(r"(Index Cond|Filter): .*person_id = met\w*\.id", plan)
    assert not re.search(r"(Hash|Merge) Cond: .*person_id", plan)


def test_those_below_are_looked_up_by_who_is_above_them(mona: Person, ben: Person) -> None:
    caches["cards"].clear()
    with CaptureQueriesContext(connection) as seen:
        count_below([mona.pk, ben.pk])
    plan = plan_of("RECURSIVE below", seen)
    assert re.search(r"(Index Cond|Filter): .*manager_id = below\w*\.id", plan)  # of so few any index will do
    assert not re.search(r"(Hash|Merge) Cond: .*manager_id", plan)


def test_what_took_long_to_count_is_kept_for_everybody_who_was_counted(
    mona: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches["cards"].clear()
    monkeypatch.setattr("profiles.queries.chart.MANY", 4)
    PersonFactory.create_batch(2, manager=ben)
    PersonFactory.create_batch(2, manager=mona)
    counted = count_below([mona.pk, ben.pk])
    with CaptureQueriesContext(connection) as seen:
        assert count_below([ben.pk, mona.pk]) == counted
    assert not seen.captured_queries
