"""A sign-in ends after a week without use, and after two weeks in any case."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from network.core.clock import now
from profiles.models import Department, Person
from profiles.sessions import SessionStore


def status_after(client: Client, days: float) -> int:
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        return client.get("/settings/").status_code


@pytest.fixture
def anns(ann, client_of) -> Client:
    return client_of(ann)


def test_a_week_without_use_ends_it(anns):
    assert status_after(anns, 6.9) == 200
    assert status_after(anns, 13.95) == 302


def test_daily_use_keeps_it_until_two_weeks_have_passed(anns):
    assert [status_after(anns, day) for day in range(1, 14)] == [200] * 13
    assert status_after(anns, 14.1) == 302
    assert not Session.objects.exists()


def test_use_writes_the_session_once_a_day(anns, django_assert_max_num_queries):
    anns.get("/settings/")
    with django_assert_max_num_queries(4) as seen:
        anns.get("/settings/")
    assert not any("UPDATE" in query["sql"] for query in seen.captured_queries)


def test_a_session_that_ended_or_never_was_holds_nothing_and_has_no_key(ann: Person) -> None:
    store = SessionStore()
    store["a"] = 1
    store.save()
    key = store.session_key
    kept = SessionStore(key)
    assert (kept["a"], kept.session_key) == (1, key)
    Session.objects.filter(pk=key).update(expire_date=now() - timedelta(seconds=1))
    for gone in (key, "nobodyhaseverhadthiskey", "æ" * 32):
        ended = SessionStore(gone)
        assert ended.get("a") is None
        assert ended.session_key is None


def test_a_person_by_key_is_still_asked_of_those_who_were_meant(ann: Person, cleo: Person, field: Department) -> None:
    assert Person.objects.get(pk=cleo.pk) == cleo
    assert field.people.get(pk=ann.pk) == ann
    with pytest.raises(Person.DoesNotExist):
        field.people.get(pk=cleo.pk)
    with pytest.raises(Person.DoesNotExist):
        Person.objects.get(pk=0)
    with pytest.raises(Person.DoesNotExist):
        Person.objects.get(pk=ann.pk, handle="cleo")
