"""Pages about people: whole and as a fragment, checked as HTML."""

import re
from collections.abc import Callable

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from profiles.models import Person, PersonSkill, Role
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]

OWN_PAGES = (
    "profiles:people",
    "profiles:settings",
    "profiles:edit",
    "profiles:edit_photo",
    "profiles:skills",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
)


def parsed(response) -> str:
    """The body, after a strict parser has read it as a page."""
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


@pytest.mark.parametrize("name", OWN_PAGES)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_page_about_oneself_is_valid_html_with_one_heading_and_no_inline_style(
    name: str, language: str, ann: Person, client_of: As
) -> None:
    Person.objects.filter(pk=ann.pk).update(language=language)
    html = parsed(client_of(ann).get(reverse(name)))
    assert html.count("<h1") == 1
    assert f'<html lang="{language}"' in html
    assert "style=" not in html
    assert "<script>" not in html


def test_a_persons_page_says_who_they_are_and_gives_no_figures(ann: Person, mona: Person, client_of: As) -> None:
    skill = factories.SkillFactory(name="Reléplan", slug="releplan")
    PersonSkill.objects.create(person=mona, skill=skill, confirmed_by=ann)
    html = parsed(client_of(ann).get("/people/mona/"))
    for text in ("Mona Manger", "Feltmontasje", "Reléplan", "Ann Askeland", "mona@glod.example"):
        assert text in html
    assert reverse("feed:by_person", args=["mona"]) in html
    assert reverse("groups:in_common", args=["mona"]) in html


def test_a_deactivated_and_a_missing_person_look_the_same(ann: Person, gone: Person, client_of: As) -> None:
    client = client_of(ann)
    left, never = client.get("/people/gone/"), client.get("/people/never/")
    assert (left.status_code, never.status_code) == (404, 404)
    changing = rb'gone|never|name="csrf[^>]*>|data-[a-z]+="\d+"'
    assert re.sub(changing, b"", left.content) == re.sub(changing, b"", never.content)
    assert client.post("/people/gone/follow/", {"value": "1"}).status_code == 404


def test_a_deactivated_manager_is_left_out(ann: Person, mona: Person, client_of: As) -> None:
    Person.objects.filter(pk=mona.pk).update(is_active=False)
    assert "Mona Manger" not in client_of(ann).get("/people/ann/").content.decode()


def test_following_is_a_form_that_works_without_script(ann: Person, cleo: Person, client_of: As) -> None:
    client = client_of(ann)
    answer = client.post("/people/cleo/follow/", {"value": "1"})
    assert (answer.status_code, answer["Location"]) == (303, "/people/cleo/")
    assert 'aria-pressed="true"' in client.get("/people/cleo/").content.decode()
    client.post("/people/cleo/follow/", {"value": "0"})
    assert 'aria-pressed="false"' in client.get("/people/cleo/").content.decode()
    assert client.post("/people/cleo/follow/", {"value": "maybe"}).status_code == 422


def test_nobody_can_follow_themselves(ann: Person, client_of: As) -> None:
    assert client_of(ann).post("/people/ann/follow/", {"value": "1"}).status_code == 403


def test_the_directory_answers_typing_with_a_fragment_of_the_same_hits(ann: Person, ben: Person, client_of: As) -> None:
    client = client_of(ann)
    page = client.get("/people/", {"q": "berge"})
    part = client.get("/people/", {"q": "berge"}, headers={"HX-Request": "true"})
    assert 'href="/people/ben/"' in parsed(page)
    assert 'class="person__why"' in parsed(page)
    assert 'href="/people/ben/"' in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_the_directory_says_what_to_do_when_nobody_is_found(ann: Person, client_of: As) -> None:
    Person.objects.filter(pk=ann.pk).update(language="en")
    html = parsed(client_of(ann).get("/people/", {"q": "xyzzyxyzzy"}))
    assert "Nobody found" in html
    assert "Show everybody" in html


@pytest.mark.parametrize(
    "query",
    [
        "q=%27%3B--&page=x",
        "q=" + "a" * 5000,
        "q=%3A%2A%20%26%20%21",
        "department=999999999999999999999",
        "page=-1",
        "place=%00",
        "skill=%27",
        "q=%00a",
        "page=1999",
    ],
)
def test_no_address_of_the_directory_is_an_error(query: str, ann: Person, client_of: As) -> None:
    assert client_of(ann).get(f"/people/?{query}").status_code == 200


def test_pages_of_the_directory_show_each_person_once(ann: Person, client_of: As) -> None:
    factories.PersonFactory.create_batch(45, department=ann.department)
    client, seen = client_of(ann), []
    for page in (1, 2, 3):
        html = client.get("/people/", {"page": page}).content.decode()
        seen += [part.split('"')[0] for part in html.split('person__name" href="')[1:]]
    assert len(seen) == len(set(seen)) == Person.objects.active().count()


def test_the_directory_narrows_by_department_place_and_skill(ann: Person, cleo: Person, client_of: As) -> None:
    Person.objects.filter(pk=cleo.pk).update(place="Stornes")
    skill = factories.SkillFactory(name="Budsjett", slug="budsjett")
    PersonSkill.objects.create(person=cleo, skill=skill)
    for query in ({"department": cleo.department_id}, {"place": "Stornes"}, {"skill": "budsjett"}):
        html = client_of(ann).get("/people/", query).content.decode()
        assert "/people/cleo/" in html.split('id="results"')[1]
        assert 'person__name" href="/people/ann/"' not in html


