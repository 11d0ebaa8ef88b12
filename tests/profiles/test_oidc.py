"""Signing in by OpenID Connect, against a real provider: who is let in, as whom, and what is refused."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client
from joserfc.jwk import OctKey, RSAKey

from profiles import actions
from profiles.actions.sign_in import Decided, decide_sign_in
from profiles.models import Person, SignInRules, Source, SourceRecord
from tests.profiles.browser import PASSWORD, code, is_in, parsed, sign_in, tree
from tests.profiles.browser import SECRET as CODES
from tests.profiles.oidc_provider import CLIENT, SECRET, Provider, running
from tests.profiles.test_invitations import NEW, invite, letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
BACK = "http://testserver/account/oidc/callback/"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def started() -> Iterator[Provider]:
    with running(BACK) as provider:
        yield provider


@pytest.fixture
def provider(started: Provider, settings: Any) -> Provider:
    """The provider, honest again, with somebody whom nobody knows here yet."""
    settings.IDENTITY_PROVIDERS = [
        {
            "kind": "oidc",
            "issuer": started.issuer,
            "name": "Skarvøy",
            "client_id": CLIENT,
            "client_secret": SECRET,
            "subject": "",
        }
    ]
    started.person = {"sub": "s-1", "name": "Nina Ny", "email": NEW, "preferred_username": "nina"}
    started.asked.clear()
    started.described.clear()
    started.more = {}
    started.forge = lambda token: token
    return started


def known(person: Person, provider: Provider, uid: str = "s-1") -> Person:
    """Somebody whom the provider has vouched for before."""
    SocialAccount.objects.create(user=person, provider=provider.issuer, uid=uid)
    return person


def allow_new(**rules: Any) -> None:
    SignInRules.objects.update_or_create(pk=1, defaults={"makes_accounts": True, **rules})


def go(client: Client, **form: str) -> str:
    """The button, and the provider's page: the address that sends the browser back."""
    return at_the_provider(client.post("/account/oidc/", form))


def onward(answer: Any) -> str:
    """The address to which a page leads on by itself, and by its link."""
    page = tree(answer)
    url = page.find(".//main//a").get("href")
    assert page.find(".//meta[@http-equiv='refresh']").get("content") == f"0; url={url}"
    return url


def at_the_provider(answer: Any) -> str:
    """Where the provider sends the browser back to."""
    there = requests.get(onward(answer), allow_redirects=False, timeout=5)
    assert there.status_code == 302, there.text
    return there.headers["Location"]


def come(client: Client, back: str) -> Any:
    """The browser returns."""
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}", headers=ENGLISH)


def round_trip(client: Client | None = None, **form: str) -> tuple[Client, Any]:
    client = client or Client()
    return client, come(client, go(client, **form))


def test_a_known_subject_signs_in_with_pkce_state_and_nonce(provider: Provider, ann: Person) -> None:
    known(ann, provider)
    client, answer = round_trip(next="/settings/")
    assert answer["Location"] == "/settings/"
    assert is_in(client)
    asked, exchanged = provider.asked
    assert (asked["code_challenge_method"], len(asked["nonce"]), len(asked["state"])) == ("S256", 43, 16)
    assert len(exchanged["code_verifier"]) >= 43
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


def test_the_button_says_whose_sign_in_it_is(provider: Provider, ann: Person) -> None:
    html = parsed(Client().get("/account/login/", headers=ENGLISH))
    assert "Sign in with Skarvøy" in html
    assert html.index("Skarvøy") < html.index('type="password"')


def test_a_link_alone_signs_nobody_in(provider: Provider, ann: Person) -> None:
    known(ann, provider)
    assert "Sign in with Skarvøy" in parsed(Client().get("/account/oidc/", headers=ENGLISH))
    assert provider.asked == []
    assert Client(enforce_csrf_checks=True).post("/account/oidc/").status_code == 403


