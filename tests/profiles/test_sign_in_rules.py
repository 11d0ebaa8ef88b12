"""What the administrator decides about sign-in: a second step that opens everything, and nothing opens before it."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from network.live.consumers import person_of_session
from profiles import actions, events, middleware, tasks
from profiles.access import may_sign_in_here, must_have_second_step
from profiles.actions.sign_in import Decided, decide_sign_in
from profiles.models import Person, Role, SignInRules
from profiles.queries import sign_in_rules
from tests.architecture.test_access_matrix import ADDRESSES
from tests.profiles.browser import PASSWORD, SECRET, code, is_in, parsed, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
MISSING = "/settings/second-step/"
ISSUER = "https://login.glod.example"
PROVIDER = {"kind": "oidc", "issuer": ISSUER, "name": "Skarvøy"}
EVERYBODY, ADMINISTRATORS = SignInRules.Asked.EVERYBODY, SignInRules.Asked.ADMINISTRATORS


@pytest.fixture
def careful_ada(ada: Person) -> Person:
    """The administrator with codes from an app."""
    TOTP.activate(ada, SECRET)
    return ada


@pytest.fixture
def provider(settings: Any, careful_ada: Person) -> None:
    """The organisation's own sign-in, by which ada has come."""
    settings.IDENTITY_PROVIDERS = [PROVIDER]
    SocialAccount.objects.create(user=careful_ada, provider=ISSUER, uid="ada")


def ask(by: Person, **decided: Any) -> SignInRules:
    return decide_sign_in(by=by, decided=Decided(**decided))


def with_code(client: Client) -> Client:
    """The second step of somebody whose codes come from SECRET."""
    client.post("/account/2fa/authenticate/", {"code": code()})
    return client


def test_the_rule_asks_whom_it_names(ann: Person, ada: Person) -> None:
    rules = SignInRules(pk=1)
    assert not must_have_second_step(rules, ann)
    assert not must_have_second_step(rules, ada)
    rules.second_step = ADMINISTRATORS
    assert (must_have_second_step(rules, ann), must_have_second_step(rules, ada)) == (False, True)
    rules.second_step = EVERYBODY
    assert must_have_second_step(rules, ann)
    rules = SignInRules(pk=1, only_sso=True, break_glass=ann)
    assert (must_have_second_step(rules, ann), must_have_second_step(rules, ada)) == (True, False)


def test_while_only_the_provider_counts_one_account_signs_in_here(ann: Person, cleo: Person, gone: Person) -> None:
    assert may_sign_in_here(SignInRules(pk=1), cleo)
    assert not may_sign_in_here(SignInRules(pk=1), gone)
    rules = SignInRules(pk=1, only_sso=True, break_glass=ann)
    assert (may_sign_in_here(rules, ann), may_sign_in_here(rules, cleo)) == (True, False)
    assert not may_sign_in_here(SignInRules(pk=1, only_sso=True, break_glass=gone), gone)


def test_the_database_keeps_one_row_and_a_way_in(ann: Person) -> None:
    for wrong in (SignInRules(pk=2), SignInRules(pk=1, only_sso=True)):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_only_administrators_decide(ann: Person, cleo: Person, gone: Person) -> None:
    for person in (ann, cleo, gone):
        with pytest.raises(PermissionDenied):
            ask(person)


def test_nobody_asks_for_what_they_lack_themselves(ada: Person) -> None:
    with pytest.raises(ValidationError) as fault:
        ask(ada, second_step=ADMINISTRATORS)
    assert list(fault.value.message_dict) == ["second_step"]
    assert sign_in_rules().second_step == SignInRules.Asked.NOBODY


def test_who_lacks_the_second_step_is_signed_out_and_told_once(careful_ada: Person, ann: Person, told: list) -> None:
    client, hers = sign_in(ann), with_code(sign_in(careful_ada))
    ask(careful_ada, second_step=EVERYBODY)
    assert (is_in(client), is_in(hers)) == (False, True)
    assert told == [events.SignInRulesChanged()]


def test_a_password_alone_opens_nothing_but_the_way_to_the_second_step(careful_ada: Person, ann: Person) -> None:
    ask(careful_ada, second_step=EVERYBODY)
    client = sign_in(ann)
    arguments = {"handle": "ann", "slug": "x", "name": "x", "key": "x", "uidb36": "1", "token": "x", "emotion": "x"}
    open_to_all = middleware.OPEN_TO_ALL | middleware.TO_FINISH
    for name, needs in ADDRESSES.items():
        if name in open_to_all:
            continue
        url = reverse(name, kwargs={need: arguments.get(need, 1) for need in needs})
        assert client.get(url).get("Location") == MISSING, name
        assert client.post(url).status_code == 403, name
        htmx = client.get(url, headers={"HX-Request": "true"})
        assert (htmx.status_code, htmx["HX-Redirect"]) == (204, MISSING), name
    assert person_of_session(client.session.session_key) is None


