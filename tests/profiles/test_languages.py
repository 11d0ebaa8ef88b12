"""Languages that people speak: one language is one, however it is written, and is read in the reader's language."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from profiles import actions
from profiles.languages import kept_languages, known_codes, language_name, language_names
from profiles.models import Person
from profiles.queries.said import read_value, shown
from tests.profiles.browser import tree, words

As = Callable[[Person], Client]


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("en", "English, engelsk, ENGELSK, en, en-US"),
        ("no", "norsk, Norwegian, no"),
        ("nb", "bokmål, norsk (bokmål), nb_NO"),
        ("se", "nordsamisk, Northern Sami, davvisámegiella"),
        ("ti", "tigrinja, Tigrinya, ትግርኛ"),
        ("so", "somali, Somalisk, soomaali"),
        ("prs", "dari, دری"),
        ("ps", "pashto, Pasjto, پښتو"),
        ("uk", "ukrainsk, Ukrainian, Українська"),
        ("zh", "kinesisk, Chinese, 中文"),
        ("nsl", "norsk tegnspråk, Norwegian sign language"),
    ],
)
def test_a_language_is_the_same_in_every_spelling(code: str, spellings: str) -> None:
    assert {tuple(kept_languages([spelling])) for spelling in spellings.split(", ")} == {(code,)}


def test_one_that_is_not_known_stays_as_it_was_written_and_is_there_once() -> None:
    assert kept_languages([" Toki  Pona ", "toki pona", "", "British English"]) == ["Toki Pona", "British English"]
    assert language_name("toki pona") == "Toki pona"
    assert len(kept_languages(f"språk {number}" for number in range(20))) == 12


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_known_language_has_a_name_of_its_own_that_leads_back_to_it(language: str) -> None:
    with override(language):
        assert [kept_languages([language_name(code)]) for code in known_codes()] == [[code] for code in known_codes()]
        assert len(set(language_names())) == len(known_codes())


def test_pages_name_them_in_the_language_of_the_reader(ann: Person, ben: Person, cleo: Person, client_of: As) -> None:
    actions.edit_profile(person=ann, changes={"languages": ["no", "se", "Toki Pona"]})
    for reader, language, said in ((ben, "nb", ["Norsk", "Nordsamisk"]), (cleo, "en", ["Norwegian", "Northern Sami"])):
        Person.objects.filter(pk=reader.pk).update(language=language)
        client = client_of(reader)
        tags = tree(client.get("/people/ann/")).findall(".//li[@class='tag']")
        assert [words(tag) for tag in tags] == [*said, "Toki Pona"]
        boxes = tree(client.get("/people/")).findall(".//input[@name='language']/..")
        assert sorted(words(box) for box in boxes) == sorted(f"{name}, 1" for name in [*said, "Toki pona"])


def test_a_link_with_an_older_spelling_still_narrows(ann: Person, ben: Person, client_of: As) -> None:
    actions.edit_profile(person=ann, changes={"languages": ["pl"]})
    html = client_of(ben).get("/people/", {"language": ["Polsk", "polish"]}).content.decode()
    assert "/people/ann/" in html.split('id="people"')[1]
    assert html.count('class="chip"') == 1


def test_the_form_is_filled_in_the_language_of_the_page_and_offers_the_known(ann: Person, client_of: As) -> None:
    actions.edit_profile(person=ann, changes={"languages": ["no", "so", "Toki Pona"]})
    Person.objects.filter(pk=ann.pk).update(language="en")
    page = tree(client_of(ann).get("/settings/profile/"))
    field = page.find(".//input[@name='languages']")
    assert field.get("value") == "Norwegian, Somali, Toki Pona"
    offered = [option.get("value") for option in page.findall(f".//datalist[@id='{field.get('list')}']/option")]
    assert {"Norwegian", "English", "Dari", "Tigrinya"} <= set(offered)


@pytest.mark.usefixtures("english")
def test_a_file_may_spell_them_as_it_likes_and_is_read_in_the_language_of_the_page() -> None:
    assert read_value("languages", "Norsk; engelsk / Toki Pona") == ["no", "en", "Toki Pona"]
    assert shown("languages", ["no", "en", "Toki Pona"]) == "Norwegian, English, Toki Pona"
    assert shown("languages", "") == ""


def test_what_an_import_of_long_ago_wrote_can_still_be_taken_back(ann: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(languages=["no", "pl"])
    kept = actions.put_back(changes={ann.pk: {"languages": (["norsk"], ["Norsk", "polsk"])}})
    ann.refresh_from_db()
    assert (kept, ann.languages) == ({ann.pk: []}, ["no"])
