"""What follows for letters when something happens to people or to an inbox."""

from network.notifications.actions import News, forget_reader, notify, withdraw
from network.notifications.events import MailWanted
from network.notifications.models import Kind
from network.notifications.tasks import post_letters
from profiles.events import (
    ConfirmationAsked,
    ConfirmationEnded,
    PersonErased,
    PersonFollowed,
    SkillConfirmed,
    SkillWithdrawn,
)
from profiles.models import PersonSkill


def person_followed(event: PersonFollowed) -> None:
    """The followed person."""
    notify([event.followed_id], News(Kind.FOLLOW, f"person:{event.person_id}", event.person_id))


def confirmation_asked(event: ConfirmationAsked) -> None:
    """The colleague, while they are still the one who is asked."""
    waiting = PersonSkill.objects.filter(pk=event.declared_id, asked=event.asked_id, confirmed_by=None)
    if waiting.exists():
        notify([event.asked_id], News(Kind.CONFIRM, f"declared:{event.declared_id}", event.by_id))


def confirmation_ended(event: ConfirmationEnded) -> None:
    """The colleague is no longer asked; that they stood for it is no longer so."""
    withdraw(subject=f"declared:{event.declared_id}", kind=Kind.CONFIRM, recipient_id=event.asked_id)
    withdraw(subject=f"declared:{event.declared_id}", kind=Kind.CONFIRMED)


def skill_confirmed(event: SkillConfirmed) -> None:
    """Whose skill it is; the colleague has answered."""
    withdraw(subject=f"declared:{event.declared_id}", kind=Kind.CONFIRM)
    notify([event.person_id], News(Kind.CONFIRMED, f"declared:{event.declared_id}", event.by_id))


def skill_withdrawn(event: SkillWithdrawn) -> None:
    """There is nothing to stand for any more."""
    withdraw(subject=f"declared:{event.declared_id}")


def mail_wanted(event: MailWanted) -> None:
    """Each letter becomes a job in the same transaction: none is lost, and none outlives a rollback."""
    post_letters(event.people, event.kind, event.subject)


def person_erased(event: PersonErased) -> None:
    """Nobody; the inbox goes."""
    forget_reader(person_id=event.person_id)
