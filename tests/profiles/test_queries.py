"""Finding people: ranking, folding, typing errors, rights and cost."""

from collections.abc import Callable
from random import Random

import pytest

from profiles import queries
from profiles.models import Department, FormerHandle, Person, PersonSkill
from profiles.queries import Search, Wish
from tests import factories

pytestmark = pytest.mark.django_db

FIRST = [
    "Kari",
    "Ola",
    "Ingrid",
    "Lars",
    "Anne",
    "Per",
    "Marit",
    "Jan",
    "Hilde",
    "Knut",
    "Ida",
    "Emma",
    "Nora",
    "Jakob",
    "Liv",
    "Odd",
    "Turid",
    "Arne",
    "Silje",
    "Espen",
]
LAST = [
    "Hansen",
    "Olsen",
    "Johansen",
    "Larsen",
    "Berg",
    "Haugen",
    "Bakken",
    "Lie",
    "Dahl",
    "Moen",
    "Strand",
    "Solberg",
    "Eide",
    "Vik",
    "Aune",
    "Foss",
    "Ruud",
]
WANTED = {
    "bjornsen": "Øystein Bjørnsen",
    "odegard": "Åse Ødegård",
    "saether": "Håkon Sæther",
    "kristoffer": "Kristoffer Nilsen",
    "kristine": "Kristine Nilsen",
}


@pytest.fixture
def company(ann: Person) -> Person:
    """Five hundred colleagues with common names, and five that are looked for."""
    dice = Random(3)
    names = [f"{dice.choice(FIRST)} {dice.choice(LAST)}" for _ in range(495)]
    people = [Person(handle=f"k{n}", email=f"k{n}@x.example", name=name) for n, name in enumerate(names)]
    people += [Person(handle=handle, email=f"{handle}@x.example", name=name) for handle, name in WANTED.items()]
    for person in people:
        person.set_terms(frozenset())
    Person.objects.bulk_create(people)
    return ann


def names_of(person: Person, words: str, **wish: object) -> list[str]:
    """The names of the first page, in order."""
    hits = queries.directory_page(person, Wish(words=words, **wish)).hits
    names = dict(Person.objects.values_list("pk", "name"))
    return [names[hit.pk] for hit in hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("oystien bjornsen", "Øystein Bjørnsen"),
        ("øystein", "Øystein Bjørnsen"),
        ("bjoernsen", "Øystein Bjørnsen"),
        ("bjørnsn", "Øystein Bjørnsen"),
        ("aase odegard", "Åse Ødegård"),
        ("ÅSE ØDEGAARD", "Åse Ødegård"),
        ("ödegård", "Åse Ødegård"),
        ("haakon sather", "Håkon Sæther"),
        ("sæter", "Håkon Sæther"),
        ("hakon s", "Håkon Sæther"),
        ("kristofer", "Kristoffer Nilsen"),
        ("nilsen kristof", "Kristoffer Nilsen"),
        ("@kristoffer", "Kristoffer Nilsen"),
    ],
)
def test_a_name_is_found_first_however_it_is_spelt(typed: str, first: str, company: Person) -> None:
    assert names_of(company, typed)[0] == first
    assert queries.suggest_people(company, typed)[0].name == first


def test_whose_first_name_is_typed_comes_before_whose_last_name_starts_so(ann: Person) -> None:
    for handle, name in (("a", "Bo Berg"), ("b", "Berg Aas"), ("c", "Bergljot Vik"), ("d", "Ola Bergland")):
        factories.PersonFactory(handle=handle, name=name)
    assert names_of(ann, "berg") == ["Berg Aas", "Bergljot Vik", "Bo Berg", "Ola Bergland"]


def test_letters_typed_one_by_one_keep_the_wanted_person(company: Person) -> None:
    for end in range(5, len("kristoffer nilsen") + 1):
        assert "Kristoffer Nilsen" in names_of(company, "kristoffer nilsen"[:end])


def test_title_department_and_skill_find_people_and_say_why(ann: Person, cleo: Person) -> None:
    Person.objects.filter(pk=cleo.pk).update(title="Controller", folded="cleo christiansen cleo controller")
    PersonSkill.objects.create(person=cleo, skill=factories.SkillFactory(name="Reléplan og vern", slug="releplan"))
    for words, why, what in (
        ("contr", "title", "Controller"),
        ("marked", "department", "Marked"),
        ("relepl", "skill", "Reléplan og vern"),
        ("cleo vern", "name", ""),
        ("christ", "name", ""),
    ):
        (hit,) = queries.directory_page(ann, Wish(words=words)).hits
        assert (hit.pk, hit.why, hit.what) == (cleo.pk, why, what)