def test_without_a_provider_there_is_no_such_page(ann: Person, settings: Any) -> None:
    for url in ("/account/oidc/", "/account/oidc/callback/?code=1&state=2"):
        assert Client().get(url).status_code == 404


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", r"\\evil.example", "/\t/evil.example"])
def test_no_way_back_leaves_this_site(target: str, provider: Provider, ann: Person) -> None:
    known(ann, provider)
    assert round_trip(next=target)[1]["Location"] == "/"


@pytest.mark.parametrize("verified", [True, False, None])
def test_an_address_opens_no_account(verified: bool | None, provider: Provider, ann: Person) -> None:
    """AUTH-03, also where the rules make accounts."""
    allow_new()
    provider.person |= {"email": "Ann@GLOD.example", "email_verified": verified}
    client, answer = round_trip()
    assert answer.status_code == 403
    assert ("Sign in to it as you are used to" in parsed(answer)) is (verified is not False)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_who_proves_the_account_first_connects_it(provider: Provider, ann: Person) -> None:
    client = sign_in(ann)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    mail.outbox.clear()
    _client, answer = round_trip(client, process="connect")
    assert answer["Location"] == "/account/3rdparty/"
    assert SocialAccount.objects.get().user == ann
    assert [letter.to for letter in mail.outbox] == [[ann.email]]
    assert '"/account/3rdparty/"' in parsed(client.get("/settings/"))
    assert "Skarvøy" in parsed(client.get("/account/3rdparty/"))
    assert is_in(round_trip()[0])


def test_connecting_asks_who_it_is_once_more(provider: Provider, ann: Person) -> None:
    client = sign_in(ann)
    _client, answer = round_trip(client, process="connect")
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert not SocialAccount.objects.exists()
    client.post(answer["Location"], {"password": PASSWORD})
    assert SocialAccount.objects.get().user == ann


def test_connecting_needs_somebody_signed_in(provider: Provider, ann: Person) -> None:
    assert Client().post("/account/oidc/", {"process": "connect"})["Location"] == "/account/login/"


def test_a_subject_opens_one_account_only(provider: Provider, ann: Person, cleo: Person) -> None:
    known(ann, provider)
    client = sign_in(cleo)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    round_trip(client, process="connect")
    assert SocialAccount.objects.get().user == ann


def test_what_the_provider_says_of_names_and_addresses_moves_nobody(
    provider: Provider, ann: Person, ada: Person
) -> None:
    """AUTH-04."""
    known(ann, provider)
    provider.person |= {"preferred_username": "ada", "email": ada.email, "email_verified": True, "name": ada.name}
    client, _answer = round_trip()
    assert client.get("/settings/").wsgi_request.user == ann
    ann.refresh_from_db()
    assert (ann.name, ann.email) == ("Ann Askeland", "ann@glod.example")


def test_the_same_subject_of_another_issuer_is_another(provider: Provider, ann: Person) -> None:
    SocialAccount.objects.create(user=ann, provider="https://other.example", uid="s-1")
    client, answer = round_trip()
    assert answer.status_code == 403
    assert not is_in(client)


def test_a_closed_account_is_opened_by_nobody(provider: Provider, gone: Person) -> None:
    """AUTH-08."""
    known(gone, provider)
    client, answer = round_trip()
    assert answer["Location"] == "/account/inactive/"
    assert not is_in(client)


def test_a_stranger_is_told_clearly(provider: Provider, ada: Person) -> None:
    client, answer = round_trip()
    assert answer.status_code == 403
    assert "nobody has let you in here" in parsed(answer)
    assert not is_in(client)
    assert not Person.objects.filter(email=NEW).exists()


def test_where_the_rules_say_so_an_account_is_made(provider: Provider, ada: Person) -> None:
    allow_new()
    client, answer = round_trip()
    assert answer["Location"] == "/"
    person = Person.objects.get(email=NEW)
    assert (person.name, person.handle, person.has_usable_password()) == ("Nina Ny", "nina.ny", False)
    assert (person.is_administrator, person.roles.count()) == (False, 0)
    assert is_in(client)
    assert is_in(round_trip()[0])
    assert Person.objects.filter(email=NEW).count() == 1