def test_the_way_to_the_second_step_shows_nothing_of_the_house(careful_ada: Person, ann: Person, open_group) -> None:
    assert open_group.name in parsed(sign_in(ann).get("/people/"))
    ask(careful_ada, second_step=EVERYBODY)
    client = sign_in(ann)
    for url in (MISSING, "/account/2fa/totp/activate/"):
        html = parsed(client.get(url, follow=True))
        assert open_group.name not in html
        assert 'class="rail"' not in html


def _in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db(transaction=True)
def test_the_second_step_finishes_signing_in_under_a_new_session_id(careful_ada: Person, ann: Person) -> None:
    ask(careful_ada, second_step=EVERYBODY)
    client, elsewhere = sign_in(ann), sign_in(ann)
    assert client.get("/people/")["Location"] == MISSING
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    before = client.session.session_key
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/2fa/totp/activate/", {"code": code(secret=secret)})
    assert is_in(client)
    assert client.session.session_key != before
    assert elsewhere.get("/people/")["Location"].startswith("/account/login/")
    assert UserSession.objects.filter(user=ann).count() == 1
    assert client.get("/account/sessions/").status_code == 200
    assert mail.outbox[-1].to == [ann.email]


def test_taking_away_the_last_second_step_asks_for_a_new_one(careful_ada: Person) -> None:
    ask(careful_ada, second_step=ADMINISTRATORS)
    client = with_code(sign_in(careful_ada))
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=careful_ada, type="totp").exists()
    assert client.get("/people/")["Location"] == MISSING


def test_whom_the_rule_does_not_ask_notices_nothing(careful_ada: Person, ann: Person) -> None:
    ask(careful_ada, second_step=ADMINISTRATORS)
    client = sign_in(ann)
    assert is_in(client)
    assert client.get(MISSING)["Location"] == "/account/2fa/"


def test_gaining_a_role_ends_what_was_opened_with_less(ann: Person, ada: Person) -> None:
    client = sign_in(ann)
    actions.give_role(person=ann, kind=Role.Kind.MODERATOR, by=ada)
    assert not is_in(client)
    client = sign_in(ann)
    actions.give_role(person=ann, kind=Role.Kind.MODERATOR, by=ada)
    assert is_in(client)
    actions.make_administrator(person=ann, by=ada)
    assert not is_in(client)


@pytest.mark.parametrize("lacks", ["provider", "try", "account", "step", "password", "administrator"])
def test_only_the_provider_cannot_be_chosen_while_somebody_would_be_shut_out(
    lacks: str, provider: None, careful_ada: Person, ann: Person, settings: Any
) -> None:
    chosen: Person | None = careful_ada
    field = "break_glass"
    if lacks == "provider":
        settings.IDENTITY_PROVIDERS, field = [], "only_sso"
    elif lacks == "try":
        SocialAccount.objects.update(provider="https://another.example")
        field = "only_sso"
    elif lacks == "account":
        chosen = None
    elif lacks == "step":
        Authenticator.objects.all().delete()
    elif lacks == "password":
        careful_ada.set_unusable_password()
    else:
        TOTP.activate(ann, SECRET)
        chosen = ann
    with pytest.raises(ValidationError) as fault:
        ask(careful_ada, only_sso=True, break_glass=chosen)
    assert list(fault.value.message_dict) == [field]
    assert not sign_in_rules().only_sso


