"""Sessions: new at sign-in, listed, ended, and dead when the person or the password is gone."""

import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from profiles import actions, adapter, tasks
from profiles.models import Person
from tests import factories
from tests.profiles.browser import BETTER, is_in, parsed, sign_in

pytestmark = pytest.mark.django_db


def test_a_session_id_from_before_sign_in_is_worthless_after(ann: Person) -> None:
    client = Client()
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["session"] = before = session.session_key
    sign_in(ann, client=client)
    assert client.cookies["session"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_cookies_are_hidden_from_script_and_from_other_sites(ann: Person) -> None:
    client = Client()
    client.get("/account/login/")
    sign_in(ann, client=client)
    client.post("/settings/language/", {"language": "en"})
    assert set(client.cookies) == {"session", "csrf", "django_language"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_somebody_who_left_gets_in_nowhere(ann: Person, settings: Any) -> None:
    settings.DEMO = True
    client = sign_in(ann)
    tasks.send_reset_letter(ann.pk)
    link = re.search(r"/account/password/reset/key/\S+", mail.outbox[0].body)
    actions.deactivate_person(person=ann)
    assert link is not None
    assert not is_in(client)
    assert not is_in(sign_in(ann))
    assert Client().post("/demo/sign-in/", {"handle": "ann"}).status_code == 404
    tasks.send_reset_letter(ann.pk)
    assert len(mail.outbox) == 1
    late = Client()
    page = late.get(link[0], follow=True)
    late.post(page.request["PATH_INFO"], {"password1": BETTER, "password2": BETTER})
    assert not is_in(sign_in(ann, BETTER))


def test_the_list_of_sessions_names_browsers_and_keeps_no_addresses(ann: Person) -> None:
    phone = Client(headers={"user-agent": "Mozilla/5.0 (Android 14; Mobile) Firefox/142.0"}, REMOTE_ADDR="10.9.8.7")
    desk = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537"})
    sign_in(ann, client=phone)
    sign_in(ann, client=desk)
    Person.objects.filter(pk=ann.pk).update(language="en")
    html = parsed(desk.get("/account/sessions/"))
    assert "Firefox on Android" in html
    assert "Chrome on Windows" in html
    assert html.count('class="tag tag--accent"') == 1
    assert set(UserSession.objects.values_list("ip", flat=True)) == {adapter.NO_ADDRESS}
    assert "10.9.8.7" not in html


def test_signing_out_there_ends_that_session_and_no_other(ann: Person, cleo: Person) -> None:
    here, there, hers = sign_in(ann), sign_in(ann), sign_in(cleo)
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert hers.post(f"/settings/sessions/{other.pk}/end/").status_code == 303
    assert is_in(there)
    here.post(f"/settings/sessions/{other.pk}/end/")
    assert (is_in(here), is_in(there), is_in(hers)) == (True, False, True)


def test_signing_out_everywhere_else_keeps_this_browser(ann: Person) -> None:
    here, there = sign_in(ann), sign_in(ann)
    here.post("/account/sessions/")
    assert (is_in(here), is_in(there)) == (True, False)
    assert Session.objects.count() == 1


def test_signing_out_deletes_the_session(ann: Person) -> None:
    client = sign_in(ann)
    assert client.get("/account/logout/").status_code == 200
    assert is_in(client)
    client.post("/account/logout/")
    assert not is_in(client)
    assert not UserSession.objects.filter(session_key=client.session.session_key).exists()


def test_a_session_lasts_at_most_fourteen_days(ann: Person) -> None:
    client = sign_in(ann)
    assert int(client.cookies["session"]["max-age"]) <= 14 * 24 * 3600


@pytest.mark.slow
def test_forty_colleagues_behind_one_address_sign_in_within_a_minute(db: None) -> None:
    people = factories.PersonFactory.create_batch(40)
    assert all(is_in(sign_in(person, REMOTE_ADDR="10.0.0.1")) for person in people)


def test_ten_wrong_passwords_lock_the_account_also_for_the_right_one(ann: Person, cleo: Person) -> None:
    for number in range(10):
        forged = {"X-Forwarded-For": f"203.0.113.{number}"}
        Client().post("/account/login/", {"login": ann.email, "password": "wrong"}, headers=forged)
        if number % 3 == 0:
            assert is_in(sign_in(cleo))  # an attacker's own success resets nothing
    assert not is_in(sign_in(ann))
    assert is_in(sign_in(cleo))
