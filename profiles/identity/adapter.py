"""Whom a provider lets in: who is known by issuer and subject, and new people only by invitation or by the rules."""

import logging
from typing import Any, NoReturn, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.base.provider import Provider
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.actions import NewPerson, accept_invitation, create_person
from profiles.models import Person
from profiles.queries import has_account, person_of_subject, sign_in_rules

logger = logging.getLogger("glod.sign_in")
# How providers write what we ask for of strangers: Microsoft's names, those of LDAP, and plain ones.
CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
ATTRIBUTES = {
    "email": [f"{CLAIMS}/emailaddress", "urn:oid:0.9.2342.19200300.100.1.3", "email", "mail"],
    "name": ["http://schemas.microsoft.com/identity/claims/displayname", "urn:oid:2.16.840.1.113730.3.1.241", "name"],
    "first_name": [f"{CLAIMS}/givenname", "urn:oid:2.5.4.42", "givenName"],
    "last_name": [f"{CLAIMS}/surname", "urn:oid:2.5.4.4", "sn"],
}


class SocialAdapter(DefaultSocialAccountAdapter):
    """Nobody comes in by an address: an account that exists is proved first, or known by a source."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": _("That work account opens another colleague's account already."),
        "disconnect_last": _("This is the only way into your account."),
        "no_password": _("Choose a password first, or you could not get in again."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the settings; the database has none."""
        apps = [app_of(described) for described in settings.IDENTITY_PROVIDERS]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """The provider of this kind or issuer; one that is no longer set up still has a name."""
        try:
            return super().get_provider(request, provider, client_id)
        except SocialApp.DoesNotExist:
            gone = Provider(request, app=SocialApp(name=provider))
            gone.name = provider
            return gone

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Somebody who came from a source under this very subject is let in, and known from now on."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        person = person_of_subject(sociallogin.account.provider, sociallogin.account.uid)
        if person is not None:
            sociallogin.connect(request, person)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """By an invitation, or when the rules make accounts; else a page says why not."""
        stranger, provider = cast(Person, sociallogin.user), sociallogin.provider.name
        if "invitation" in sociallogin.state:
            return True
        if stranger.email and has_account(stranger.email):
            self._refuse(request, "taken", provider)
        if not sign_in_rules().makes_accounts:
            self._refuse(request, "unknown", provider)
        if not stranger.name or not stranger.email:
            self._refuse(request, "nameless", provider)
        return True

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: object = None) -> AbstractBaseUser:
        """The account of somebody who was let in, bound to issuer and subject."""
        try:
            with transaction.atomic():
                person = self._made(request, sociallogin)
                sociallogin.user = sociallogin.account.user = person
                sociallogin.account.save()
        except IntegrityError:  # the address got an account in this very moment
            self._refuse(request, "taken", sociallogin.provider.name)
        return person

    def _made(self, request: HttpRequest, sociallogin: SocialLogin) -> Person:
        stranger = cast(Person, sociallogin.user)
        if token_hash := sociallogin.state.get("invitation"):
            person = accept_invitation(token_hash=token_hash, name=stranger.name)
            if person is None:
                raise ImmediateHttpResponse(render(request, "profiles/invitation_closed.html", status=404))
        else:
            language = (get_language() or "nb")[:2]
            person = create_person(NewPerson(stranger.name, stranger.email, language=language))
        return person

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> AbstractBaseUser:
        """What is known of a stranger: a name and an address that the provider does not doubt."""
        stranger = cast(Person, sociallogin.user)
        whole = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        stranger.name = str(whole)[:120]
        stranger.email = data.get("email") or ""
        return stranger

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Told in the log without names."""
        kind = type(exception).__name__ if exception else str(error)
        logger.warning("sign-in by a provider failed", extra={"provider": provider.id, "kind": kind})

    def validate_disconnect(self, account: SocialAccount, accounts: object) -> None:
        """Not while nothing else counts. Raises ValidationError."""
        if sign_in_rules().only_sso:
            raise self.validation_error("disconnect_last")

    def _refuse(self, request: HttpRequest, why: str, provider: str) -> NoReturn:
        logger.info("a provider's word was not enough", extra={"kind": why})
        context = {"why": why, "provider": provider, "only_sso": sign_in_rules().only_sso}
        raise ImmediateHttpResponse(render(request, "profiles/not_known.html", context, status=403))


def app_of(described: dict[str, Any]) -> SocialApp:
    """A provider as allauth wants it: its id for ever is its issuer."""
    app = SocialApp(provider=described["kind"], provider_id=described["issuer"], name=described["name"])
    if described["kind"] == "oidc":
        app.client_id, app.secret = described["client_id"], described["client_secret"]
        app.settings = {"server_url": described["issuer"].rstrip("/"), "uid_field": described["subject"] or "sub"}
    else:
        app.client_id = "saml"  # the word in our addresses
        app.settings = {
            "idp": {"metadata_url": described["metadata"], "entity_id": described["issuer"]},
            "attribute_mapping": {**ATTRIBUTES, "uid": described["subject"]},
            "advanced": {
                "want_assertion_signed": True,
                "want_name_id": not described["subject"],
                "allow_single_label_domains": True,
            },
        }
    return app
