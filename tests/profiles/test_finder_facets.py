"""What narrows the directory: counts that follow the search, several at once, and nothing of what people hide."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from profiles import actions, queries
from profiles.actions import Decision
from profiles.models import Department, Person, PersonSkill
from profiles.queries import Search, Wish
from tests import factories
from tests.profiles.browser import tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
As = Callable[[Person], Client]


def counts(person: Person, typed: str = "", **asked: list[str]) -> dict[str, dict[str, int]]:
    """Of every facet: each choice with its count."""
    facets = queries.facets_of(Search(person, Wish(words=typed, asked=asked)))
    return {facet.name: {str(choice.label): choice.count for choice in facet.choices} for facet in facets}


def found(person: Person, typed: str = "", **asked: list[str]) -> set[str]:
    """The handles of the first page."""
    pks = [hit.pk for hit in queries.directory_page(person, Wish(words=typed, asked=asked)).hits]
    return set(Person.objects.filter(pk__in=pks).values_list("handle", flat=True))


@pytest.fixture
def staff(ann: Person, ben: Person, cleo: Person, mona: Person) -> Person:
    """Ann, ben and mona in one department, cleo in another; places, languages, a skill, and ben is away."""
    facts = {
        ann: {"place": "Bodø", "languages": ["no", "pl"]},
        ben: {"place": "Bodø", "languages": ["no"], "away_until": localdate()},
        cleo: {"place": "Harstad", "languages": ["pl"]},
        mona: {"place": "Harstad", "languages": [], "away_until": localdate() - timedelta(days=1)},
    }
    for person, said in facts.items():
        for name, value in said.items():
            setattr(person, name, value)
        person.language = "en"
        person.save()
    skill = factories.SkillFactory(name="Reléplan", slug="releplan")
    for person in (ann, cleo):
        PersonSkill.objects.create(person=person, skill=skill)
    return ann


def test_every_choice_says_how_many_would_be_left(staff: Person) -> None:
    assert counts(staff) == {
        "department": {"Feltmontasje": 3, "Marked": 1},
        "place": {"Bodø": 2, "Harstad": 2},
        "language": {"Norwegian": 2, "Polish": 2},
        "skill": {"Reléplan": 2},
        "available": {"Not away today": 3},
    }


def test_a_facet_is_counted_within_what_the_others_and_the_words_leave(staff: Person) -> None:
    left = counts(staff, place=["Bodø"], language=["pl"])
    assert left["place"] == {"Bodø": 1, "Harstad": 1}  # whoever knows Polish
    assert left["language"] == {"Norwegian": 2, "Polish": 1}  # whoever is in Bodø
    assert left["department"] == {"Feltmontasje": 1}
    assert counts(staff, "cleo")["department"] == {"Marked": 1}
    assert counts(staff, "releplan", place=["Harstad"])["place"] == {"Bodø": 1, "Harstad": 1}


def test_whoever_is_found_by_an_error_is_counted_too(staff: Person) -> None:
    assert counts(staff, "askelnad", place=["Harstad"])["place"] == {"Bodø": 1, "Harstad": 0}
    assert found(staff, "askelnad", place=["Bodø"]) == {"ann"}
    assert found(staff, "askelnad", place=["Harstad"]) == set()


def test_several_facets_narrow_together_and_several_values_of_one_widen(staff: Person) -> None:
    assert found(staff, place=["Bodø"]) == {"ann", "ben"}
    assert found(staff, place=["Bodø", "Harstad"], skill=["releplan"]) == {"ann", "cleo"}
    assert found(staff, place=["Bodø"], language=["pl"], available=["1"]) == {"ann"}
    assert found(staff, available=["1"]) == {"ann", "cleo", "mona"}
    assert found(staff, place=["Nowhere"]) == set()


def test_a_department_counts_with_its_units(staff: Person, field: Department, ben: Person) -> None:
    crew = factories.DepartmentFactory(name="Lag 3", slug="lag-3", parent=field)
    Person.objects.filter(pk=ben.pk).update(department=crew)
    assert counts(staff)["department"] == {"Feltmontasje": 3, "Lag 3": 1, "Marked": 1}
    assert found(staff, department=[str(field.pk)]) == {"ann", "ben", "mona"}
    assert found(staff, department=[str(crew.pk)]) == {"ben"}


@pytest.mark.parametrize("reader", ["ben", "mona", "cleo"])
@pytest.mark.parametrize(("key", "asked"), [("place", {"place": ["Bodø"]}), ("languages", {"language": ["pl"]})])
def test_nobody_is_counted_or_narrowed_to_by_what_they_hide(
    staff: Person, reader: str, key: str, asked: dict[str, list[str]], request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(reader)
    assert "ann" in found(person, **asked)
    actions.edit_profile(person=staff, changes={"hides": {key: "department"}})
    assert "ann" not in found(person, **asked)
    (name,) = asked
    assert sum(counts(person)[name].values()) == {"place": 3, "language": 2}[name]


def test_who_left_is_neither_counted_nor_counts(staff: Person, gone: Person) -> None:
    Person.objects.filter(pk=gone.pk).update(place="Vardø")
    assert "Vardø" not in counts(staff)["place"]
    assert not any(counts(gone).values())


def test_only_what_the_organisation_made_a_filter_narrows(staff: Person, ada: Person, cleo: Person) -> None:
    room = actions.add_field(by=ada, name_nb="Rom", name_en="Room")
    actions.decide_fields(by=ada, decisions={"place": Decision(is_filter=False), room.key: Decision(is_filter=True)})
    for person, text in ((cleo, "Nord 4"), (staff, "Sør 1")):
        actions.edit_profile(person=person, changes={"extra": {room.key: text}})
    assert counts(staff)[room.key] == {"Nord 4": 1, "Sør 1": 1}
    assert "place" not in counts(staff)
    assert found(staff, **{room.key: ["Nord 4"]}) == {"cleo"}
    assert {"ann", "ben", "cleo", "mona"} <= found(staff, place=["Bodø"])  # no longer asked for
    actions.edit_profile(person=cleo, changes={"hides": {room.key: "manager"}})
    assert counts(staff)[room.key] == {"Sør 1": 1}
    assert found(staff, **{room.key: ["Nord 4"]}) == set()


def test_chips_take_one_value_away_and_leave_the_rest(staff: Person, client_of: As) -> None:
    page = client_of(staff).get("/people/", {"q": "a", "place": ["Bodø", "Harstad"], "available": "1"})
    chips = tree(page).findall(".//a[@class='chip']")
    assert {words(chip): chip.get("href") for chip in chips} == {
        "Bodø": "/people/?q=a&place=Harstad&available=1",
        "Harstad": "/people/?q=a&place=Bod%C3%B8&available=1",
        "Not away today": "/people/?q=a&place=Bod%C3%B8&place=Harstad",
    }
    boxes = {
        box.get("id") for box in tree(page).findall(".//input[@type='checkbox']") if box.get("checked") is not None
    }
    assert boxes == {"place-Bod%C3%B8", "place-Harstad", "available-1"}


def test_the_directory_costs_the_same_for_three_and_for_thirty(
    ann: Person, client_of: As, django_assert_num_queries: Callable
) -> None:
    client, skill = client_of(ann), factories.SkillFactory()
    for count in (3, 27):
        for person in factories.PersonFactory.create_batch(count, place="Bodø", languages=["no"]):
            PersonSkill.objects.create(person=person, skill=skill)
        client.get("/people/", {"place": "Bodø"})
        with django_assert_num_queries(5):  # session, person, people, counts, and my groups beside the page
            client.get("/people/", {"place": "Bodø"})


def test_the_field_on_every_page_suggests_the_first_few(staff: Person, client_of: As) -> None:
    factories.PersonFactory.create_batch(8)
    client, typing = client_of(staff), {"HX-Request": "true"}
    part = tree(client.get("/finder/", {"q": "kollega"}, headers=typing))
    options = part.findall(".//li[@role='option']")
    assert len(options) == 8
    assert [option.get("data-href") for option in options[6:]] == ["/people/?q=kollega", "/search/?q=kollega"]
    assert "All 8 colleagues" in words(options[6])
    cleo = tree(client.get("/finder/", {"q": "cleo"}, headers=typing)).findall(".//li[@data-colleague]")
    assert [option.get("data-href") for option in cleo] == ["/people/cleo/"]
    assert client.get("/finder/", {"q": "å b"})["Location"] == "/people/?q=%C3%A5+b"


def test_the_field_suggests_nobody_who_left_and_says_why_somebody_is_there(
    staff: Person, gone: Person, client_of: As
) -> None:
    client, typing = client_of(staff), {"HX-Request": "true"}
    assert "data-colleague" not in client.get("/finder/", {"q": "gundersen"}, headers=typing).content.decode()
    assert "Can be asked about Reléplan" in client.get("/finder/", {"q": "relepl"}, headers=typing).content.decode()


@pytest.mark.parametrize(("language", "named"), [("nb", "Bygg"), ("en", "Building")])
def test_a_filter_that_the_administrator_ticks_narrows_the_directory(
    staff: Person,
    ada: Person,
    cleo: Person,
    client_of: As,
    language: str,
    named: str,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    page, admin, committed = "/administration/fields/", client_of(ada), django_capture_on_commit_callbacks
    assert admin.post(f"{page}new/", {"name_nb": "Bygg", "name_en": "Building"}).status_code == 303
    for person, text in ((staff, "Nordbygget"), (cleo, "Nordbygget"), (ada, "Søndre fløy")):
        actions.edit_profile(person=person, changes={"extra": {"own-building": text}})
    shown = {f"{field.key}:is_shown": "on" for field in queries.decided_fields()}
    admin.post(page, {**shown, "own-building:is_filter": "on", "languages:is_filter": "on"})
    Person.objects.filter(pk=staff.pk).update(language=language)
    reader = client_of(staff)
    facets = {words(part.find("legend")): part for part in tree(reader.get("/people/")).findall(".//fieldset")}
    assert [*facets][:2] == [{"nb": "Språk", "en": "Languages"}[language], named]  # no department, place or skill
    assert [words(box) for box in facets[named].findall("label")] == ["Nordbygget, 2", "Søndre fløy, 1"]
    assert "/people/ada/" not in reader.get("/people/", {"own-building": "Nordbygget"}).content.decode()
    with committed(execute=True):
        admin.post(page, shown)
    assert named not in [words(legend) for legend in tree(reader.get("/people/")).findall(".//legend")]
