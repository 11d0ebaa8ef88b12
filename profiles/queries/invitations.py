"""Who was invited, and what a link in a letter leads to."""

from allauth.account.models import EmailAddress

from network.core.pages import Page, newest_first
from profiles.models import Invitation, Person
from profiles.terms import address_of

PAGE = 50


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a token opens now; None for one that is unknown, used, revoked or too old."""
    found = Invitation.objects.open().filter(token_hash=Invitation.hash_of(token))
    return found.select_related("department", "invited_by").first()


def has_account(email: str) -> bool:
    """Also one that is closed: an invitation never opens an account that exists."""
    email = address_of(email)
    return (
        Person.objects.filter(email=email).exists()
        or EmailAddress.objects.filter(email__iexact=email, verified=True).exists()
    )


def invitations_page(before: int | None) -> Page[Invitation]:
    """Everybody ever invited, the newest first; two queries at most."""
    return newest_first(Invitation.objects.select_related("department", "invited_by"), before, PAGE)
