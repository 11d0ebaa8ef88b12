"""Letters to people: notify, take back, mark read, choose, claim before sending.

The number of unread news lives on the person and is recounted here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from network.core.clock import now
from network.core.events import announce
from network.notifications.events import InboxChanged, MailWanted
from network.notifications.models import DIGEST, OF_OTHERS, TO_THEM, Digest, Kind, Notification, Preference
from network.notifications.queries import channel_of, channels_of
from profiles.models import Person
from profiles.queries.quiet import deaf_to


@dataclass(frozen=True)
class News:
    """One thing to tell: its kind, what it is about, who did it."""

    kind: Kind
    subject: str
    actor_id: int  # 0: nobody did it
    group_id: int | None = None
    target_id: int | None = None


_JOIN = """
INSERT INTO notifications_notification
  (recipient_id, kind, subject, group_id, target_id, actors, created_at, moment)
SELECT person, %(kind)s, %(subject)s, %(group)s, %(target)s, ARRAY[%(actor)s]::bigint[], %(now)s, %(now)s
FROM unnest(%(people)s::bigint[]) person ORDER BY person
ON CONFLICT (recipient_id, kind, subject) WHERE read_at IS NULL AND aside_at IS NULL DO UPDATE SET
  actors = array_append(array_remove(notifications_notification.actors, %(actor)s), %(actor)s),
  target_id = EXCLUDED.target_id, moment = EXCLUDED.moment, mailed_at = NULL
WHERE (notifications_notification.actors[cardinality(notifications_notification.actors)],
  notifications_notification.target_id) IS DISTINCT FROM (%(actor)s::bigint, EXCLUDED.target_id)
"""


@transaction.atomic
def notify(recipients: Collection[int], news: News) -> None:
    """Tells people, joining unread news of one kind and subject into one row; a second run changes nothing more."""
    wanted = channel_of(_hearing(recipients, news), news.kind)
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


def _hearing(recipients: Collection[int], news: News) -> Collection[int]:
    """Without those who do not want to hear of whoever did it; what the house says is told to all."""
    if not news.actor_id or not recipients or news.kind not in OF_OTHERS | TO_THEM:
        return recipients
    deaf = deaf_to(news.actor_id, recipients, is_to_them=news.kind in TO_THEM)
    return [person for person in recipients if person not in deaf]


@transaction.atomic
def withdraw(
    *,
    subject: str | None = None,
    target_id: int | None = None,
    kind: Kind | None = None,
    recipient_id: int | None = None,
    recipient_ids: Collection[int] | None = None,
    group_id: int | None = None,
) -> None:
    """Takes news back: about a subject, a target, or everything of a group from one person who left it, or several."""
    given = {
        "subject": subject,
        "target_id": target_id,
        "kind": kind,
        "recipient_id": recipient_id,
        "recipient_id__in": recipient_ids,
        "group_id": group_id,
    }
    named = {name: value for name, value in given.items() if value is not None}
    if not named:
        raise ValueError("name what to take back: everything of everybody is never meant")
    _take_back(Notification.everything.filter(**named))


@transaction.atomic
def withdraw_from_outsiders(*, group_id: int, about: str, insiders: Q) -> None:
    """Takes a group's news back from all but `insiders`: what is about its threads ("thread") or itself ("group")."""
    rows = Notification.everything.filter(group_id=group_id, subject__startswith=f"{about}:")
    _take_back(rows.exclude(recipient__in=Person.objects.get_queryset().filter(insiders)))


@transaction.atomic
def set_aside(about: Q) -> None:
    """What these rows are about is hidden: they wait, as they are, until it is given back."""
    rows = Notification.objects.filter(about)
    people = set(rows.values_list("recipient_id", flat=True))
    rows.update(aside_at=now())
    _counted_anew(people)


@transaction.atomic
def bring_back(about: Q) -> None:
    """It is there again, and so is its news; where newer news of the same was told meanwhile, that stands alone."""
    rows = Notification.everything.filter(about, aside_at__isnull=False)
    newer = Notification.objects.filter(
        recipient=OuterRef("recipient"), kind=OuterRef("kind"), subject=OuterRef("subject"), read_at=None
    )
    rows.filter(Exists(newer), read_at=None).delete()
    people = set(rows.values_list("recipient_id", flat=True))
    rows.update(aside_at=None)
    _counted_anew(people)