@pytest.mark.parametrize("missing", ["name", "email"])
def test_no_account_without_a_name_and_an_address(missing: str, provider: Provider, ada: Person) -> None:
    allow_new()
    del provider.person[missing]
    assert "did not say your name" in parsed(round_trip()[1])
    assert not Person.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(("sub", "status"), [("s-1", 302), ("s-2", 403), (None, 403)])
def test_what_the_token_leaves_out_is_asked_for_and_must_be_about_the_same_person(
    sub: str | None, status: int, provider: Provider, ada: Person
) -> None:
    allow_new()
    provider.more = {"sub": sub, "name": "Nina Ny", "email": NEW, "nonce": "x", "iss": "x"}
    del provider.person["name"], provider.person["email"]
    assert round_trip()[1].status_code == status
    assert Person.objects.filter(email=NEW).exists() is (status == 302)


def test_no_account_for_an_address_that_the_provider_doubts(provider: Provider, ada: Person) -> None:
    allow_new()
    provider.person["email_verified"] = False
    assert round_trip()[1].status_code == 403
    assert not Person.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(
    ("kind", "subject", "let_in"),
    [("scim", "", True), ("ldap", "", True), ("file", "", False), ("file", "employee", True)],
)
def test_who_came_from_a_source_under_this_subject_is_known(
    kind: str, subject: str, let_in: bool, provider: Provider, ann: Person, settings: Any
) -> None:
    settings.IDENTITY_PROVIDERS = [{**settings.IDENTITY_PROVIDERS[0], "subject": subject}]
    provider.person |= {"sub": "s-9", "employee": "s-9"}
    source = Source.objects.create(name="Katalogen", kind=kind)
    SourceRecord.objects.create(source=source, person=ann, external_id="s-9")
    client, _answer = round_trip()
    assert is_in(client) is let_in
    assert SocialAccount.objects.filter(user=ann, uid="s-9").exists() is let_in


def test_a_source_does_not_give_away_who_is_known_as_another(provider: Provider, ann: Person, cleo: Person) -> None:
    known(ann, provider, "s-old")
    scim = Source.objects.create(name="SCIM", kind="scim")
    SourceRecord.objects.create(source=scim, person=ann, external_id="s-1")
    assert not is_in(round_trip()[0])
    ldap = Source.objects.create(name="LDAP", kind="ldap")
    SourceRecord.objects.create(source=ldap, person=cleo, external_id="s-1")
    assert round_trip()[0].get("/settings/").wsgi_request.user == cleo


def test_an_invitation_is_taken_up_by_the_provider(provider: Provider, ada: Person) -> None:
    path, client = letter(invite(ada, role="moderator")), Client()
    provider.person["email"] = "other@glod.example"
    assert come(client, at_the_provider(client.post(path, {"way": "oidc"})))["Location"] == "/"
    person = Person.objects.get(email=NEW)
    assert person.roles.get().kind == "moderator"
    assert SocialAccount.objects.get().user == person
    assert Client().get(path).status_code == 404


def test_an_invitation_taken_back_on_the_way_lets_nobody_in(provider: Provider, ada: Person) -> None:
    invitation, client = invite(ada), Client()
    back = at_the_provider(client.post(letter(invitation), {"way": "oidc"}))
    actions.revoke_invitation(by=ada, pk=invitation.pk)
    assert come(client, back).status_code == 404
    assert not Person.objects.filter(email=NEW).exists()


