"""What happens to people."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class PersonFollowed(Event):
    person_id: int
    followed_id: int


@dataclass(frozen=True)
class ProfileChanged(Event):
    """Name, title, department or photo changed: cards that show them are renewed."""

    person_id: int


@dataclass(frozen=True)
class PersonDeactivated(Event):
    person_id: int
