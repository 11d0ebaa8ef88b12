"""Passkeys from end to end: made, used alone, and refused when copied, replayed or asked for elsewhere (AUTH-14)."""

import html
import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from profiles.models import Person, SignInRules
from tests.profiles.browser import PASSWORD, is_in, sign_in
from tests.profiles.key import BEGIN, HOST, PRESENT, Key, browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
ADD = "/account/2fa/webauthn/add/"


def asked_on(page: Any) -> Any:
    """What the page asks the browser for."""
    found = re.search(r'id="passkey-options"[^>]*>(.*?)</script>', page.content.decode(), re.S)
    assert found is not None
    return json.loads(html.unescape(found[1]))["creation_options"]


def add(person: Person, key: Key, client: Client | None = None) -> Client:
    """A browser in which the person made the key."""
    client = client or browser()
    sign_in(person, client=client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    credential = key.made(asked_on(client.get(ADD)))
    client.post(ADD, {"name": "Telefonen", "passwordless": "on", "credential": credential})
    return client


def options(client: Client) -> Any:
    return client.get(BEGIN, headers={"Accept": "application/json"}).json()["request_options"]


def use(key: Key, client: Client | None = None, **how: Any) -> Client:
    """A browser in which the key was used alone."""
    client = client or browser()
    client.post(BEGIN, {"credential": key.used(options(client), **how)})
    return client


@pytest.fixture
def key(ann: Person) -> Key:
    made = Key()
    add(ann, made)
    return made


def test_a_key_signs_in_alone(key: Key, ann: Person) -> None:
    client = use(key)
    assert client.get("/settings/").wsgi_request.user == ann


def test_a_new_key_is_told_by_mail_and_gives_recovery_codes(ann: Person) -> None:
    mail.outbox.clear()
    add(ann, Key())
    assert [letter.to for letter in mail.outbox] == [[ann.email]]
    assert Authenticator.objects.filter(user=ann, type="recovery_codes").exists()


def test_after_a_password_the_key_is_asked_for(key: Key, ann: Person) -> None:
    client = sign_in(ann, client=browser())
    assert not is_in(client)
    page = client.get("/account/2fa/authenticate/").content.decode()
    found = re.search(r'id="passkey-options"[^>]*>(.*?)</script>', page, re.S)
    assert found is not None
    asked = json.loads(html.unescape(found[1]))["request_options"]
    client.post("/account/2fa/authenticate/", {"credential": key.used(asked)})
    assert is_in(client)


def test_an_answer_counts_once(key: Key) -> None:
    client = browser()
    answer = key.used(options(client))
    client.post(BEGIN, {"credential": answer})
    assert is_in(client)
    client.post("/account/logout/")
    client.post(BEGIN, {"credential": answer})
    assert not is_in(client)
    options(client)
    client.post(BEGIN, {"credential": answer})
    assert not is_in(client)


def test_an_answer_counts_only_in_the_browser_that_was_asked(key: Key) -> None:
    asked, thief = browser(), browser()
    answer = key.used(options(asked))
    options(thief)
    thief.post(BEGIN, {"credential": answer})
    assert not is_in(thief)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://evil.localhost:1", f"http://{HOST}.evil.example", "null", "file://", ""]
)
def test_an_answer_from_another_address_is_refused(origin: str, key: Key) -> None:
    assert not is_in(use(key, origin=origin))


def test_a_counter_that_stands_still_or_goes_back_is_a_copy(key: Key) -> None:
    key.counter = 7
    assert is_in(use(key))
    for counter in (7, 6, 0):
        key.counter = counter
        assert not is_in(use(key)), counter
    key.counter = 8
    assert is_in(use(key))


def test_a_key_that_does_not_count_is_used_again_and_again(key: Key) -> None:
    assert is_in(use(key))
    assert is_in(use(key))


def test_alone_a_key_must_ask_who_holds_it(key: Key) -> None:
    assert not is_in(use(key, flags=PRESENT))


def test_another_key_does_not_open_the_account(key: Key, cleo: Person) -> None:
    hers = Key()
    add(cleo, hers)
    hers.person = key.person  # says that it is ann's
    assert not is_in(use(hers))


def test_who_left_gets_in_by_no_key(key: Key, ann: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(is_active=False)
    assert not is_in(use(key))


def test_while_only_the_provider_counts_no_key_does(key: Key, ada: Person) -> None:
    SignInRules.objects.create(pk=1, only_sso=True, break_glass=ada)
    client = browser()
    answer = client.post(BEGIN, {"credential": key.used(options(client))})
    assert answer.status_code == 403
    assert not is_in(client)


def test_a_key_is_the_second_step_that_is_asked_for(ann: Person) -> None:
    SignInRules.objects.create(pk=1, second_step="everybody")
    client = browser()
    sign_in(ann, client=client)
    assert client.get("/people/")["Location"] == "/settings/second-step/"
    add(ann, Key(), client)
    assert is_in(client)


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "7", '{"response": {}}', "not json", '{"response": {"userHandle": "AA"}}']
)
def test_what_is_no_answer_signs_nobody_in(sent: str, key: Key) -> None:
    client = browser()
    options(client)
    assert client.post(BEGIN, {"credential": sent}).status_code in (200, 302)
    assert not is_in(client)
