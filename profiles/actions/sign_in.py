"""What the administrator decides about sign-in, and the operator's way out of it."""

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from profiles.access import can_administer
from profiles.events import SignInRulesChanged
from profiles.models import Person, SignInRules
from profiles.queries import can_break_glass, has_come_by_provider, has_second_step, providers, without_second_step


@dataclass(frozen=True)
class Decided:
    """What is decided, as one whole."""

    second_step: str = SignInRules.Asked.NOBODY
    only_sso: bool = False
    makes_accounts: bool = False
    break_glass: Person | None = None


@transaction.atomic
def decide_sign_in(*, by: Person, decided: Decided) -> SignInRules:
    """Writes the rules; raises ValidationError by field where they would shut out the one who decides, or everybody.

    Whom they concern is signed out: who lacks the second step that is asked for; when only the provider counts from
    now on, everybody else.
    """
    require(can_administer(by), _("This page is for administrators."))
    before, _created = SignInRules.objects.select_for_update().get_or_create(pk=1)
    if faults := _faults(by, decided):
        raise ValidationError(faults)
    after = SignInRules(pk=1, changed_by=by, changed_at=now(), **vars(decided))
    after.save()
    people: QuerySet[Person] = without_second_step(decided.second_step)
    if decided.only_sso and not before.only_sso:
        people = Person.objects.active()
    _sign_out(people.exclude(pk=by.pk))
    announce(SignInRulesChanged())
    return after


@transaction.atomic
def open_local_sign_in() -> None:
    """The operator's way in when nobody gets in: passwords count again, and everything else stays as decided."""
    SignInRules.objects.filter(pk=1).update(only_sso=False, changed_by=None, changed_at=now())
    announce(SignInRulesChanged())


def _faults(by: Person, decided: Decided) -> dict[str, object]:
    faults: dict[str, object] = {}
    if decided.second_step != SignInRules.Asked.NOBODY and not has_second_step(by):
        faults["second_step"] = _("Turn on your own second step first, so that you are not shut out.")
    if not decided.only_sso:
        return faults
    if not providers():
        faults["only_sso"] = _("No sign-in of the organisation is set up yet. The operator does that.")
    elif not has_come_by_provider(by):
        faults["only_sso"] = _("Sign in that way yourself once first, so that you know it works.")
    chosen = decided.break_glass
    if chosen is None or not chosen.has_usable_password() or not can_break_glass().filter(pk=chosen.pk).exists():
        faults["break_glass"] = _("Choose an administrator with a password and a second step.")
    return faults


def _sign_out(people: "QuerySet[Person]") -> None:
    sessions = UserSession.objects.filter(user__in=people)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
