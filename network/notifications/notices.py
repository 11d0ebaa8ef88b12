"""What follows for letters when something happens to people or to an inbox."""

from network.notifications.actions import News, notify
from network.notifications.events import MailWanted
from network.notifications.models import Kind
from profiles.events import PersonFollowed


def person_followed(event: PersonFollowed) -> None:
    """The followed person."""
    notify([event.followed_id], News(Kind.FOLLOW, f"person:{event.person_id}", event.person_id))


def mail_wanted(event: MailWanted) -> None:
    """Each letter becomes a task in the same transaction."""
