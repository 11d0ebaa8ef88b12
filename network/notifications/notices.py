"""What follows for letters when something happens to people or to an inbox."""

from network.notifications.actions import News, notify
from network.notifications.events import MailWanted
from network.notifications.models import Kind
from network.notifications.tasks import post_letters
from profiles.events import PersonFollowed


def person_followed(event: PersonFollowed) -> None:
    """The followed person."""
    notify([event.followed_id], News(Kind.FOLLOW, f"person:{event.person_id}", event.person_id))


def mail_wanted(event: MailWanted) -> None:
    """Each letter becomes a job in the same transaction: none is lost, and none outlives a rollback."""
    post_letters(event.people, event.kind, event.subject)