class TestOnlyTheProvider:
    """AUTH-07: no local way in, but one, and that one is told of."""

    @pytest.fixture(autouse=True)
    def only(self, provider: None, careful_ada: Person, ann: Person) -> None:
        self.open = sign_in(ann)
        ask(careful_ada, only_sso=True, break_glass=careful_ada)

    def test_everybody_else_is_signed_out(self) -> None:
        assert not is_in(self.open)

    def test_a_right_password_counts_as_a_wrong_one(self, ann: Person) -> None:
        wrong = Client().post("/account/login/", {"login": ann.email, "password": "wrong"})
        right = Client().post("/account/login/", {"login": ann.email, "password": PASSWORD})
        assert right.status_code == wrong.status_code
        assert parsed(right).count("alert") == parsed(wrong).count("alert")
        assert not is_in(sign_in(ann))

    @pytest.mark.parametrize(
        "url",
        ["/account/password/reset/", "/account/password/reset/done/", "/account/password/reset/key/1-x/"],
    )
    def test_reset_is_closed(self, url: str, ann: Person) -> None:
        mail.outbox.clear()
        for answer in (Client().get(url), Client().post(url, {"email": ann.email})):
            assert answer.status_code == 403
            assert "Skarvøy" in parsed(answer)
        assert mail.outbox == []

    def test_a_click_of_the_demo_is_refused(self, ann: Person, settings: Any) -> None:
        settings.DEMO = True
        client = Client()
        assert client.post("/demo/sign-in/", {"handle": "ann"}).status_code == 403
        assert not is_in(client)
        assert 'value="ann"' not in client.get("/account/login/").content.decode()

    def test_sign_up_is_closed(self) -> None:
        before = Person.objects.count()
        Client().post(
            "/account/signup/", {"email": "x@x.no", "password1": "en lang setning", "password2": "en lang setning"}
        )
        assert Person.objects.count() == before

    def test_the_page_offers_the_provider_first(self) -> None:
        html = parsed(Client().get("/account/login/"))
        assert html.index("Skarvøy") < html.index('type="password"')
        assert "mfa/webauthn" not in html
        assert "/account/2fa/webauthn/login/" not in html
        assert "/account/password/reset/" not in html

    def test_one_account_gets_in_with_both_and_all_administrators_are_told(
        self, careful_ada: Person, caplog: Any
    ) -> None:
        other = actions.create_person(
            actions.NewPerson("Odd Aas", "odd@glod.example", language="en"), administrator=True
        )
        client = sign_in(careful_ada)
        assert not is_in(client)
        mail.outbox.clear()
        with_code(client)
        assert is_in(client)
        record = next(record for record in caplog.records if record.name == "glod.sign_in")
        assert record.__dict__["person"] == careful_ada.pk
        assert "Ada" not in record.getMessage()
        tasks.tell_of_break_glass(careful_ada.pk, "2026-11-26T12:00:00+01:00")
        letters = {letter.to[0]: letter.body for letter in mail.outbox}
        assert {careful_ada.email, other.email} <= set(letters)
        assert "Ada Aas signed in with password and second step at 26 Nov 2026, 12:00" in letters[other.email]

    def test_the_operator_opens_it_again(self, ann: Person) -> None:
        call_command("open_local_sign_in")
        assert is_in(sign_in(ann))
        assert sign_in_rules().break_glass is not None


class TestThePage:
    URL = "/administration/sign-in/"

    def test_it_says_whom_it_concerns_and_writes(self, careful_ada: Person, ann: Person) -> None:
        client = _in(careful_ada)
        assert "Ingen er satt opp" in parsed(client.get(self.URL))
        assert client.post(self.URL, {"second_step": "everybody", "makes_accounts": "on"}).status_code == 303
        rules = sign_in_rules()
        assert (rules.second_step, rules.makes_accounts, rules.changed_by) == ("everybody", True, careful_ada)

    def test_a_fault_is_said_beside_its_field_and_nothing_changes(self, ada: Person) -> None:
        answer = _in(ada).post(self.URL, {"second_step": "everybody", "only_sso": "on"})
        assert answer.status_code == 422
        html = parsed(answer)
        for name in ("second_step", "only_sso", "break_glass"):
            assert f'id="id_{name}_error"' in html
        assert not SignInRules.objects.filter(second_step="everybody").exists()

    def test_only_administrators_see_it(self, ann: Person, cleo: Person, mona: Person, gone: Person) -> None:
        for person in (ann, cleo, mona):
            assert _in(person).get(self.URL).status_code == 403
            assert _in(person).post(self.URL, {"second_step": "nobody"}).status_code == 403
        assert _in(gone).get(self.URL).status_code == 302
        assert Client().get(self.URL).status_code == 302


def test_the_rules_cost_nothing_on_a_page(
    ann: Person, client_of: Callable, django_assert_num_queries: Callable
) -> None:
    SignInRules.objects.create(pk=1, second_step=ADMINISTRATORS)
    client = client_of(ann)
    client.get("/settings/")
    with django_assert_num_queries(4) as seen:
        client.get("/settings/")
    assert not any("signinrules" in query["sql"] for query in seen.captured_queries)
