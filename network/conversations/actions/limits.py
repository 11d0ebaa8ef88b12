"""Posting limits: placed and lifted by the room that decides them, and asked before anything is published."""

from datetime import timedelta
from typing import NamedTuple

from django.core.cache import caches
from django.db import connection, transaction
from django.utils.translation import gettext as _

from network.conversations.access import limit_on
from network.conversations.models import PostingLimit
from network.conversations.queries import LIMITED
from network.core.access import Refused
from network.core.clock import now
from network.core.templatetags.ui import exact
from network.core.text import only_shortens
from network.groups.models import Group
from profiles.models import Person


class Limited(Refused):
    """A posting limit stands: what was written is kept, and nothing is published."""


class Saying(NamedTuple):
    """What a text said, and what it would say."""

    before: str
    after: str


def hold_publishing(person: Person, group: Group | None) -> None:
    """Raises Limited while a limit stands there. One that is placed in the same moment waits, or is waited for."""
    _lock(person.pk, "pg_advisory_xact_lock_shared")
    limit = limit_on(person, group)
    if limit is not None:
        caches["known"].delete(LIMITED)  # so that the page that says so shows it
        raise Limited(limited_until(limit))


def hold_editing(person: Person, group: Group | None, *said: Saying, adds: bool = False) -> None:
    """Raises Limited where something is said anew while a limit stands. Taking words away is always allowed."""
    if adds or not all(only_shortens(*one) for one in said):
        hold_publishing(person, group)


def limited_until(limit: PostingLimit) -> str:
    """The one sentence, for whoever it stands for."""
    when = exact(limit.ends_at)
    return _("You cannot publish posts, replies or ideas until %(when)s. Everything else works as before.") % {
        "when": when
    }


@transaction.atomic
def place_limit(*, by: Person | None, person: Person, days: int, reason: str) -> PostingLimit:
    """From now, for so many days. Who may do this is decided by the room that calls it (moderation)."""
    _lock(person.pk, "pg_advisory_xact_lock")
    begins = now()
    caches["known"].delete(LIMITED)
    return PostingLimit.objects.create(
        person=person, reason=reason, placed_by=by, starts_at=begins, ends_at=begins + timedelta(days=days)
    )


@transaction.atomic
def shorten_limit(*, limit: PostingLimit, days: int, reason: str) -> PostingLimit:
    """It lasts so many days from when it began, never longer than it did; one that is over stays as it was."""
    _lock(limit.person_id, "pg_advisory_xact_lock")
    caches["known"].delete(LIMITED)
    ends_at = min(limit.ends_at, max(limit.starts_at + timedelta(days=days), now()))
    PostingLimit.objects.filter(pk=limit.pk, lifted_at=None, ends_at__gt=now()).update(ends_at=ends_at, reason=reason)
    return PostingLimit.objects.get(pk=limit.pk)


@transaction.atomic
def lift_limit(*, by: Person | None, limit: PostingLimit, because: str = "") -> None:
    """It ends now, and not later; twice does nothing more."""
    standing = PostingLimit.objects.filter(pk=limit.pk, lifted_at=None, ends_at__gt=now())
    standing.update(lifted_at=now(), lifted_by=by, lifted_because=because)


def _lock(person_id: int, how: str) -> None:
    """Publishing shares it, placing a limit has it alone; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(hashtextextended(%s, 0))", [f"publishing:{person_id}"])
