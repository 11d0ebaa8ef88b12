"""Rows and events of telling, taking back, reading and choosing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from network.core.clock import now
from network.core.events import Event
from network.notifications import actions
from network.notifications.actions import News, notify
from network.notifications.events import InboxChanged, MailWanted
from network.notifications.models import DIGEST, Digest, Kind, Notification, Preference
from network.notifications.queries import channels_of
from profiles.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def unread(person: Person) -> int:
    person.refresh_from_db()
    return person.unread_count


def test_news_of_one_kind_and_subject_is_joined_into_one_row(ann: Person, ben: Person, cleo: Person) -> None:
    notify([ann.pk], News(Kind.COMMENT, "thread:7", ben.pk, target_id=1))
    notify([ann.pk], News(Kind.COMMENT, "thread:7", cleo.pk, target_id=2))
    notify([ann.pk], News(Kind.COMMENT, "thread:7", ben.pk, target_id=3))
    row = Notification.objects.get()
    assert (row.actors, row.target_id, unread(ann)) == ([cleo.pk, ben.pk], 3, 1)


def test_telling_the_same_twice_changes_nothing_and_mails_nothing_again(ann: Person, ben: Person) -> None:
    news = News(Kind.MENTION, "thread:7", ben.pk, target_id=1)
    notify([ann.pk], news)
    Notification.objects.update(mailed_at=now())
    before = Notification.objects.values().get()
    notify([ann.pk], news)
    assert Notification.objects.values().get() == before


def test_read_news_is_not_joined(ann: Person, ben: Person) -> None:
    notify([ann.pk], News(Kind.COMMENT, "thread:7", ben.pk))
    actions.mark_read(by=ann)
    notify([ann.pk], News(Kind.COMMENT, "thread:7", ben.pk))
    assert (Notification.objects.count(), unread(ann)) == (2, 1)


def test_who_wants_nothing_is_told_nothing(ann: Person, ben: Person, told: list[Event]) -> None:
    actions.set_preferences(by=ann, channels={Kind.COMMENT: Preference.Channel.NONE})
    notify([ann.pk], News(Kind.COMMENT, "thread:7", ben.pk))
    assert (Notification.objects.count(), told) == (0, [])


def test_mail_is_wanted_only_by_those_who_chose_it(ann: Person, ben: Person, cleo: Person, told: list[Event]) -> None:
    actions.set_preferences(by=cleo, channels={Kind.MENTION: Preference.Channel.INBOX})
    notify([ann.pk, cleo.pk], News(Kind.MENTION, "thread:7", ben.pk))
    assert told == [InboxChanged((ann.pk, cleo.pk)), MailWanted((ann.pk,), "mention", "thread:7")]


def test_a_big_fan_out_is_a_handful_of_statements(ben: Person) -> None:
    people = [person.pk for person in PersonFactory.create_batch(60, department=ben.department)]
    with CaptureQueriesContext(
        connection,
    ) as few:
        notify(people[:30], News(Kind.INVITATION, "group:7", ben.pk))
    with CaptureQueriesContext(connection) as many:
        notify(people, News(Kind.INVITATION, "group:8", ben.pk))
    assert len(few) == len(many) <= 8


def test_withdrawing_lowers_the_count(ann: Person, ben: Person, cleo: Person) -> None:
    notify([ann.pk, cleo.pk], News(Kind.COMMENT, "thread:7", ben.pk, group_id=5))
    actions.withdraw(recipient_id=ann.pk, group_id=5)
    assert (unread(ann), unread(cleo)) == (0, 1)


def test_withdrawing_what_nobody_has_tells_nobody(told: list[Event]) -> None:
    actions.withdraw(subject="thread:7")
    assert told == []


def test_withdrawing_nothing_named_is_refused(ann: Person, ben: Person) -> None:
    notify([ann.pk], News(Kind.COMMENT, "thread:7", ben.pk))
    with pytest.raises(ValueError, match="name"):
        actions.withdraw()
    assert Notification.objects.count() == 1


def test_one_reads_only_ones_own(ann: Person, ben: Person, cleo: Person) -> None:
    notify([ann.pk], News(Kind.COMMENT, "thread:7", ben.pk))
    row = Notification.objects.get()
    actions.mark_read(by=cleo, ids=[row.pk])
    actions.forget_unseen(by=cleo, ids=[row.pk])
    assert unread(ann) == 1


def test_reading_by_id_by_subject_and_all(ann: Person, ben: Person, told: list[Event]) -> None:
    for number in range(4):
        notify([ann.pk], News(Kind.COMMENT, f"thread:{number}", ben.pk))
    actions.mark_read(by=ann, ids=[Notification.objects.earliest("pk").pk])
    assert unread(ann) == 3
    actions.mark_read(by=ann, subject="thread:1")
    assert unread(ann) == 2
    actions.mark_read(by=ann)
    told.clear()
    actions.mark_read(by=ann)
    assert (unread(ann), told) == (0, [])


def test_choices_are_kept_and_changed(ann: Person) -> None:
    actions.set_preferences(by=ann, channels={Kind.MENTION: "none", Kind.REPLY: "mail"})
    actions.set_preferences(by=ann, channels={Kind.MENTION: "digest"})
    assert (channels_of(ann)[Kind.MENTION], channels_of(ann)[Kind.REPLY]) == ("digest", "mail")


def test_stopping_letters_leaves_the_inbox_and_other_kinds(ann: Person, cleo: Person) -> None:
    actions.stop_letters(by=ann, kind="mention")
    actions.stop_letters(by=ann, kind="mention")
    assert channels_of(ann)[Kind.MENTION] == "inbox"
    assert channels_of(ann)[Kind.INVITATION] == "mail"
    assert channels_of(cleo)[Kind.MENTION] == "mail"


def test_stopping_the_summary_stops_all_of_it_and_no_letters(ann: Person) -> None:
    actions.stop_letters(by=ann, kind=DIGEST)
    assert "digest" not in channels_of(ann).values()
    assert channels_of(ann)[Kind.MENTION] == "mail"


def test_a_letter_is_claimed_once_and_never_when_read(ann: Person, ben: Person) -> None:
    notify([ann.pk], News(Kind.MENTION, "thread:7", ben.pk))
    assert actions.claim_letter(recipient_id=ann.pk, kind="mention", subject="thread:7") is not None
    assert actions.claim_letter(recipient_id=ann.pk, kind="mention", subject="thread:7") is None
    actions.release_letters([Notification.objects.get().pk])
    actions.mark_read(by=ann)
    assert actions.claim_letter(recipient_id=ann.pk, kind="mention", subject="thread:7") is None


def test_a_day_is_claimed_once_and_given_back_only_unsent(ann: Person, ben: Person) -> None:
    notify([ann.pk], News(Kind.COMMENT, "thread:7", ben.pk))
    ids, day = [Notification.objects.get().pk], localdate()
    assert actions.claim_digest(recipient_id=ann.pk, day=day, ids=ids) == set(ids)
    assert actions.claim_digest(recipient_id=ann.pk, day=day, ids=ids) == set()
    actions.release_digest(recipient_id=ann.pk, day=day, ids=ids)
    assert actions.claim_digest(recipient_id=ann.pk, day=day, ids=ids) == set(ids)
    actions.finish_digest(recipient_id=ann.pk, day=day)
    actions.release_digest(recipient_id=ann.pk, day=day, ids=ids)
    assert Digest.objects.get().sent_at is not None


def test_old_read_news_is_forgotten_and_unread_news_is_kept(ann: Person, ben: Person) -> None:
    for number in range(3):
        notify([ann.pk], News(Kind.COMMENT, f"thread:{number}", ben.pk))
    Notification.objects.filter(subject="thread:0").update(read_at=now() - timedelta(days=91))
    Notification.objects.filter(subject="thread:1").update(read_at=now() - timedelta(days=89))
    Notification.objects.filter(subject="thread:2").update(moment=now() - timedelta(days=400))
    assert actions.forget_old_news(timedelta(days=90)) == 1
    assert set(Notification.objects.values_list("subject", flat=True)) == {"thread:1", "thread:2"}
