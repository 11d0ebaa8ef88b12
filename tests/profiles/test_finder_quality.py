"""How often the right person is found by a misspelt or half name: the bench's set, on a company small enough to test."""

from collections.abc import Iterator
from random import Random

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from bench.finder import by_origin
from bench.misspelt import draw
from network.core.clock import now
from network.demo.cast import hire
from profiles import queries
from profiles.models import Person
from profiles.queries import Wish
from profiles.terms import words_in

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture(scope="module")
def _company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        hire(Random(3), 600, now())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def names(_company: None, db: None) -> dict[int, str]:
    """Six hundred colleagues with Norwegian and foreign names."""
    return dict(Person.objects.active().values_list("pk", "name"))


def test_misspelt_and_half_names_lead_to_the_right_person(names: dict[int, str]) -> None:
    reader, wanted = Person.objects.get(handle="ann"), list(draw(by_origin(names.values()), 12, seed=5))
    places = []
    for typed in wanted:
        page = queries.directory_page(reader, Wish(words=typed.typed))
        hits = [sorted(words_in(names[hit.pk])) for hit in page.hits]
        right = sorted(words_in(typed.name))
        places.append(hits.index(right) + 1 if right in hits else 0)
    missed = [typed for typed, place in zip(wanted, places, strict=True) if not 0 < place <= 5]
    assert len(missed) <= 0.03 * len(wanted), missed
    assert places.count(1) >= 0.93 * len(wanted)


def test_the_set_is_the_same_for_the_same_seed_and_every_name_in_it_is_changed(names: dict[int, str]) -> None:
    groups = by_origin(names.values())
    once = list(draw(groups, 4, seed=5))
    assert once == list(draw(groups, 4, seed=5))
    assert once != list(draw(groups, 4, seed=6))
    assert all(typed.typed.lower() != typed.name.lower() for typed in once)
