"""New ids when somebody proves more, asking again before what matters, telling the owner, and passwords one can guess."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from network.live.consumers import person_of_session
from profiles.models import Person
from tests.profiles.browser import PASSWORD, SECRET, code, is_in, sign_in
from tests.profiles.key import Key
from tests.profiles.test_keys import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def careful(ann: Person) -> Person:
    """ann with codes from an app and recovery codes."""
    TOTP.activate(ann, SECRET)
    RecoveryCodes.activate(ann)
    return ann


def prove(client: Client) -> Client:
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_every_proof_gives_a_new_id_and_the_old_one_is_dead(careful: Person) -> None:
    client = Client()
    ids = [client.session.session_key]
    sign_in(careful, client=client)
    assert not is_in(client)  # half-way in is still outside
    client.post("/account/2fa/authenticate/", {"code": code()})
    ids.append(client.session.session_key)
    prove(client)
    ids.append(client.session.session_key)
    assert is_in(client)
    assert len(set(ids)) == len(ids)
    assert list(Session.objects.values_list("session_key", flat=True)) == ids[-1:]
    assert [person_of_session(key) for key in ids if key][:-1] == [None] * (len([key for key in ids if key]) - 1)
    assert UserSession.objects.get(user=careful).session_key == ids[-1]


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("/account/2fa/totp/deactivate/", {}),
        ("/account/2fa/recovery-codes/generate/", {}),
        ("/account/2fa/recovery-codes/", None),
        ("/account/email/", {"email": "ny@glod.example", "action_add": ""}),
        ("/account/3rdparty/", None),
    ],
)
def test_without_a_fresh_proof_nothing_that_matters_changes(url: str, form: Any, careful: Person) -> None:
    client = sign_in(careful)
    client.post("/account/2fa/authenticate/", {"code": code()})
    before = list(Authenticator.objects.order_by("pk").values("type", "data"))
    answer = client.post(url, form) if form is not None else client.get(url)
    if url != "/account/3rdparty/":
        assert answer["Location"].startswith("/account/reauthenticate/")
    assert list(Authenticator.objects.order_by("pk").values("type", "data")) == before
    assert not careful.emailaddress_set.filter(email="ny@glod.example").exists()


def test_a_proof_lasts_a_quarter_of_an_hour(careful: Person) -> None:
    client = sign_in(careful)
    client.post("/account/2fa/authenticate/", {"code": code()})
    prove(client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 901
    session.save()
    assert client.post("/account/2fa/totp/deactivate/")["Location"].startswith("/account/reauthenticate/")
    assert Authenticator.objects.filter(user=careful, type="totp").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["codes off", "new recovery codes", "key removed"])
def test_the_owner_is_told_by_mail(what: str, careful: Person) -> None:
    client = sign_in(careful)
    client.post("/account/2fa/authenticate/", {"code": code()})
    prove(client)
    mail.outbox.clear()
    if what == "codes off":
        client.post("/account/2fa/totp/deactivate/")
    elif what == "new recovery codes":
        client.post("/account/2fa/recovery-codes/generate/")
    else:
        Authenticator.objects.filter(user=careful).delete()
        client = add(careful, Key())
        mail.outbox.clear()
        key = Authenticator.objects.get(user=careful, type="webauthn")
        client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
    assert [letter.to for letter in mail.outbox] == [[careful.email]]
    assert SECRET not in mail.outbox[0].body


def test_a_reset_for_two_addresses_goes_to_neither_stranger(ann: Person) -> None:
    for email in (["evil@x.example", ann.email], f"{ann.email},evil@x.example", f"{ann.email}\nevil@x.example"):
        mail.outbox.clear()
        Client().post("/account/password/reset/", {"email": email})
        Client().post("/account/password/reset/", {"email[]": email})
        assert not any("evil" in address for letter in mail.outbox for address in letter.to)


@pytest.mark.parametrize(
    "password",
    ["Glød2026!", "glodglod123", "Sommer2026!!", "vinter-2026", "passord-passord", "Velkommen123", "GLOD intranett 1"],
)
def test_what_anybody_here_would_guess_is_no_password(password: str, english: None) -> None:
    with pytest.raises(ValidationError, match="Anybody here could guess"):
        validate_password(password)


@pytest.mark.parametrize("password", ["sommerfuglene danser", "en gløding om natta i Bodø", "vinterstormen traff oss"])
def test_such_words_may_be_part_of_a_sentence(password: str) -> None:
    validate_password(password)


def test_the_hint_beside_the_field_says_which_words(english: None) -> None:
    assert any("season" in text for text in password_validators_help_texts())
