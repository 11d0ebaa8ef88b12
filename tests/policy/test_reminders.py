"""Reminders: day 3, day 7 and the last day, three at most, never to who is away, left, unbound or done (A13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.notifications.models import Kind, Notification
from network.policy.actions.knowing import remind_people
from network.policy.models import Document, Reminder
from network.policy.queries.knowing import asked_subjects
from network.policy.states import State
from network.policy.tasks import remind_of_rules
from profiles.models import Person
from tests.factories import PersonFactory
from tests.policy.adopted import document_of, version_at
from tests.policy.known import known, long_here, said_of

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def day(monkeypatch):
    """Runs the daily task so many days after today."""
    start = timezone.now()

    def run(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=days))
        remind_of_rules(0)

    return run


@pytest.fixture
def fresh(ann):
    """A version that comes to count today, with fourteen days to acknowledge it; ann has been here for long."""
    long_here(ann)
    today = timezone.localdate()
    return version_at(effective_on=today, acknowledge_by=today + timedelta(days=14))


def reminders(person: Person) -> list[int]:
    return list(Reminder.objects.filter(person=person).order_by("number").values_list("number", flat=True))


def others_done(version, *people):
    """Whoever adopted it is a person too, and is asked like everybody."""
    for person in Person.objects.active().exclude(pk__in=[p.pk for p in people]):
        known(person, version)


def test_a13_they_come_on_day_three_day_seven_and_the_last_day_and_then_no_more(ann, fresh, day):
    seen = {}
    for days in range(40):
        day(days)
        seen[days] = len(reminders(ann))
    assert [days for days in range(1, 40) if seen[days] > seen[days - 1]] == [3, 7, 14]
    assert reminders(ann) == [1, 2, 3]


def test_a13_a_second_run_in_a_day_and_two_workers_send_nothing_twice(ann, fresh, day, told):
    others_done(fresh, ann)
    told.clear()
    for _ in range(3):
        day(3)
    assert [event.person_ids for event in told if type(event).__name__ == "PeopleReminded"] == [(ann.pk,)]
    assert remind_people(version=fresh, number=1, person_ids=[ann.pk]) == []


def test_a13_the_database_holds_three_at_most(ann, fresh):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(person=ann, version=fresh, number=4)


def test_a13_somebody_away_is_left_in_peace_and_what_they_missed_is_not_made_up_for(ann, fresh, day):
    Person.objects.filter(pk=ann.pk).update(away_until=timezone.localdate() + timedelta(days=9))
    for days in range(10):
        day(days)
    assert reminders(ann) == []
    for days in range(10, 40):
        day(days)
    assert reminders(ann) == [2, 3]


def test_a13_nobody_is_reminded_whom_the_document_does_not_bind_who_left_or_who_is_done(ann, ben, mo, gone, day):
    long_here(ann, ben, mo, gone)
    today = timezone.localdate()
    document = document_of("moderation-rules", audience=Document.Audience.MODERATORS)
    version_at(document=document, effective_on=today, acknowledge_by=today + timedelta(days=14))
    whole = version_at(effective_on=today, acknowledge_by=today + timedelta(days=20))
    known(ben, whole)
    day(3)
    assert [reminders(p) for p in (ann, ben, mo, gone)] == [[1], [], [1], []]
    assert Reminder.objects.filter(version__document=document).values_list("person", flat=True).get() == mo.pk


def test_a13_after_the_last_reminder_no_earlier_one_comes(ann, fresh, day):
    """Somebody who was away for the first two, got the last, and went away again: their day moves, the steps do not."""
    Reminder.objects.create(person=ann, version=fresh, number=3)
    day(8)
    assert reminders(ann) == [3]


def test_a13_a_letter_that_waits_is_not_sent_to_whom_the_rules_do_not_bind_any_more(ann, mo):
    document = document_of("moderation-rules", audience=Document.Audience.MODERATORS)
    version = version_at(document=document, acknowledge_by=timezone.localdate() + timedelta(days=14))
    assert version.pk in asked_subjects(mo, [version.pk])
    assert asked_subjects(ann, [version.pk]) == {}
    mo.roles.all().delete()
    assert asked_subjects(mo, [version.pk]) == {}


def test_people_are_reminded_of_one_document_at_a_time(ann, fresh, day):
    today = timezone.localdate()
    version_at(document=document_of("social-media"), effective_on=today, acknowledge_by=today + timedelta(days=9))
    day(3)
    assert Reminder.objects.get(person=ann).version.document.slug == "social-media"


def test_somebody_new_is_reminded_by_their_own_days(ann, fresh, day):
    newcomer = PersonFactory(created_at=timezone.now() + timedelta(days=20))
    for days in range(20, 40):
        day(days)
    assert reminders(newcomer) == [1, 2, 3]


def test_a_substantive_version_starts_anew_an_editorial_one_does_not(ann, fresh, day):
    day(3)
    version_at(materiality="editorial", effective_on=timezone.localdate(), acknowledge_by=None)
    day(7)
    assert set(Reminder.objects.filter(person=ann).values_list("version", flat=True)) == {fresh.pk}
    assert reminders(ann) == [1, 2]


def test_each_reminder_is_a_letter_anew_and_goes_once_it_is_acknowledged(ann, fresh, day, client_of):
    for days in (3, 7):
        day(days)
        letter = Notification.objects.get(recipient=ann, kind=Kind.POLICY_DUE)
        assert (letter.read_at, letter.mailed_at) == (None, None)
        Notification.objects.filter(pk=letter.pk).update(mailed_at=timezone.now())
    assert Notification.objects.filter(recipient=ann).count() == 1
    inbox = client_of(ann).get("/notifications/").content.decode()
    assert "Les og kvitter" in inbox
    client_of(ann).post("/policy/house-rules/acknowledge/", said_of(fresh))
    assert not Notification.objects.filter(recipient=ann).exists()


def test_a_letter_that_waits_is_not_sent_to_who_has_acknowledged_meanwhile(ann, fresh, day):
    day(3)
    assert fresh.pk in asked_subjects(ann, [fresh.pk])
    known(ann, fresh)
    assert asked_subjects(ann, [fresh.pk]) == {}


def test_a_version_that_is_only_adopted_reminds_nobody(ann, day):
    long_here(ann)
    today = timezone.localdate()
    version_at(State.SCHEDULED, effective_on=today, acknowledge_by=today + timedelta(days=1))
    day(9)
    assert not Reminder.objects.exists()
