"""Passwords, keys and the address, through the pages as a browser sees them."""

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from network.live.models import Entry
from profiles import tasks
from profiles.models import Person
from tests.profiles.browser import BETTER, PASSWORD, choose, is_in, parsed, reset_link, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


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
