"""One's own desk: what waits, what one has read today, what one is spared, and pictures (A87, A89, 4.17, 4.23)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network.core.clock import now
from network.live.models import Entry
from network.moderation.access import cases_for
from network.moderation.actions.choices import choose_desk
from network.moderation.actions.desk import claim_case, step_aside
from network.moderation.models import DeskChoice
from network.moderation.queries.exposure import choice_of, opened_today, waiting_count
from network.moderation.queries.queue import next_free
from network.policy.models import Section
from profiles.models import Person, Role
from tests.factories import post_of
from tests.moderation.reported import in_work, moderator, reported
from tests.moderation.test_files import file_of, report_file, status
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_vault(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def home(person: Person) -> str:
    return signed_in(person).get(reverse("feed:home")).content.decode()


def test_the_rail_counts_what_waits_for_this_handler_and_nothing_else(
    rule: Section, ann: Person, ben: Person, cleo: Person
) -> None:
    """4.23: the count starts from cases_for."""
    lead, other = moderator("leder"), moderator("annen")
    case = reported(cleo, post_of(ann)).case
    reported(cleo, post_of(ann))
    reported(other, post_of(ben))
    assert [waiting_count(fresh(person)) for person in (lead, other)] == [3, 2]
    claim_case(by=other, case=case)
    assert [waiting_count(fresh(person)) for person in (lead, other)] == [2, 2]
    step_aside(by=other, case=case)
    assert [waiting_count(fresh(person)) for person in (lead, other)] == [3, 1]
    assert '<span id="moderation-count"' in home(lead)


def test_nobody_else_has_it_or_pays_for_it(
    rule: Section, ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person, django_assert_num_queries: Any
) -> None:
    reported(cleo, post_of(ann))
    for person in (ann, ben, cleo, mona, ada):
        assert reverse("moderation:queue") not in home(person)
        with django_assert_num_queries(0):
            assert waiting_count(person) is None
        assert signed_in(person).get(reverse("moderation:waiting")).status_code == 404
        assert signed_in(person).get(reverse("moderation:choices")).status_code == 404


def test_whoever_had_the_task_once_is_asked_and_has_it_not(rule: Section, ann: Person, cleo: Person) -> None:
    lead = moderator("leder")
    Role.objects.filter(person=lead).update(ends_on="2021-01-01")
    reported(cleo, post_of(ann))
    assert fresh(lead).may_handle
    assert waiting_count(fresh(lead)) is None
    assert reverse("moderation:queue") not in home(lead)


@pytest.mark.parametrize("count", [0, 6])
def test_the_count_costs_the_same_however_much_waits(
    count: int, rule: Section, ann: Person, cleo: Person, django_assert_num_queries: Any
) -> None:
    lead = fresh(moderator("leder"))
    for _number in range(count):
        reported(cleo, post_of(ann))
    lead = fresh(lead)
    with django_assert_num_queries(4):
        assert waiting_count(lead) == count


def test_it_is_fetched_again_when_something_changes_and_only_by_those_who_may_know(
    rule: Section, ann: Person, cleo: Person
) -> None:
    lead, barred = moderator("leder"), moderator("part")
    reported(barred, post_of(ann))
    told = Entry.objects.filter(target="moderation-count").values_list("topic", flat=True)
    assert set(told) == {f"person:{lead.pk}"}


def test_what_one_has_read_today_is_told_to_oneself_alone(
    rule: Section, ann: Person, cleo: Person, time_machine: Any
) -> None:
    """A87."""
    lead, other = moderator("leder"), moderator("annen")
    case = in_work(lead, reported(cleo, post_of(ann)).case)
    for _time in range(8):
        signed_in(lead).get(reverse("moderation:case", args=[case.ref]) + "?read=1")
    assert (opened_today(lead), opened_today(other)) == (8, 0)
    mine = signed_in(lead).get(reverse("moderation:queue")).content.decode()
    assert "lest 8 av det som er meldt" in mine
    assert "Ta en pause" in mine
    theirs = signed_in(other).get(reverse("moderation:queue")).content.decode()
    assert "lest 0 av det som er meldt" in theirs
    assert "Ta en pause" not in theirs
    time_machine.move_to(now() + timedelta(days=1))
    assert opened_today(lead) == 0


def test_next_leaves_out_what_one_is_spared_and_the_list_does_not(rule: Section, ann: Person, cleo: Person) -> None:
    lead, other = moderator("leder"), moderator("annen")
    hard = reported(cleo, post_of(ann), "sexual").case
    easy = reported(cleo, post_of(ann), "spam").case
    here = reported(cleo, post_of(ann), "misleading").case
    sent = signed_in(lead).post(reverse("moderation:choices"), {"spared": ["sexual"]})
    assert sent.status_code in (302, 303)
    assert next_free(cases_for(lead), lead, here) == easy
    assert next_free(cases_for(other), other, here) == hard
    assert hard.ref in signed_in(lead).get(reverse("moderation:queue")).content.decode()
    choose_desk(by=lead, spared=[], shows_pictures=False)
    assert next_free(cases_for(lead), lead, here) == hard
    assert signed_in(lead).post(reverse("moderation:choices"), {"spared": ["weather"]}).status_code == 422


def test_a_picture_is_blurred_until_one_chooses_otherwise(rule: Section, ann: Person, cleo: Person) -> None:
    """A89."""
    lead = moderator("leder")
    file = file_of(ann, post_of(ann).thread, "bil.jpg", picture(size=(900, 600)))
    case = in_work(lead, report_file(cleo, file).case)
    page = reverse("moderation:case", args=[case.ref])
    shown = signed_in(lead).get(page + "?read=1").content.decode()
    assert reverse("moderation:evidence", args=[case.ref, file.pk]) in shown
    assert f'id="sharp-{file.pk}">' in shown
    assert reverse("moderation:evidence", args=[case.ref, file.pk]) not in signed_in(lead).get(page).content.decode()
    choose_desk(by=lead, spared=[], shows_pictures=True)
    assert f'id="sharp-{file.pk}" checked>' in signed_in(lead).get(page + "?read=1").content.decode()
    assert DeskChoice.objects.get().person == lead


def test_one_persons_choice_is_not_anothers(db: None) -> None:
    lead, other = moderator("leder"), moderator("annen")
    choose_desk(by=lead, spared=["sexual"], shows_pictures=True)
    assert [choice_of(person).shows_pictures for person in (lead, other)] == [True, False]


def test_its_bytes_are_for_whoever_may_read_what_was_reported(
    rule: Section, secret_group: Any, ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person
) -> None:
    lead, other = moderator("leder"), moderator("annen")
    post = post_of(ann, secret_group)
    file = file_of(ann, post.thread, "bil.jpg", picture(size=(900, 600)))
    elsewhere = file_of(ann, post_of(ann).thread)
    case = report_file(ben, file).case
    address = reverse("moderation:evidence", args=[case.ref, file.pk])
    everybody = (ann, ben, cleo, mona, ada, lead, other)
    assert {status(signed_in(person), address) for person in everybody} == {404}
    claim_case(by=lead, case=case)
    assert [status(signed_in(person), address) for person in everybody] == [404] * 5 + [200, 404]
    wrong = reverse("moderation:evidence", args=[case.ref, elsewhere.pk])
    assert status(signed_in(lead), wrong) == 404
