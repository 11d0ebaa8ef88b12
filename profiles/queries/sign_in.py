"""What the administrator decided about sign-in, the organisation's own sign-in, and who has a second step."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from profiles.models import Person, SignInRules, Source

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Provider:
    """A sign-in outside that vouches for people: how it speaks, who it is for ever, and what people call it."""

    kind: str
    issuer: str
    name: str

    @property
    def url_name(self) -> str:
        """Where its button leads."""
        return f"{self.kind}_login"


def providers() -> list[Provider]:
    """Those that the operator has set up, in the order of their buttons."""
    return [Provider(one["kind"], one["issuer"], one["name"]) for one in settings.IDENTITY_PROVIDERS]


def sign_in_rules() -> SignInRules:
    """The rules as they are now; without a row everything is as it comes."""
    return SignInRules.objects.select_related("break_glass").filter(pk=1).first() or SignInRules(pk=1)


def has_second_step(person: Person) -> bool:
    """A code app or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=person.pk, type__in=SECOND_STEPS).exists()


def has_come_by_provider(person: Person) -> bool:
    """True when one of the present providers has vouched for the person at least once."""
    issuers = [provider.issuer for provider in providers()]
    return SocialAccount.objects.filter(user=person, provider__in=issuers).exists()


def person_of_subject(issuer: str, subject: str) -> Person | None:
    """The one whom a source brought in under this very subject, unless the issuer has vouched for them as another.

    SCIM and LDAP speak for the provider itself. The numbers of a file count only when the operator named the claim
    that holds them, so that no "17" of one system opens the account of another's. An administrator connects the account
    by hand: a key of a directory must not be enough to become one.
    """
    kinds = [Source.Kind.SCIM, Source.Kind.LDAP]
    if any(described["issuer"] == issuer and described["subject"] for described in settings.IDENTITY_PROVIDERS):
        kinds.append(Source.Kind.FILE)
    known = SocialAccount.objects.filter(provider=issuer).values("user")
    people = Person.objects.active().filter(
        is_administrator=False, records__external_id=subject, records__source__kind__in=kinds
    )
    found = list(people.exclude(pk__in=known).distinct()[:2])
    return found[0] if len(found) == 1 else None


def without_second_step(asked: str) -> "QuerySet[Person]":
    """Those whom the rule asks for a second step and who have none yet."""
    people = Person.objects.active().filter(~Exists(_second_steps()))
    if asked == SignInRules.Asked.ADMINISTRATORS:
        return people.filter(is_administrator=True)
    return people if asked == SignInRules.Asked.EVERYBODY else people.none()


def can_break_glass() -> "QuerySet[Person]":
    """Administrators with a second step: one of them can be the way in when the provider is away."""
    return Person.objects.active().filter(Exists(_second_steps()), is_administrator=True).order_by("folded", "pk")


def _second_steps() -> "QuerySet[Authenticator]":
    return Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SECOND_STEPS)
