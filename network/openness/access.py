"""Who brings people in."""

from datetime import timedelta

from network.core.clock import now
from network.openness.models import Import, ScimToken
from profiles.access import can_administer
from profiles.models import Person, Source

UNDO_FOR = timedelta(days=14)


def can_import(person: Person) -> bool:
    """Administrators."""
    return can_administer(person)


def can_undo_import(person: Person, run: Import) -> bool:
    """Administrators, for UNDO_FOR after it was carried out."""
    if not can_import(person) or run.state != Import.State.DONE:
        return False
    return run.ended_at is not None and run.ended_at > now() - UNDO_FOR


def can_provision(token: ScimToken) -> bool:
    """A key that is neither taken back nor too old, of a directory that speaks SCIM."""
    if token.revoked_at is not None or token.source.kind != Source.Kind.SCIM:
        return False
    return token.expires_at is None or token.expires_at > now()


def can_keep_directories(person: Person) -> bool:
    """Administrators."""
    return can_administer(person)
