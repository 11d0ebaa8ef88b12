"""Who may stop letters without signing in: who holds the link sent to that address, for that kind."""

from django.core.signing import BadSignature, Signer

from network.notifications.models import DIGEST, Kind
from profiles.models import Person


def unsubscribe_token(person: Person, kind: str) -> str:
    """The signed part of a letter's last link; it is bound to the person, the address and the kind."""
    return _signer(person).sign(f"{person.pk}.{kind}")


def unsubscriber(token: str) -> tuple[Person, str] | None:
    """The person and the kind that a token speaks for; None when it is altered, foreign, or the address has changed."""
    number, _, kind = token.partition(":")[0].partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    if kind not in (DIGEST, *Kind.values):
        return None
    person = Person.objects.active().filter(pk=int(number)).first()
    if person is None:
        return None
    try:
        _signer(person).unsign(token)
    except BadSignature:
        return None
    return person, kind


def _signer(person: Person) -> Signer:
    return Signer(salt=f"notifications.unsubscribe:{person.email}")