def _take_back(rows: "QuerySet[Notification]") -> None:
    people = set(rows.values_list("recipient_id", flat=True))
    rows.delete()
    _counted_anew(people)


def _counted_anew(people: Collection[int]) -> None:
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
def set_preferences(*, by: Person, channels: Mapping[Kind, str]) -> None:
    """How one wants these kinds of news."""
    rows = [Preference(person=by, kind=kind, channel=channel) for kind, channel in channels.items()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["channel"]
    )


@transaction.atomic
def stop_letters(*, by: Person, kind: str) -> None:
    """From now on that news (or, for DIGEST, everything in the daily summary) comes to the inbox alone."""
    unwanted = Preference.Channel.DIGEST if kind == DIGEST else Preference.Channel.MAIL
    stopped = [
        each for each, channel in channels_of(by).items() if channel == unwanted and kind in (DIGEST, each.value)
    ]
    if stopped:
        set_preferences(by=by, channels=dict.fromkeys(stopped, Preference.Channel.INBOX))


@transaction.atomic
def forget_unseen(*, by: Person, ids: Iterable[int]) -> None:
    """Drops the person's own news about what they may no longer see, so that the count falls with the right."""
    if Notification.objects.filter(recipient=by, pk__in=list(ids)).delete()[0]:
        recount([by.pk])
        announce(InboxChanged((by.pk,)))


def claim_letter(*, recipient_id: int, kind: str, subject: str) -> Notification | None:
    """Marks unread, unmailed news as mailed before the letter goes out, so that none goes twice; None: too late."""
    waiting = {"recipient": recipient_id, "kind": kind, "subject": subject, "read_at": None, "mailed_at": None}
    row = Notification.objects.filter(**waiting).first()
    if row is None:
        return None
    claimed = Notification.objects.filter(pk=row.pk, moment=row.moment, read_at=None, mailed_at=None)
    return row if claimed.update(mailed_at=now()) else None


def release_letters(ids: Iterable[int]) -> None:
    """Takes back the claim on news whose letter did not go out."""
    Notification.objects.filter(pk__in=list(ids)).update(mailed_at=None)


@transaction.atomic
def claim_digest(*, recipient_id: int, day: date, ids: Sequence[int]) -> set[int]:
    """Claims the day's summary and its news before it goes out: those still unread, or none when the day is taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_digest (person_id, day, claimed_at) VALUES (%s, %s, %s) "
            "ON CONFLICT (person_id, day) DO NOTHING",
            [recipient_id, day, now()],
        )
        if not cursor.rowcount:
            return set()
        cursor.execute(
            "UPDATE notifications_notification SET mailed_at = %s WHERE recipient_id = %s AND id = ANY(%s) "
            "AND read_at IS NULL AND mailed_at IS NULL AND aside_at IS NULL RETURNING id",
            [now(), recipient_id, list(ids)],
        )
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def release_digest(*, recipient_id: int, day: date, ids: Iterable[int]) -> None:
    """Takes back the claim on a summary that did not go out, so that it is tried again."""
    release_letters(ids)
    Digest.objects.filter(person=recipient_id, day=day, sent_at=None).delete()


def finish_digest(*, recipient_id: int, day: date) -> None:
    """Notes that the summary went out."""
    Digest.objects.filter(person=recipient_id, day=day).update(sent_at=now())


def forget_old_news(keep: timedelta) -> int:
    """Deletes read news and summaries' claims older than `keep`; the number of news deleted."""
    horizon = now() - keep
    Digest.objects.filter(claimed_at__lt=horizon).delete()
    return Notification.objects.filter(read_at__lt=horizon).delete()[0]


@transaction.atomic
def forget_reader(*, person_id: int) -> None:
    """Somebody was erased: their inbox, their choices and what was sent to them go."""
    for model in (Notification, Preference, Digest):
        model._default_manager.filter(**{"recipient" if model is Notification else "person": person_id}).delete()
    recount([person_id])


def recount(people: Iterable[int]) -> None:
    """Writes each person's number of unread rows."""
    unread = (
        Notification.objects.filter(recipient=OuterRef("pk"), read_at=None)
        .order_by().values("recipient").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    rows = Person.objects.get_queryset().filter(pk__in=list(people))
    rows.update(unread_count=Coalesce(Subquery(unread), 0))
