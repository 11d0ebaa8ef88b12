"""Coverage: departments through the one k-gate, never a name, and nothing for managers (A14)."""

import random
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from network.core.folding import Cell
from network.policy.queries.coverage import coverage_of, told
from profiles.models import Person
from tests.factories import DepartmentFactory, PersonFactory
from tests.policy.known import asked_version, known

K = 5
URL = "/policy/house-rules/coverage/"


def shown(cells):
    _whole, lines = told(cells, K)
    return {line.cell.name: "band" if line.is_band else (line.cell.took_part, line.cell.people) for line in lines}


def test_a14_a_department_of_four_is_hidden_and_does_not_follow_from_the_rest():
    found = shown([Cell("stor", 40, 20), Cell("mellom", 20, 10), Cell("fire", 4, 2)])
    assert found == {"stor": (20, 40), "": (12, 24)}


@pytest.mark.parametrize("left", [1, 2])
def test_a14_where_one_or_two_remain_there_is_a_band(left):
    found = shown([Cell("stor", 40, 20), Cell("mellom", 30, 15), Cell("nesten", 12, 12 - left), Cell("fire", 4, 2)])
    assert found.get("nesten") == "band"
    assert found[""] != (12 - left, 12)
    assert "fire" not in found


def test_a14_everybody_may_be_shown():
    assert shown([Cell("stor", 40, 20), Cell("alle", 12, 12)]) == {"alle": (12, 12), "stor": (20, 40)}


def test_a_complete_department_of_four_is_hidden_too():
    assert "fire" not in shown([Cell("stor", 40, 20), Cell("fire", 4, 4)])


def test_the_band_never_says_what_is_not_so():
    """Two of eight are left: that is 75 percent."""
    assert shown([Cell("stor", 40, 20), Cell("mellom", 30, 15), Cell("åtte", 8, 6)])["stor"] == (20, 40)
    assert "åtte" not in shown([Cell("stor", 40, 20), Cell("mellom", 30, 15), Cell("åtte", 8, 6)])


def test_a_band_that_would_tell_of_the_few_others_is_not_shown():
    """The four would follow from the band and the sum of both."""
    found = shown([Cell("nesten", 10, 9), Cell("fire", 4, 0), Cell("alle", 20, 20)])
    assert "nesten" not in found


def test_whatever_the_departments_are_nothing_below_five_follows_but_a_band():
    """From the whole, the lines and the bands: every number that can be subtracted describes five on either side."""
    dice = random.Random(14)
    for _turn in range(4000):
        cells = [
            Cell(f"avdeling {n}", people, people - left)
            for n in range(dice.randint(1, 7))
            for people in [dice.choice([1, 3, 4, 5, 6, 9, 12, 30])]
            for left in [min(people, dice.choice([0, 0, 1, 2, 3, 5, 8, 20]))]
        ]
        whole, lines = told(cells, K)
        told_ = [line.cell for line in lines if not line.is_band]
        bands = [line.cell for line in lines if line.is_band]
        complete = [c for c in told_ if c.people == c.took_part]
        open_told = [c for c in told_ if c not in complete]
        assert all(c.people >= K for c in complete)
        assert all(min(c.took_part, c.people - c.took_part) >= K for c in open_told)
        assert all(c.took_part / c.people > 0.8 and c.people >= K for c in bands)
        rest = [c for c in cells if c.name not in {t.name for t in told_}]  # what the line of the others sums up
        hidden = [c for c in rest if c not in bands]
        sums = [(sum(c.took_part for c in part), sum(c.people - c.took_part for c in part)) for part in (rest, hidden)]
        if any(c.name == "" for c in told_):
            assert min(sums[0]) >= K
            assert sums[1] == (0, 0) or not bands or min(sums[1]) >= K
        if whole and not whole.is_band and sum(sums[0]):
            assert min(sums[0]) >= K


pages = pytest.mark.django_db


@pytest.fixture
def house(db):
    """Departments of 40 with half done, 12 with one left, 4 with nobody done; and a version they are asked about."""
    version = asked_version()
    Person.objects.get_queryset().update(is_active=False)  # those who adopted it
    made = {}
    for name, people, done in (("Stor", 40, 20), ("Nesten", 12, 11), ("Fire", 4, 0)):
        home = DepartmentFactory(name=name)
        made[name] = [PersonFactory(department=home, name=f"Hemmelig {name}navn{n}") for n in range(people)]
        for person in made[name][:done]:
            known(person, version, days_ago=1)
    return version, made


@pages
def test_a14_managers_and_everybody_else_see_the_whole_and_no_department_and_no_name(house, mona, ann, ada, client_of):
    for person in (mona, ann, ada):
        page = client_of(person).get(URL).content.decode()
        assert "Nesten" not in page
        assert "Hemmelig" not in page


@pages
def test_a14_editors_and_representatives_see_departments_and_still_no_name(house, pia, tor, client_of):
    for person in (pia, tor):
        page = client_of(person).get(URL).content.decode()
        assert "over 80 %" in page
        assert "Nesten" in page
        assert "Fire" not in page
        assert "Hemmelig" not in page


@pages
def test_nobody_can_watch_an_acknowledgement_come_in(house):
    version, made = house
    before = coverage_of(version)
    known(made["Stor"][-1], version)
    assert coverage_of(version) == before


@pages
def test_who_acknowledged_a_later_version_counts_and_who_left_does_not(house, settings):
    version, made = house
    later = asked_version(materiality="editorial")
    known(made["Stor"][-1], later, days_ago=1)
    gone = made["Stor"][0]
    gone.is_active = False
    gone.save()
    whole = coverage_of(version).whole.cell
    assert whole.took_part == 20 + 11
    assert version.acknowledge_by == localdate() + timedelta(days=5)


@pages
def test_the_page_costs_the_same_for_three_departments_and_for_thirty(
    house, pia, client_of, django_assert_max_num_queries
):
    client = client_of(pia)
    client.get(URL)
    with django_assert_max_num_queries(12) as few:
        client.get(URL)
    for _ in range(30):
        PersonFactory()
    with django_assert_max_num_queries(len(few)):
        client.get(URL)


@pages
def test_there_is_no_page_where_nobody_is_asked(ann, client_of):
    assert client_of(ann).get(URL).status_code == 404
