"""The count on the bell."""

import pytest
from django.utils import translation

from network.live.models import Entry
from network.notifications.events import InboxChanged
from network.notifications.live import INBOX, inbox_changed, visible_counts
from network.notifications.tasks import tell_counts
from profiles.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_each_bell_is_told_on_its_own_topic(ann: Person, ben: Person) -> None:
    inbox_changed(InboxChanged((ann.pk, ben.pk)))
    assert set(Entry.objects.values_list("topic", "fragment", "subject_id")) == {
        (f"person:{ann.pk}", "inbox", ann.pk),
        (f"person:{ben.pk}", "inbox", ben.pk),
    }


def test_many_bells_are_told_by_a_job(ann: Person, django_assert_num_queries: object) -> None:
    people = tuple(person.pk for person in PersonFactory.create_batch(30, department=ann.department))
    with django_assert_num_queries(1):
        inbox_changed(InboxChanged(people))
    assert not Entry.objects.exists()
    tell_counts(list(people))
    assert Entry.objects.count() == 30


def test_the_count_is_shown_and_only_ones_own(ann: Person, cleo: Person) -> None:
    Person.objects.filter(pk=ann.pk).update(unread_count=3)
    with translation.override("en"):
        html = INBOX.render([ann.pk, cleo.pk])
    assert html[ann.pk].strip().startswith('<span id="notification-count" class="count count--new">3')
    assert html[cleo.pk].strip() == '<span id="notification-count"></span>'
    assert visible_counts(cleo, [ann.pk, cleo.pk]) == {cleo.pk}
