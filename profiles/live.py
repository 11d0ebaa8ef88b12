"""What the wire does about people."""

from network.live.log import record_revocation
from profiles.events import PersonDeactivated


def person_deactivated(event: PersonDeactivated) -> None:
    """Every socket of the person closes."""
    record_revocation(event.person_id)