def test_while_only_the_provider_counts_it_lets_in_and_invitations_lead_to_it(
    provider: Provider, ada: Person, ann: Person
) -> None:
    TOTP.activate(ada, CODES)
    known(ada, provider, "a-1")
    known(ann, provider)
    decide_sign_in(by=ada, decided=Decided(only_sso=True, break_glass=ada))
    assert is_in(round_trip()[0])
    path = letter(invite(ada))
    html = parsed(Client().get(path))
    assert 'type="password"' not in html
    assert 'value="oidc"' in html
    assert Client().post(path, {"name": "N", "password": "en lang setning her"}).status_code == 403
    assert not Person.objects.filter(email=NEW).exists()
    client = round_trip()[0]
    client.post("/account/3rdparty/", {"account": SocialAccount.objects.get(user=ann).pk})
    assert SocialAccount.objects.filter(user=ann).exists()


def test_a_second_step_here_is_asked_for_after_the_provider_too(provider: Provider, ann: Person) -> None:
    TOTP.activate(ann, CODES)
    known(ann, provider)
    client, answer = round_trip()
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert is_in(client)


def test_who_comes_by_the_provider_is_asked_for_the_second_step_there(provider: Provider, ann: Person) -> None:
    known(ann, provider)
    SignInRules.objects.create(pk=1, second_step="everybody")
    assert is_in(round_trip()[0])
    assert not is_in(sign_in(ann))


