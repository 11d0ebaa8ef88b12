"""What happens to people's inboxes."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class InboxChanged(Event):
    people: tuple[int, ...]


@dataclass(frozen=True)
class MailWanted(Event):
    """News that these people want by mail at once."""

    people: tuple[int, ...]
    kind: str
    subject: str
