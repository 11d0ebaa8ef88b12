"""How allauth knows our people: closed sign-up, our words, our own origin only, no network addresses kept."""

import logging
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
    password_set,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.http import UNFINISHED
from network.live.log import record_revocation
from profiles.access import may_sign_in_here, must_have_second_step
from profiles.actions import end_sessions
from profiles.models import Person, SignInRules
from profiles.queries import SECOND_STEPS, has_second_step, sign_in_rules
from profiles.sessions import begin_session
from profiles.tasks import send_reset_letter, tell_of_break_glass

logger = logging.getLogger("glod.sign_in")

NO_ADDRESS = "0.0.0.0"  # noqa: S104 (a placeholder in a column, not something to listen on)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people come in by an administrator or by provisioning."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("You have this address already."),
        "email_password_mismatch": _("E-mail and password do not match. Try again, or ask for a new password."),
        "email_taken": _("Another colleague has this address."),
        "enter_current_password": _("Type the password you have now."),
        "incorrect_code": _("That code is not right. Wait for the next one and try again."),
        "incorrect_password": _("That password is not right."),
        "invalid_login": _("E-mail and password do not match. Try again, or ask for a new password."),
        "invalid_password_reset": _("The link has been used or is too old."),
        "max_email_addresses": _("You cannot add more than %d addresses."),
        "same_as_current": _("That is what you have already."),
        "too_many_login_attempts": _("Too many tries. Wait a quarter of an hour, or ask for a new password."),
        "unverified_primary_email": _("Confirm your address first."),
        "rate_limited": _("Too many tries. Wait a little."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an intranet's people are its organisation's people."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the trusted proxies report, else the peer's."""
        proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
        return str(
            forwarded[-proxies].strip() if len(forwarded) >= proxies > 0 else request.META.get("REMOTE_ADDR", "")
        )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A right password counts as a wrong one while only the organisation's own sign-in counts."""
        rules = sign_in_rules()
        person = super().authenticate(request, **credentials)
        if person is None or request.user.is_authenticated or may_sign_in_here(rules, cast(Person, person)):
            return person
        return None

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **hook: Any) -> HttpResponse | None:
        """Every way in comes by here: closed accounts, and all but the provider while only it counts, end here."""
        answer: HttpResponse | None = super().pre_login(request, user, **hook)
        if (
            answer
            or "sociallogin" in (hook["signal_kwargs"] or {})
            or may_sign_in_here(sign_in_rules(), cast(Person, user))
        ):
            return answer
        clear_login(request)
        return render(request, "profiles/only_provider.html", status=403)

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this site: no other host, not even another of our own names."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Nobody who has left gets a new address, however fresh the link is."""
        return email_address.user.is_active and bool(super().confirm_email(request, email_address))

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is written; letters already say which site they come from."""
        return str(subject)

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """A task writes the letter, so that the answer takes as long for an address that nobody has."""
        send_reset_letter.defer(person_id=user.pk)


class MFAAdapter(DefaultMFAAdapter):
    """Our words for what can go wrong with the second step."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Two-step sign-in cannot be turned off."),
        "cannot_generate_recovery_codes": _("Turn on two-step sign-in first."),
        "incorrect_code": _("That code is not right. Wait for the next one and try again."),
        "unverified_email": _("Confirm your address first."),
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)


def display_name(person: Person) -> str:
    """The name that allauth's pages and letters use."""
    return person.name


@receiver([password_changed, password_reset, password_set])
def password_replaced(request: HttpRequest, user: Person, **_kwargs: object) -> None:
    """A new password signs out everywhere else; open pages there stop hearing within two seconds."""
    end_sessions(user, but=request.session.session_key or "")
    record_revocation(user.pk)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Person, **_kwargs: object) -> None:
    """A sign-in lasts two weeks at most, and opens nothing without the second step that is asked for."""
    begin_session(request.session)
    if any(record["method"] == "socialaccount" for record in get_authentication_records(request, user)):
        return  # who comes by the organisation's own sign-in is asked there
    rules = sign_in_rules()
    ask_for_second_step(request, rules, user)
    if rules.only_sso:
        logger.warning("the account for emergencies was used", extra={"person": user.pk})
        tell_of_break_glass.defer(person_id=user.pk, moment=now().isoformat())


def ask_for_second_step(request: HttpRequest, rules: SignInRules, person: Person) -> None:
    """Marks the session when its person lacks a second step that the rules ask for."""
    if must_have_second_step(rules, person) and not has_second_step(person):
        request.session[UNFINISHED] = True


@receiver(authenticator_added)
def second_step_added(request: HttpRequest, user: Person, authenticator: Authenticator, **_kwargs: object) -> None:
    """Sessions from before, that only a password opened, end; this one goes on under a new id, finished."""
    if authenticator.type not in SECOND_STEPS:
        return
    end_sessions(user, but=request.session.session_key or "")
    request.session.pop(UNFINISHED, None)
    renew_session(request)
    record_revocation(user.pk)


@receiver(authentication_step_completed)
def proved_again(request: HttpRequest, reauthenticated: bool = False, **_kwargs: object) -> None:
    """Who proved once more who they are goes on under a new id: an old one never becomes worth more."""
    if reauthenticated:
        renew_session(request)


def renew_session(request: HttpRequest) -> None:
    """The same session under a new id; the old id is dead."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


@receiver(authenticator_removed)
def second_step_removed(request: HttpRequest, user: Person, **_kwargs: object) -> None:
    """Who took away the last one that is asked for gets a new one before anything else."""
    ask_for_second_step(request, sign_in_rules(), user)


@receiver(pre_save, sender=EmailAddress)
def vouch_for_address(instance: EmailAddress, **_kwargs: object) -> None:
    """The address that the organisation gave a person is theirs; only one they add themselves must be confirmed."""
    if instance._state.adding and instance.email.lower() == instance.user.email:
        EmailAddress.objects.filter(user=instance.user).delete()  # those from before the organisation changed it
        instance.verified = instance.primary = True


@receiver(pre_save, sender=UserSession)
def forget_address(instance: UserSession, **_kwargs: object) -> None:
    """The list of sessions names the browser; from where somebody signed in is not kept."""
    instance.ip = NO_ADDRESS
