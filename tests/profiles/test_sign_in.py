"""The way in: passwords, second steps, sessions and limits, through the pages as a browser sees them."""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import html5lib
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from network.live.models import Entry
from profiles import actions, adapter, middleware, tasks
from profiles.models import Person
from profiles.queries import people as people_queries
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "glod-demo"
BETTER = "en lang setning om fjorden"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(people_queries, "_somebody", False)
    cache.clear()
    yield
    cache.clear()


def sign_in(person: Person, password: str = PASSWORD, client: Client | None = None, **extra: Any) -> Client:
    """A browser in which the form was sent."""
    client = client or Client()
    client.post("/account/login/", {"login": person.email, "password": password, **extra})
    return client


def is_in(client: Client) -> bool:
    """Whether a page for colleagues opens."""
    return client.get("/people/").status_code == 200


def code(step: int = 0) -> str:
    """The code of SECRET now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step))


def parsed(response: Any) -> str:
    """The body, after a strict parser has read it as a page."""
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert "style=" not in html
    assert html.count("<h1") == 1
    return html


# The middleware


def test_every_name_is_closed_to_strangers_unless_it_is_listed(ann: Person) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    names |= {"profiles:" + name for name in get_resolver("profiles.urls").reverse_dict if isinstance(name, str)}
    assert names >= {name for name in middleware.OPEN_TO_ALL if not name.startswith("notifications:")}
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


# Sessions


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


# Passwords


def test_a_new_password_signs_out_everywhere_else_and_closes_sockets(ann: Person) -> None:
    here, there = sign_in(ann), sign_in(ann)
    form = {"oldpassword": PASSWORD, "password1": BETTER, "password2": BETTER}
    assert here.post("/account/password/change/", form).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert not Session.objects.filter(session_key=there.session.session_key).exists()
    assert Entry.objects.filter(verb=Entry.Verb.REVOKE, subject_id=ann.pk).exists()
    assert [letter.to for letter in mail.outbox] == [[ann.email]]


@pytest.mark.parametrize("password", ["kort", "password1", "ann askeland", "123456789"])
def test_weak_passwords_are_refused_and_long_ones_taken(password: str, ann: Person) -> None:
    client = sign_in(ann)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    html = client.post("/account/password/change/", form).content.decode()
    assert 'aria-invalid="true"' in html
    long = "ø" * 120
    assert client.post("/account/password/change/", form | {"password1": long, "password2": long}).status_code == 302


def reset_link(person: Person) -> str:
    """The path in the letter."""
    mail.outbox.clear()
    tasks.send_reset_letter(person.pk)
    found = re.search(r"(http://localhost:\d+)(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert found is not None
    return found[2]


def choose(link: str, password: str) -> Client:
    """A browser that used a link of a letter."""
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    return client


def test_a_reset_link_works_once_and_ends_every_session(ann: Person) -> None:
    client, link = sign_in(ann), reset_link(ann)
    choose(link, BETTER)
    assert not is_in(client)
    assert not Session.objects.filter(session_key=client.session.session_key).exists()
    assert is_in(sign_in(ann, BETTER))
    choose(link, "enda en setning om fjorden")
    assert is_in(sign_in(ann, BETTER))
    page = parsed(Client().get(link, follow=True))
    assert reverse("account_reset_password") in page


def test_a_reset_link_dies_with_the_address_and_with_the_hour(ann: Person, settings: Any) -> None:
    link = reset_link(ann)
    Person.objects.filter(pk=ann.pk).update(email="new@glod.example")
    choose(link, BETTER)
    ann.refresh_from_db()
    assert not is_in(sign_in(ann, BETTER))
    link = reset_link(ann)
    settings.PASSWORD_RESET_TIMEOUT = -1
    choose(link, BETTER)
    assert not is_in(sign_in(ann, BETTER))


def test_a_reset_letter_goes_to_the_owner_with_the_sites_own_address(ann: Person, monkeypatch: Any) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tasks.send_reset_letter, "defer", lambda **ids: asked.append(ids["person_id"]))
    forged = {"Host": "testserver", "X-Forwarded-Host": "evil.example"}
    Client().post("/account/password/reset/", {"email": [ann.email, "evil@evil.example"]}, headers=forged)
    Client().post("/account/password/reset/", {"email": ann.email}, headers=forged)
    assert asked == [ann.pk]
    tasks.send_reset_letter(ann.pk)
    assert mail.outbox[0].to == [ann.email]
    assert "evil" not in mail.outbox[0].body
    assert Client().post("/account/password/reset/", headers={"Host": "evil.example"}).status_code == 400


def test_known_and_unknown_addresses_get_the_same_answer(ann: Person, gone: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr(tasks.send_reset_letter, "defer", lambda **_ids: None)

    def seen(url: str, **form: str) -> tuple[int, str, str]:
        answer = Client().post(url, form)
        html = re.sub(r'name="csrf[^>]*>|value="[^"]*"|data-[a-z]+="\d+"', "", answer.content.decode())
        return answer.status_code, answer.get("Location", ""), re.sub(r"[\w.]+@glod.example|csrf\S*", "", html)

    known, left = ann.email, gone.email
    for unknown in ("nobody@glod.example", left):
        assert seen("/account/password/reset/", email=known) == seen("/account/password/reset/", email=unknown)
        wrong = {"password": "not this one"}
        assert seen("/account/login/", login=known, **wrong) == seen("/account/login/", login=unknown, **wrong)
    assert not mail.outbox


# Limits


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


# Second step


@pytest.fixture
def careful(ann: Person) -> Person:
    """ann with codes from an app and recovery codes."""
    TOTP.activate(ann, SECRET)
    RecoveryCodes.activate(ann)
    return ann


def test_a_password_alone_does_not_pass_the_second_step(careful: Person) -> None:
    client = sign_in(careful)
    assert not is_in(client)
    page = parsed(client.get("/account/2fa/authenticate/"))
    assert 'data-passkey="get"' in page
    assert client.post("/account/2fa/authenticate/", {"code": code()}).status_code == 302
    assert is_in(client)


def test_a_code_counts_once_also_in_two_browsers(careful: Person) -> None:
    one, two, now = sign_in(careful), sign_in(careful), code()
    one.post("/account/2fa/authenticate/", {"code": now})
    two.post("/account/2fa/authenticate/", {"code": now})
    assert (is_in(one), is_in(two)) == (True, False)


def test_codes_cannot_be_tried_without_end(careful: Person) -> None:
    client = sign_in(careful)
    for _ in range(10):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert not is_in(client)


def test_a_recovery_code_counts_once(careful: Person) -> None:
    (spare, *_rest) = Authenticator.objects.get(user=careful, type="recovery_codes").wrap().get_unused_codes()
    one, two = sign_in(careful), sign_in(careful)
    one.post("/account/2fa/authenticate/", {"code": spare})
    two.post("/account/2fa/authenticate/", {"code": spare})
    assert (is_in(one), is_in(two)) == (True, False)


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
    ],
)
def test_what_matters_asks_who_it_is_again_when_sign_in_was_long_ago(name: str, ann: Person) -> None:
    client = sign_in(ann)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600, "email": ann.email}]
    session.save()
    answer = client.get(reverse(name))
    assert answer["Location"].startswith("/account/reauthenticate/")
    page = parsed(client.get(answer["Location"]))
    assert 'name="password"' in page
    client.post(answer["Location"], {"password": PASSWORD, "next": reverse(name)})
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_codes_are_turned_on_with_a_picture_shown_once_and_a_letter(ann: Person) -> None:
    client = sign_in(ann)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = parsed(client.get("/account/2fa/totp/activate/"))
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r"<code>(\w+)</code>", page)
    assert secret is not None
    now = format_hotp_value(hotp_value(secret[1], int(time.time()) // 30))
    answer = client.post("/account/2fa/totp/activate/", {"code": now}, follow=True)
    assert parsed(answer).count("<li>") >= 10
    assert {letter.to[0] for letter in mail.outbox} == {ann.email}
    for url in ("/account/2fa/", "/account/2fa/totp/deactivate/", "/account/2fa/recovery-codes/generate/"):
        parsed(client.get(url))
    assert client.get("/account/2fa/recovery-codes/download/").status_code == 200


def test_passkey_pages_hold_their_options_as_data_and_no_script_of_their_own(ann: Person) -> None:
    client = sign_in(ann)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = parsed(client.get("/account/2fa/webauthn/add/"))
    assert 'id="passkey-options" type="application/json"' in page
    assert "js/behaviours/passkey.js" in page
    options = Client().get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert options.json()["request_options"]["publicKey"]["challenge"]


def test_a_replayed_or_foreign_assertion_is_refused(ann: Person) -> None:
    client = Client()
    client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    parts = dict.fromkeys(["clientDataJSON", "authenticatorData", "signature", "userHandle"], "AA")
    forged = {"id": "AA", "rawId": "AA", "type": "public-key", "response": parts}
    client.post("/account/2fa/webauthn/login/", {"credential": json.dumps(forged)})
    assert not is_in(client)


# The address


def test_a_new_address_counts_when_its_link_was_used_and_the_old_one_is_told(ann: Person) -> None:
    client = sign_in(ann)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"email": "ny@glod.example", "action_add": ""})
    ann.refresh_from_db()
    assert ann.email == "ann@glod.example"
    letter = next(letter for letter in mail.outbox if letter.to == ["ny@glod.example"])
    link = re.search(r"/account/confirm-email/\S+/", letter.body)
    assert link is not None
    parsed(client.get("/account/email/"))
    parsed(client.get(link[0]))
    client.post(link[0])
    ann.refresh_from_db()
    assert ann.email == "ny@glod.example"
    assert any(letter.to == ["ann@glod.example"] for letter in mail.outbox)


# Forms, headers


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


# Pages in both languages


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


# The demo, and the empty site


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
