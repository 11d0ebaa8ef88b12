"""Who was invited, and what a link in a letter leads to."""

from network.core.pages import Page, newest_first
from profiles.models import Invitation

PAGE = 50


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a token opens now; None for one that is unknown, used, revoked or too old."""
    found = Invitation.objects.open().filter(token_hash=Invitation.hash_of(token))
    return found.select_related("department", "invited_by").first()


def invitations_page(before: int | None) -> Page[Invitation]:
    """Everybody ever invited, the newest first; two queries at most."""
    return newest_first(Invitation.objects.select_related("department", "invited_by"), before, PAGE)
