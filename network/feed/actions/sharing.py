"""Sharing a post outside: its author asks, somebody who speaks for us answers. Nothing is sent anywhere from here."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line
from network.feed.access import can_approve_sharing, can_ask_to_share
from network.feed.events import SharingAnswered, SharingAsked, SharingTakenBack
from network.feed.models import Post, Sharing
from profiles.models import Person

NOT_TO_ASK = _("You can only ask this of your own posts to everyone.")
NOT_TO_APPROVE = _("Only colleagues who speak for us outside approve this, and never their own post.")
CHANGED = _("The post has changed since it was asked about. Its author has to ask again.")


@transaction.atomic
def ask_to_share(*, by: Person, post: Post) -> None:
    """May it be shared outside as it reads now? Asked again for the same words nothing changes."""
    require(can_ask_to_share(by, post), NOT_TO_ASK)
    digest = post.digest()
    if Sharing.objects.filter(post=post, digest=digest).exists():
        return
    fresh = {"digest": digest, "asked_at": now(), "answered_by": None, "answered_at": None}
    Sharing.objects.update_or_create(post=post, defaults={**fresh, "is_approved": False, "reason": ""})
    announce(SharingAsked(post.pk))


@transaction.atomic
def take_sharing_back(*, by: Person, post: Post) -> None:
    """The author asks no longer; an approval ends with it."""
    require(can_ask_to_share(by, post), NOT_TO_ASK)
    Sharing.objects.filter(post=post).delete()
    announce(SharingTakenBack(post.pk))


@transaction.atomic
def approve_sharing(*, by: Person, post: Post, digest: str) -> None:
    """Yes, to exactly what was shown."""
    _answer(by, post, digest, is_approved=True, reason="")


@transaction.atomic
def decline_sharing(*, by: Person, post: Post, digest: str, reason: str) -> None:
    """No, and why; an approval that was given ends with it."""
    _answer(by, post, digest, is_approved=False, reason=clean_line(reason))


def _answer(by: Person, post: Post, digest: str, *, is_approved: bool, reason: str) -> None:
    """Of two who answer the last one counts; the same answer twice is told once."""
    require(can_approve_sharing(by, post), NOT_TO_APPROVE)
    asked = Sharing.objects.select_for_update().filter(post=post).first()
    require(asked is not None and digest == asked.digest == post.digest(), CHANGED)
    said = Sharing.objects.filter(post=post).exclude(answered_at__isnull=False, is_approved=is_approved, reason=reason)
    if said.update(answered_by=by, answered_at=now(), is_approved=is_approved, reason=reason):
        announce(SharingAnswered(post.pk, by.pk))