def _part(**content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def _without(claims: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in claims.items() if key != name}


def lies() -> dict[str, Callable[[Provider, str], str]]:
    """How an ID token is forged, each by name."""
    stranger = RSAKey.generate_key(2048, parameters={"kid": "one"})
    return {
        "no token": lambda p, t: "",
        "not a token": lambda p, t: "a.b",
        "issuer": lambda p, t: p.sign(p.claims(t) | {"iss": "https://evil.example"}),
        "issuer with a slash": lambda p, t: p.sign(p.claims(t) | {"iss": p.issuer + "/"}),
        "audience": lambda p, t: p.sign(p.claims(t) | {"aud": "another"}),
        "no audience": lambda p, t: p.sign(_without(p.claims(t), "aud")),
        "issued to another": lambda p, t: p.sign(p.claims(t) | {"aud": [CLIENT, "another"], "azp": "another"}),
        "nonce": lambda p, t: p.sign(p.claims(t) | {"nonce": "x" * 43}),
        "no nonce": lambda p, t: p.sign(_without(p.claims(t), "nonce")),
        "expired": lambda p, t: p.sign(p.claims(t) | {"exp": int(time.time()) - 120}),
        "no end": lambda p, t: p.sign(_without(p.claims(t), "exp")),
        "from the future": lambda p, t: p.sign(p.claims(t) | {"iat": int(time.time()) + 600}),
        "no subject": lambda p, t: p.sign(_without(p.claims(t), "sub")),
        "empty subject": lambda p, t: p.sign(p.claims(t) | {"sub": ""}),
        "endless subject": lambda p, t: p.sign(p.claims(t) | {"sub": "s" * 300}),
        "subject that is no text": lambda p, t: p.sign(p.claims(t) | {"sub": 7}),
        "another's key": lambda p, t: p.sign(p.claims(t), key=stranger),
        "unknown key": lambda p, t: p.sign(p.claims(t), kid="two"),
        "alg none": lambda p, t: f"{_part(alg='none')}.{_part(**p.claims(t))}.",
        "alg none and a key": lambda p, t: f"{_part(alg='none', kid='one')}.{_part(**p.claims(t))}.",
        "alg by the public key": lambda p, t: p.sign(
            p.claims(t), key=OctKey.import_key(p.key.as_pem(private=False)), alg="HS256"
        ),
        "alg by the secret": lambda p, t: p.sign(p.claims(t), key=OctKey.import_key(SECRET), alg="HS256"),
        "changed after signing": lambda p, t: ".".join(
            [t.split(".")[0], _part(**(p.claims(t) | {"sub": "s-2"})), t.split(".")[2]]
        ),
    }


LIES = lies()


@pytest.mark.parametrize("name", LIES)
def test_a_forged_token_lets_nobody_in_and_is_logged_without_names(
    name: str, provider: Provider, ann: Person, caplog: Any
) -> None:
    """AUTH-05."""
    known(ann, provider)
    for uid in ("s-2", "7"):
        known(ann, provider, uid)
    provider.forge = lambda token: LIES[name](provider, token)
    client, answer = round_trip()
    assert answer.status_code == 401
    assert "did not work" in parsed(answer)
    assert not is_in(client)
    record = next(record for record in caplog.records if record.name == "glod.sign_in")
    assert record.__dict__["kind"] == "OAuth2Error"
    assert "s-1" not in caplog.text
    assert "Nina" not in caplog.text


def test_a_description_of_another_issuer_is_refused(provider: Provider, ann: Person) -> None:
    known(ann, provider)
    provider.described["issuer"] = "https://evil.example"
    answer = Client().post("/account/oidc/", headers=ENGLISH)
    assert answer.status_code == 401
    assert "evil" not in parsed(answer)


def test_a_provider_that_is_away_is_said_to_be(provider: Provider, ann: Person, settings: Any) -> None:
    settings.IDENTITY_PROVIDERS = [{**settings.IDENTITY_PROVIDERS[0], "issuer": "http://127.0.0.1:9"}]
    assert Client().post("/account/oidc/").status_code == 401


def test_a_provider_that_becomes_another_on_the_way_is_refused(provider: Provider, ann: Person) -> None:
    known(ann, provider)
    client = Client()
    back = go(client)
    provider.described["issuer"] = "https://evil.example"
    assert come(client, back).status_code == 401
    assert not is_in(client)


def test_the_way_back_counts_once_and_only_in_the_browser_that_went(provider: Provider, ann: Person) -> None:
    known(ann, provider)
    client, thief = Client(), Client()
    back = go(client)
    assert come(thief, back).status_code == 401
    assert not is_in(thief)
    assert come(client, back)["Location"] == "/"
    client.post("/account/logout/")
    assert come(client, back).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("change", ["state", "no state", "code", "issuer", "other browser's code"])
def test_a_way_back_that_was_tampered_with_is_refused(change: str, provider: Provider, ann: Person) -> None:
    known(ann, provider)
    client = Client()
    query = {name: values[0] for name, values in parse_qs(urlsplit(go(client)).query).items()}
    if change == "state":
        query["state"] = "x" * 16
    elif change == "no state":
        del query["state"]
    elif change == "code":
        query["code"] = "x" * 48
    elif change == "issuer":
        query["iss"] = "https://evil.example"
    else:  # a code that was given to another: PKCE and nonce are of this browser
        query["code"] = parse_qs(urlsplit(go(Client())).query)["code"][0]
    assert client.get("/account/oidc/callback/", query).status_code == 401
    assert not is_in(client)


def test_what_a_link_adds_is_not_passed_on(provider: Provider, ann: Person) -> None:
    answer = Client().post("/account/oidc/?auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example&scope=admin")
    asked = parse_qs(urlsplit(onward(answer)).query)
    assert asked["redirect_uri"] == [BACK]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


def test_who_breaks_off_is_told_that_nothing_changed(provider: Provider, ann: Person) -> None:
    client = Client()
    state = parse_qs(urlsplit(onward(client.post("/account/oidc/"))).query)["state"][0]
    answer = client.get("/account/oidc/callback/", {"state": state, "error": "access_denied"})
    assert answer["Location"] == "/account/3rdparty/login/cancelled/"
    parsed(client.get(answer["Location"]))


def test_a_provider_that_was_taken_away_still_has_a_name(provider: Provider, ann: Person, settings: Any) -> None:
    known(ann, provider)
    settings.IDENTITY_PROVIDERS = []
    client = sign_in(ann)
    assert provider.issuer in parsed(client.get("/account/3rdparty/"))
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].to == [ann.email]
