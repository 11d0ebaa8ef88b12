"""The way in: what is open, where it leads, the demo and the empty site."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from profiles import middleware
from profiles.models import Person
from profiles.queries import people as people_queries
from tests import factories
from tests.profiles.browser import BETTER, PASSWORD, is_in, parsed

pytestmark = pytest.mark.django_db


def test_every_name_is_closed_to_strangers_unless_it_is_listed(ann: Person) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    names |= {"profiles:" + name for name in get_resolver("profiles.urls").reverse_dict if isinstance(name, str)}
    others = ("notifications:", "openness:scim_", "ideas:certificate")  # signed links, keys, codes on paper
    assert names >= {name for name in middleware.OPEN_TO_ALL if not name.startswith(others)}
    arguments = {"handle": "ann", "slug": "x", "name": "x", "size": 48, "pk": 1, "key": "x", "uidb36": "1"}
    for name in names - middleware.OPEN_TO_ALL:
        patterns = get_resolver().reverse_dict if ":" not in name else get_resolver("profiles.urls").reverse_dict
        wanted = patterns.getlist(name.rpartition(":")[2])[0][0][0][1]
        url = reverse(name, kwargs={one: arguments.get(one, 1) for one in wanted})
        answer = Client().get(url)
        assert answer.status_code in (302, 405), name
        assert answer.status_code == 405 or answer["Location"].startswith("/account/login/"), name


def test_a_stranger_comes_back_to_the_page_they_wanted(ann: Person) -> None:
    client = Client()
    answer = client.get("/people/?q=ben")
    assert answer["Location"] == "/account/login/?next=%2Fpeople%2F%3Fq%3Dben"
    html = parsed(client.get(answer["Location"]))
    assert 'name="next" value="/people/?q=ben"' in html
    form = {"login": ann.email, "password": PASSWORD, "next": "/people/?q=ben"}
    assert client.post("/account/login/", form)["Location"] == "/people/?q=ben"


@pytest.mark.parametrize("status", ["GET", "POST"])
def test_a_fragment_for_a_stranger_sends_the_page_to_sign_in(status: str, ann: Person) -> None:
    answer = Client().generic(status, "/people/ann/follow/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/login/")


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        r"\\evil.example",
        "/\t/evil.example",
        "///evil.example",
        "javascript:1",
        "http:///evil.example",
        "http://testserver.evil.example/",
    ],
)
def test_no_redirect_leaves_this_site(target: str, ann: Person) -> None:
    client = Client()
    form = {"login": ann.email, "password": PASSWORD, "next": target}
    assert client.post("/account/login/", form)["Location"] == "/"
    for url, more in (("/settings/language/", {"language": "en"}), ("/settings/appearance/", {"theme": "dark"})):
        assert client.post(url, {"next": target, **more})["Location"].startswith("/")
        assert "evil" not in client.post(url, {"next": target, **more})["Location"]
    assert "evil" not in client.post("/account/logout/", {"next": target})["Location"]


def test_a_form_without_this_sites_token_is_refused(ann: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    for url in ("/people/ben/follow/", "/settings/profile/", "/settings/language/", "/account/logout/"):
        assert client.post(url, {"value": "1"}).status_code == 403
        assert client.post(url, "{}", content_type="text/plain").status_code == 403
    assert Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"}).status_code == 403
    assert Client(enforce_csrf_checks=True).post("/demo/sign-in/", {"handle": "ann"}).status_code == 403


@pytest.mark.parametrize("url", ["/account/login/", "/account/password/reset/", "/nowhere/"])
def test_sign_in_pages_cannot_be_framed_or_cached(url: str, ann: Person) -> None:
    answer = Client().get(url)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    "url",
    [
        "/account/login/",
        "/account/logout/",
        "/account/signup/",
        "/account/inactive/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/done/",
        "/account/password/reset/key/1-x/",
        "/account/confirm-email/x/",
        "/account/login/code/confirm/",
    ],
)
def test_pages_before_sign_in_are_ours_in_both_languages(url: str, language: str, ann: Person) -> None:
    client = Client()
    assert client.post("/settings/language/", {"language": language, "next": url})["Location"] == url
    html = parsed(client.get(url, follow=True))
    assert f'<html lang="{language}"' in html
    assert "signin__form" in html


def test_nobody_signs_up_by_themselves(ann: Person) -> None:
    form = {"email": "x@x.example", "password1": BETTER, "password2": BETTER}
    Client().post("/account/signup/", form)
    assert Person.objects.count() == 2  # ann and her manager


def test_the_demo_lets_in_the_named_people_with_one_click(ann: Person, ada: Person, mo: Person, settings: Any) -> None:
    settings.DEMO = True
    client = Client()
    html = parsed(client.get("/account/login/?next=/settings/"))
    for handle in ("ann", "ada", "mo"):
        assert f'name="handle" value="{handle}"' in html
    answer = client.post("/demo/sign-in/", {"handle": "ann", "next": "/settings/"})
    assert answer["Location"] == "/settings/"
    assert is_in(client)
    assert Client().get("/demo/sign-in/").status_code == 405


def test_a_real_site_has_no_demo_door(ann: Person, settings: Any) -> None:
    settings.DEMO = False
    client = Client()
    assert client.post("/demo/sign-in/", {"handle": "ann"}).status_code == 404
    assert not is_in(client)
    assert "/demo/sign-in/" not in client.get("/account/login/").content.decode()


def test_the_demo_door_opens_for_nobody_else(ann: Person, gone: Person, settings: Any) -> None:
    settings.DEMO = True
    other = factories.PersonFactory()
    for handle in (other.handle, "gone", "", "mona' --"):
        assert Client().post("/demo/sign-in/", {"handle": handle}).status_code == 404


def test_an_empty_site_leads_to_set_up_and_then_never_again(db: None) -> None:
    client = Client()
    assert client.get("/", follow=True).request["PATH_INFO"] == "/set-up/"
    parsed(client.get("/set-up/"))
    form = {"name": "Ada Bjerke", "email": "Ada@firma.example", "password": "kort"}
    assert client.post("/set-up/", form).status_code == 422
    assert client.post("/set-up/", form | {"password": BETTER})["Location"] == "/"
    assert Person.objects.get().is_administrator
    assert is_in(client)
    assert Client().get("/set-up/").status_code == 404
    assert Client().post("/set-up/", form | {"password": BETTER}).status_code == 404
    assert Client().get("/account/login/").status_code == 200


def test_set_up_does_not_exist_in_the_demo(db: None, settings: Any) -> None:
    settings.DEMO = True
    assert Client().get("/set-up/").status_code == 404


def test_asking_whether_anybody_is_here_costs_one_query_once(ann: Person, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(1):
        assert people_queries.is_anybody_here()
        assert people_queries.is_anybody_here()
