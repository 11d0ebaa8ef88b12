"""News by mail at once: claimed before it is sent, and every right is asked again at that moment."""

from collections.abc import Iterable

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from procrastinate.types import JSONDict

from network.core.tasks import PATIENT, app
from network.notifications.actions import claim_letter, release_letters
from network.notifications.models import PERSONAL, Kind, Notification, Preference
from network.notifications.queries import channel_of, letters_for
from network.notifications.tasks.compose import compose, identity
from profiles.models import Person

GRACE = 20  # seconds: what joins within them is one letter, and what is read meanwhile is none


def post_letters(people: Iterable[int], kind: str, subject: str) -> None:
    """One job a person, all in one statement of the caller's transaction."""
    jobs: list[JSONDict] = [{"person_id": person, "kind": kind, "subject": subject} for person in people]
    send_mail.configure(schedule_in={"seconds": GRACE}).batch_defer(*jobs)


@app.task(retry=PATIENT)
def send_mail(person_id: int, kind: str, subject: str) -> None:
    """Sends one letter, unless it was read, mailed, muted, unwished or put out of sight since; at most once."""
    row = claim_letter(recipient_id=person_id, kind=kind, subject=subject)
    if row is None:
        return
    try:
        letter = letter_of(row)
        if letter is None:
            release_letters([row.pk])
            return
        letter.send()
    except Exception:
        release_letters([row.pk])  # it did not go out: the next try may
        raise


def letter_of(row: Notification) -> EmailMultiAlternatives | None:
    """The letter about one row as its reader may know it now; None when it may not or should not be sent."""
    person = Person.objects.active().filter(pk=row.recipient_id).first()
    if person is None:
        return None
    kind = Kind(row.kind)
    if channel_of([person.pk], kind)[person.pk] != Preference.Channel.MAIL:
        return None
    with translation.override(person.language):
        letters = letters_for(person, [row])
        if not letters or not letters[0].subject.title:
            return None
        if letters[0].subject.muted and kind not in PERSONAL:
            return None
        words = {
            "title": letters[0].text,
            "kind": kind.value,
            "message_id": identity(row.pk, row.moment.isoformat()),
            "headers": {"References": identity(row.recipient_id, row.subject)},  # one conversation in the mail program
        }
        return compose(person, letters, "letter", words, None)
