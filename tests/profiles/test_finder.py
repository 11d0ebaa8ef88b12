"""The finder: misspelt and half names, numbers and places in any spelling, and the order of the hits."""

from random import Random

import pytest

from profiles import queries
from profiles.models import Person, PersonSkill
from profiles.queries import Wish
from profiles.queries.directory.nearness import distance
from profiles.queries.directory.wishes import words_of
from profiles.terms import digits_of, spellings_of, typed_spellings, words_in
from tests import factories

pytestmark = pytest.mark.django_db


def found(person: Person, words: str, **asked: list[str]) -> list[int]:
    """The first page."""
    return [hit.pk for hit in queries.directory_page(person, Wish(words=words, asked=asked)).hits]


@pytest.mark.parametrize(
    "typed", ["oystein", "Øystein", "oeystein", "ØYSTEIN", "öystein", "osytein", "oystien", "ystein"]
)
def test_one_name_in_many_spellings(typed: str, ann: Person) -> None:
    wanted = factories.PersonFactory(handle="o", name="Øystein Lund")
    factories.PersonFactory(name="Einar Strand")
    assert found(ann, typed) == [wanted.pk]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Anne-Lise Dahl", "annelise dahl"),
        ("Anne-Lise Dahl", "lise"),
        ("Siobhán O'Connor", "oconnor"),
        ("Leyla Yılmaz", "yilmaz"),
        ("Đorđe Petrović", "dorde petrovic"),
        ("Christian Wiik", "kristian vik"),
        ("Nguyễn Thị Lan", "nguyen lan"),
        ("Kristoffer Nilsen", "kritsof"),
    ],
)
def test_how_names_are_heard_joined_and_begun(name: str, typed: str, ann: Person) -> None:
    wanted = factories.PersonFactory(name=name)
    assert found(ann, typed) == [wanted.pk]


@pytest.mark.parametrize(
    "typed",
    [
        "90012345",
        "900 12 345",
        "90 01 23 45",
        "+47 900 12 345",
        "004790012345",
        "+4790012345",
        "900 12",
        "(+47) 900-12",
    ],
)
@pytest.mark.parametrize("written", ["+47 900 12 345", "90012345", "0047 90 01 23 45"])
def test_a_number_is_found_however_it_is_spaced(written: str, typed: str, ann: Person) -> None:
    wanted = factories.PersonFactory(name="Kari Moe", phone=written)
    factories.PersonFactory(phone="400 99 900")
    (hit,) = queries.directory_page(ann, Wish(words=typed)).hits
    assert (hit.pk, hit.why, hit.what) == (wanted.pk, "phone", written)


def test_numbers_of_other_countries_keep_their_code(ann: Person) -> None:
    assert digits_of("0046 70 123 45 67") == digits_of("+46 (70) 123 45 67") == "46701234567"
    assert digits_of("47 22 33 44") == "47223344"
    assert words_of("kari +47 900 12 345") == ["kari", "90012345"]
    assert words_of("lag 3") == ["lag", "3"]


def test_places_and_addresses_find_people_and_say_why(ann: Person, cleo: Person) -> None:
    Person.objects.get(pk=cleo.pk)
    cleo.place = "Mo i Rana"
    cleo.save()
    for typed, why, what in (
        ("rana", "place", "Mo i Rana"),
        ("cleo@glod.example", "name", ""),
        ("glod.example marked", "email", cleo.email),
    ):
        hit = next(hit for hit in queries.directory_page(ann, Wish(words=typed)).hits if hit.pk == cleo.pk)
        assert (hit.why, hit.what) == (why, what)


def test_what_is_hidden_is_no_reason_and_finds_nobody(ann: Person, cleo: Person) -> None:
    cleo.place, cleo.email, cleo.hides = "Bodø", "post@bodo.example", {"place": "manager"}
    cleo.save()
    (hit,) = queries.directory_page(ann, Wish(words="bodo")).hits
    assert (hit.why, hit.what) == ("email", "post@bodo.example")
    cleo.hides = {"place": "manager", "email": "department"}
    cleo.save()
    assert found(ann, "bodo") == []


def test_the_nearest_name_comes_first(ann: Person) -> None:
    for name in ("Kari Berg Hansen", "Hansen Kari", "Kari Hansen", "Karin Hansen", "Kari Hanssen", "Liv Kari Hansen"):
        factories.PersonFactory(name=name)
    names = dict(Person.objects.values_list("pk", "name"))
    assert [names[pk] for pk in found(ann, "kari hansen")] == [
        "Kari Hansen", "Hansen Kari", "Kari Berg Hansen", "Karin Hansen", "Liv Kari Hansen",
    ]  # fmt: skip


def test_a_name_comes_before_a_title_and_a_skill(ann: Person) -> None:
    named = factories.PersonFactory(name="Elektra Dahl")
    titled = factories.PersonFactory(name="Bo Dahl", title="Elektriker")
    able = factories.PersonFactory(name="Aud Dahl")
    PersonSkill.objects.create(person=able, skill=factories.SkillFactory(name="Elektro"))
    assert found(ann, "elektr")[0] == named.pk
    assert set(found(ann, "elektr")) == {named.pk, titled.pk, able.pk}


@pytest.mark.wide
def test_later_pages_go_on_where_the_weighed_names_end(ann: Person) -> None:
    factories.PersonFactory.create_batch(150)
    seen: list[int] = []
    for page in range(1, 9):
        found_there = queries.directory_page(ann, Wish(words="kollega", page=page))
        assert found_there.count == 150
        seen += [hit.pk for hit in found_there.hits]
    assert len(seen) == len(set(seen)) == 150
    assert found_there.next is None
    assert queries.directory_page(ann, Wish(words="kollega", page=9)).hits == []


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ac", 1), ("abc", "abbc", 1), ("abc", "axc", 1),
     ("ca", "abc", 3), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_the_distance_of_two_words_counts_a_swap_as_one(one: str, other: str, letters: int) -> None:
    assert distance(one, other) == distance(other, one) == letters


def test_every_word_shares_a_spelling_with_what_one_error_makes_of_it() -> None:
    dice = Random(1)
    for word in ("hansen", "thorsen", "sæther", "kristoffersen", "lie", "zielińska"):
        known = set(spellings_of(word))
        for _time in range(60):
            at = dice.randrange(len(word) - 1)
            for wrong in (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + "x" + word[at:],
                word[:at] + "x" + word[at + 1 :],
            ):
                assert known & set(typed_spellings("".join(words_in(wrong)))), (word, wrong)