def test_nobody_who_left_is_found_anywhere(ann: Person, gone: Person) -> None:
    assert not queries.directory_page(ann, Wish(words="gundersen")).hits
    assert not queries.suggest_people(ann, "gone")
    assert gone.pk not in [hit.pk for hit in queries.directory_page(ann, Wish()).hits]
    FormerHandle.objects.create(handle="anna", person=ann)
    people = Person.objects.active()
    assert queries.people_by_handles(people, ["gone", "ANN", "Anna", "nobody"]) == {"ann": ann, "anna": ann}


def test_somebody_who_left_finds_nobody(ann: Person, gone: Person) -> None:
    assert not queries.directory_page(gone, Wish()).hits
    assert not queries.suggest_people(gone, "ann")


def test_suggestions_stay_among_those_who_may_read(ann: Person, ben: Person, cleo: Person) -> None:
    readers = Person.objects.filter(pk__in=[ann.pk, ben.pk])
    assert not queries.suggest_people(ann, "cleo", readers)
    assert not queries.suggest_people(ann, "cleoo christiansn", readers)
    assert queries.suggest_people(ann, "ben", readers) == [ben]
    assert queries.suggest_people(ann, "", readers) == [ann, ben]


def test_matching_gives_the_first_and_counts_all(ann: Person) -> None:
    factories.PersonFactory.create_batch(12)
    page = queries.matching(ann, "kollega", size=5)
    assert (len(page.hits), page.count) == (5, 12)
    assert queries.matching(ann, " ", size=5).hits == []


def test_a_department_stands_for_all_units_below_it(ann: Person, field: Department, cleo: Person) -> None:
    north = factories.DepartmentFactory(name="Felt nord", slug="felt-nord", parent=field)
    crew = factories.DepartmentFactory(name="Lag 3", slug="lag-3", parent=north)
    deep = factories.PersonFactory(name="Dypt Nede", department=crew)
    assert sorted(queries.department_and_below(field.pk)) == sorted([field.pk, north.pk, crew.pk])
    assert queries.department_and_below(0) == []
    found = {hit.pk for hit in queries.directory_page(ann, Wish(asked={"department": [str(field.pk)]})).hits}
    assert deep.pk in found
    assert cleo.pk not in found
    facet = next(f for f in queries.facets_of(Search(ann, Wish())) if f.name == "department")
    assert {choice.value: choice.count for choice in facet.choices}[str(field.pk)] == 3  # ann, mona, the one deep down


@pytest.mark.parametrize("typed", ["'", "a:*", "a & | !", "\\", "%", "_", "æ" * 300, "()", "<->", "☃", "x\x00y"])
def test_what_people_type_is_never_an_error(typed: str, ann: Person) -> None:
    queries.directory_page(ann, Wish(words=typed))
    queries.suggest_people(ann, typed)


def test_searching_costs_the_same_for_six_and_for_thirty(ann: Person, django_assert_num_queries: Callable) -> None:
    skill = factories.SkillFactory(name="Kollegastøtte", slug="kollegastotte")
    for count in (6, 24):
        for person in factories.PersonFactory.create_batch(count):
            PersonSkill.objects.create(person=person, skill=skill)
        queries.directory_page(ann, Wish(words="kollega"))  # the names of departments, skills and fields are in memory
        with django_assert_num_queries(2):  # who has the skill, and the people
            queries.directory_page(ann, Wish(words="kollega"))
        with django_assert_num_queries(2):  # the names, and the lines of the few
            queries.suggest_people(ann, "kollega")


def test_few_hits_cost_two_queries_more_for_those_that_are_spelt_alike(
    ann: Person, django_assert_num_queries: Callable
) -> None:
    queries.directory_page(ann, Wish(words="ann"))
    with django_assert_num_queries(3):  # as it stands, with an error, and with an error in the beginning
        queries.directory_page(ann, Wish(words="qqxxzz"))


def test_the_words_column_is_kept_by_the_database(ann: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(folded="noen andre ann")
    assert queries.suggest_people(ann, "andre") == [ann]
    assert not queries.suggest_people(ann, "askeland")[1:]
