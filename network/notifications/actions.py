"""Letters to people: notify, take back, mark read, choose. The count lives on the person and is recounted here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from network.core.clock import now
from network.core.events import announce
from network.notifications.events import InboxChanged, MailWanted
from network.notifications.models import Kind, Notification, Preference
from network.notifications.queries import channel_of
from profiles.models import Person


@dataclass(frozen=True)
class News:
    """One thing to tell: its kind, what it is about, who did it."""

    kind: Kind
    subject: str
    actor_id: int
    group_id: int | None = None
    target_id: int | None = None


_JOIN = """
INSERT INTO notifications_notification
  (recipient_id, kind, subject, group_id, target_id, actors, created_at, moment)
SELECT person, %(kind)s, %(subject)s, %(group)s, %(target)s, ARRAY[%(actor)s]::bigint[], %(now)s, %(now)s
FROM unnest(%(people)s::bigint[]) person ORDER BY person
ON CONFLICT (recipient_id, kind, subject) WHERE read_at IS NULL DO UPDATE SET
  actors = array_append(array_remove(notifications_notification.actors, %(actor)s), %(actor)s),
  target_id = EXCLUDED.target_id, moment = EXCLUDED.moment, mailed_at = NULL
"""


@transaction.atomic
def notify(recipients: Collection[int], news: News) -> None:
    """Tells people, joining unread news of the same kind and subject into one row; a second run changes nothing more."""
    wanted = channel_of(recipients, news.kind)
    told = sorted(person for person, channel in wanted.items() if channel != Preference.Channel.NONE)
    if not told:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _JOIN,
            {
                "kind": news.kind, "subject": news.subject, "group": news.group_id, "target": news.target_id,
                "actor": news.actor_id, "now": now(), "people": told,
            },
        )  # fmt: skip
    recount(told)
    announce(InboxChanged(tuple(told)))
    mailed = tuple(person for person in told if wanted[person] == Preference.Channel.MAIL)
    if mailed:
        announce(MailWanted(mailed, news.kind, news.subject))


@transaction.atomic
def withdraw(
    *,
    subject: str | None = None,
    target_id: int | None = None,
    kind: Kind | None = None,
    recipient_id: int | None = None,
    group_id: int | None = None,
) -> None:
    """Takes news back: about a subject, a target, or everything of a group from one person who left it."""
    rows = Notification.objects.all()
    given = {
        "subject": subject,
        "target_id": target_id,
        "kind": kind,
        "recipient_id": recipient_id,
        "group_id": group_id,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    people = set(rows.values_list("recipient_id", flat=True))
    rows.delete()
    if people:
        recount(people)
        announce(InboxChanged(tuple(people)))


@transaction.atomic
def mark_read(*, by: Person, ids: Iterable[int] | None = None, subject: str | None = None) -> None:
    """Marks one's own news as read: some, all about one subject, or (neither given) everything."""
    rows = Notification.objects.filter(recipient=by, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    if subject is not None:
        rows = rows.filter(subject=subject)
    if rows.update(read_at=now()):
        recount([by.pk])
        announce(InboxChanged((by.pk,)))


@transaction.atomic
def set_preference(*, by: Person, kind: Kind, channel: Preference.Channel) -> None:
    """How one wants one kind of news."""
    Preference.objects.update_or_create(person=by, kind=kind, defaults={"channel": channel})


def recount(people: Iterable[int]) -> None:
    """Writes each person's number of unread rows."""
    unread = (
        Notification.objects.filter(recipient=OuterRef("pk"), read_at=None)
        .order_by().values("recipient").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    rows = Person.objects.get_queryset().filter(pk__in=list(people))
    rows.update(unread_count=Coalesce(Subquery(unread), 0))
