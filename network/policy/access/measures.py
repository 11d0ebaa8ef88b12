"""Who looks after control measures. Everybody reads them."""

from network.policy.access import is_editor
from profiles.access import can_administer
from profiles.models import Person


def can_keep_measures(person: Person) -> bool:
    """Policy editors and administrators; it shows them no text and no person."""
    return is_editor(person) or can_administer(person)
