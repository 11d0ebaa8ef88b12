"""Who brings people in."""

from datetime import timedelta

from network.core.clock import now
from network.openness.models import Import
from profiles.access import can_administer
from profiles.models import Person

UNDO_FOR = timedelta(days=14)


def can_import(person: Person) -> bool:
    """Administrators."""
    return can_administer(person)


def can_undo_import(person: Person, run: Import) -> bool:
    """Administrators, for UNDO_FOR after it was carried out."""
    if not can_import(person) or run.state != Import.State.DONE:
        return False
    return run.ended_at is not None and run.ended_at > now() - UNDO_FOR