def test_a_profile_is_edited_and_a_faulty_one_comes_back_with_what_was_typed(ann: Person, client_of: As) -> None:
    client = client_of(ann)
    good = {"name": "Ann  Askeland-Vik", "languages": "norsk, Norsk,  engelsk ,", "about": "Hei\r\nder"}
    assert client.post("/settings/profile/", good).status_code == 303
    ann.refresh_from_db()
    assert (ann.name, ann.languages, ann.about) == ("Ann Askeland-Vik", ["no", "en"], "Hei\nder")
    bad = client.post("/settings/profile/", {"name": "", "place": "Lysvær", "away_until": "soon"})
    assert bad.status_code == 422
    html = parsed(bad)
    assert 'value="Lysvær"' in html
    assert html.count('aria-invalid="true"') == 2


def test_appearance_and_language_are_saved_and_shown(ann: Person, client_of: As) -> None:
    client = client_of(ann)
    client.post("/settings/appearance/", {"theme": "dark", "next": "/people/"})
    client.post("/settings/appearance/", {"contrast": "more"})
    client.post("/settings/appearance/", {"shortcuts": "0"})
    client.post("/settings/language/", {"language": "en"})
    html = client.get("/settings/").content.decode()
    assert '<html lang="en" data-theme="dark" data-contrast="more" data-keys="off"' in html
    assert client.post("/settings/appearance/", {"theme": "pink"}).status_code == 422
    assert client.post("/settings/language/", {"language": "xx"}).status_code == 422


def test_skills_are_declared_asked_for_confirmed_and_withdrawn(
    ann: Person, ben: Person, cleo: Person, client_of: As
) -> None:
    mine, bens = client_of(ann), client_of(ben)
    assert mine.post("/settings/skills/", {"name": "Reléplan"}).status_code == 303
    assert mine.post("/settings/skills/", {"name": "***"}).status_code == 422
    assert mine.post("/settings/skills/releplan/ask/", {"handle": "@ben"}).status_code == 303
    assert mine.post("/settings/skills/releplan/ask/", {"handle": "nobody"}).status_code == 422
    assert "/people/ann/skills/releplan/confirm/" in parsed(bens.get("/people/ann/"))
    assert "Reléplan" in parsed(bens.get("/settings/skills/"))
    assert client_of(cleo).post("/people/ann/skills/releplan/confirm/").status_code == 403
    assert bens.post("/people/ann/skills/releplan/confirm/").status_code == 303
    assert "Ben Berge" in mine.get("/people/ann/").content.decode()
    mine.post("/settings/skills/releplan/withdraw/")
    assert not ann.declared.exists()


def test_one_cannot_touch_the_skills_of_another(ann: Person, cleo: Person, client_of: As) -> None:
    client_of(ann).post("/settings/skills/", {"name": "Reléplan"})
    assert client_of(cleo).post("/settings/skills/releplan/ask/", {"handle": "ann"}).status_code == 404
    client_of(cleo).post("/settings/skills/releplan/withdraw/")
    assert ann.declared.count() == 1


def test_away_until_shows_up_to_the_day(ann: Person, client_of: As) -> None:
    Person.objects.filter(pk=ann.pk).update(away_until="2999-01-01", language="en")
    assert "Away until" in client_of(ann).get("/people/ann/").content.decode()
    Person.objects.filter(pk=ann.pk).update(away_until="2001-01-01")
    assert "Away until" not in client_of(ann).get("/people/ann/").content.decode()


def test_a_persons_page_costs_the_same_with_many_reports_and_skills(
    ann: Person, mona: Person, client_of: As, django_assert_num_queries: Callable
) -> None:
    Role.objects.create(person=ann, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    client = client_of(ann)
    client.get("/people/mona/")
    with django_assert_num_queries(11):  # four are the count in the rail of whoever handles reports
        client.get("/people/mona/")
    for number in range(28):
        factories.PersonFactory(manager=mona, department=mona.department)
        PersonSkill.objects.create(
            person=mona, skill=factories.SkillFactory(), confirmed_by=ann if number % 2 else None
        )
    with django_assert_num_queries(11):
        client.get("/people/mona/")


def test_typing_costs_four_queries_however_many_are_found(
    ann: Person, client_of: As, django_assert_num_queries: Callable
) -> None:
    client = client_of(ann)

    def type_it() -> None:
        client.get("/people/", {"q": "kollega"}, headers={"HX-Request": "true"})

    for count in (6, 24):
        factories.PersonFactory.create_batch(count, department=ann.department)
        type_it()
        with django_assert_num_queries(4):  # session, person, hits, counts; cards and names come from memory
            type_it()


def test_a_searched_title_with_markup_is_shown_as_text(ann: Person, cleo: Person, client_of: As) -> None:
    Person.objects.filter(pk=cleo.pk).update(title="<b>%(what)s</b>", folded="cleo what")
    html = parsed(client_of(ann).get("/people/", {"q": "what"}))
    assert "<b>%" not in html
    assert "&lt;b&gt;%(what)s&lt;/b&gt;" in html
