"""Who keeps the register of our channels outside. Everybody who works here reads it."""

from network.policy.access import is_editor
from network.policy.models import Channel
from profiles.models import Person


def can_edit_channels(person: Person) -> bool:
    """Policy editors write the register, and who speaks for us."""
    return is_editor(person)


def can_name_representative(person: Person, channel: Channel) -> bool:
    """Policy editors, on a channel that is not closed."""
    return is_editor(person) and channel.status != Channel.Status.CLOSED
