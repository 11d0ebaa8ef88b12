"""Reported against better knowledge: two people, a month, never what is urgent, and nobody is named (A61, 4.20)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from network.core.access import Refused
from network.core.clock import now
from network.moderation.access import cases_for
from network.moderation.actions.false import answer_false, appeal_false, decide_false, say_false
from network.moderation.models import Case, FalseReport, LogEntry, Report
from network.moderation.queries.exposure import waiting_count
from network.moderation.queries.queue import Show, queue_of
from network.moderation.reasons import CLOCKS, NEVER_LAST, Priority, Reason
from network.moderation.seals import mark_of
from network.moderation.states import State
from network.notifications.models import Notification
from network.policy.models import Section
from profiles.models import Person
from tests.factories import post_of
from tests.moderation.reported import in_work, moderator, reported

pytestmark = pytest.mark.django_db
Standing = FalseReport.Standing


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def lead(db: None) -> Person:
    return moderator("leder")


@pytest.fixture
def other(db: None) -> Person:
    return moderator("annen")


@pytest.fixture
def third(db: None) -> Person:
    return moderator("tredje")


@pytest.fixture
def report(rule: Section, ann: Person, ben: Person, lead: Person) -> Report:
    """A report by ben that lead works on."""
    made = reported(ben, post_of(ann), "spam")
    in_work(lead, made.case)
    return made


@pytest.fixture
def proposed(report: Report, lead: Person) -> FalseReport:
    return say_false(by=lead, report=report, why="Innlegget fantes ikke da det ble meldt.")


@pytest.fixture
def stands(proposed: FalseReport, other: Person, django_capture_on_commit_callbacks: Any) -> FalseReport:
    with django_capture_on_commit_callbacks(execute=True):
        answer_false(by=other, said=proposed, agrees=True)
    proposed.refresh_from_db()
    return proposed


def address(said: FalseReport) -> str:
    return reverse("moderation:said_false", args=[said.report.case.ref, said.report.ref])


def priority_of_next(by: Person, author: Person, reason: str) -> Priority:
    return Priority(reported(by, post_of(author), reason).case.priority)


# Two people


def listed(person: Person, show: Show) -> tuple[list[str], int | None]:
    """What is shown to the person in this part of the queue, and the number in the rail."""
    page = queue_of(person, cases_for(person), show)
    assert page.counts[show] == len(page.rows)
    assert {row.case for row in page.rows} <= {row.case for row in queue_of(person, cases_for(person), Show.ALL).rows}
    assert page.to_do == waiting_count(Person.objects.get(pk=person.pk))
    return [row.case.ref for row in page.rows], page.to_do


@pytest.mark.parametrize("moves", [(), (State.DECIDED,), (State.DECIDED, State.CLOSED)])
def test_a_second_person_finds_it_in_the_queue_also_where_the_case_is_over(
    proposed: FalseReport, lead: Person, other: Person, ann: Person, ben: Person, cleo: Person, moves: tuple[State, ...]
) -> None:
    case = proposed.report.case
    for state in moves:
        Case.objects.update(state=state, due_at=now() - timedelta(days=9), claimed_by=None, claimed_until=None)
    to_do = int(not moves)  # whoever proposed it works on the case still
    assert listed(other, Show.SECOND) == ([case.ref], 1)
    assert listed(lead, Show.SECOND) == ([], to_do)
    for person in (ann, ben, cleo):
        assert not queue_of(person, cases_for(person), Show.SECOND).rows
    if moves:
        html = signed_in(other).get(reverse("moderation:queue")).text
        assert "En annen person er spurt" in html
        assert "is-late" not in html
    answer_false(by=other, said=proposed, agrees=False)
    assert listed(other, Show.SECOND) == ([], 0)


def test_nobody_below_the_one_who_proposes_finds_it(proposed: FalseReport, lead: Person, other: Person) -> None:
    Person.objects.filter(pk=other.pk).update(manager=lead)
    other.refresh_from_db()
    assert listed(other, Show.SECOND)[0] == []


def test_a_third_person_finds_the_appeal_in_the_queue(
    stands: FalseReport, ben: Person, lead: Person, other: Person, third: Person
) -> None:
    assert listed(third, Show.APPEALS)[0] == []
    appeal_false(by=ben, said=stands, text="Jeg så det selv.")
    assert [listed(person, Show.APPEALS)[0] for person in (third, lead, other)] == [[stands.report.case.ref], [], []]
    stands.refresh_from_db()
    decide_false(by=third, said=stands, stands=False, reasons="Det fantes.")
    assert listed(third, Show.APPEALS)[0] == []


def test_one_person_alone_does_nothing(proposed: FalseReport, lead: Person, ann: Person, ben: Person) -> None:
    """A61."""
    with pytest.raises(Refused):
        answer_false(by=lead, said=proposed, agrees=True)
    assert priority_of_next(ben, ann, "spam") == Priority.P2
    assert not Notification.objects.filter(recipient=ben, subject=f"false:{proposed.pk}").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        FalseReport.objects.filter(pk=proposed.pk).update(standing=Standing.STANDS, answered_by=lead)


def test_a_proposal_alone_puts_nothing_last(proposed: FalseReport, ann: Person, ben: Person) -> None:
    FalseReport.objects.update(until=now() + timedelta(days=30))
    assert priority_of_next(ben, ann, "spam") == Priority.P2


def test_the_database_wants_a_third_with_reasons(stands: FalseReport, lead: Person, other: Person) -> None:
    third = moderator("tredje")
    for decider, verdict in ((lead, "Nei."), (other, "Nei."), (third, "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            FalseReport.objects.update(decided_by=decider, verdict=verdict)
    FalseReport.objects.update(decided_by=third, verdict="Nei.")


def test_nobody_below_the_one_who_proposes_agrees(proposed: FalseReport, lead: Person, other: Person) -> None:
    """A53."""
    Person.objects.filter(pk=other.pk).update(manager=lead)
    other.refresh_from_db()
    with pytest.raises(Refused):
        answer_false(by=other, said=proposed, agrees=True)


def test_a_party_or_an_outsider_agrees_to_nothing(
    proposed: FalseReport, ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person
) -> None:
    for person in (ann, ben, cleo, mona, ada):
        with pytest.raises(Refused):
            answer_false(by=person, said=proposed, agrees=True)
        assert signed_in(person).get(address(proposed)).status_code == 404
        assert signed_in(person).post(address(proposed), {"agrees": "yes"}).status_code == 404


def test_only_whoever_works_on_the_case_proposes_it_once(report: Report, lead: Person, other: Person) -> None:
    with pytest.raises(Refused):
        say_false(by=other, report=report, why="Sikker.")
    with pytest.raises(Refused):
        say_false(by=lead, report=report, why="  ")
    said = say_false(by=lead, report=report, why="Sikker.")
    answer_false(by=other, said=said, agrees=False)
    with pytest.raises(Refused):
        say_false(by=lead, report=report, why="Likevel.")
    assert FalseReport.objects.get().standing == Standing.REFUSED


# What follows


@pytest.mark.parametrize("reason", list(Reason))
def test_ordinary_reports_go_last_and_what_is_urgent_never(
    reason: str, stands: FalseReport, ann: Person, ben: Person, cleo: Person
) -> None:
    """A61."""
    usual = CLOCKS[reason].priority
    assert priority_of_next(ben, ann, reason) == (usual if reason in NEVER_LAST else Priority.P3)
    assert priority_of_next(cleo, ann, reason) == usual


def test_never_last_holds_what_the_rules_promise() -> None:
    assert {Reason.DANGER, Reason.HARASSMENT, Reason.SEXUAL} <= NEVER_LAST


def test_it_is_over_after_thirty_days(stands: FalseReport, ann: Person, ben: Person, time_machine: Any) -> None:
    assert stands.until - now() <= timedelta(days=30)
    time_machine.move_to(now() + timedelta(days=30, minutes=1))
    assert priority_of_next(ben, ann, "spam") == Priority.P2


def test_it_never_pushes_back_what_somebody_else_has_reported(
    stands: FalseReport, ann: Person, ben: Person, cleo: Person
) -> None:
    post = post_of(ann)
    case = reported(cleo, post, "spam").case
    reported(ben, post, "spam")
    assert Case.objects.get(pk=case.pk).priority == Priority.P2
    second = post_of(ann)
    reported(ben, second, "spam")
    assert reported(cleo, second, "spam").case.priority == Priority.P2


# Whoever made it


def test_whoever_made_it_is_told_and_nobody_else(
    stands: FalseReport, ann: Person, ben: Person, cleo: Person, lead: Person, other: Person, ada: Person
) -> None:
    assert list(Notification.objects.filter(subject=f"false:{stands.pk}").values_list("recipient", flat=True)) == [
        ben.pk
    ]
    where = reverse("moderation:told_false", args=[stands.ref])
    mine = signed_in(ben).get(where)
    assert "Innlegget fantes ikke da det ble meldt." in mine.content.decode()
    for person in (ann, cleo, lead, other, ada):
        assert signed_in(person).get(where).status_code == 404
        assert signed_in(person).post(where, {"text": "Nei."}).status_code == 404
    assert (
        where in signed_in(ben).get(reverse("notifications:notifications")).content.decode() or mine.status_code == 200
    )


def test_a_mere_proposal_is_told_nobody_outside_the_desk(proposed: FalseReport, ben: Person) -> None:
    assert signed_in(ben).get(reverse("moderation:told_false", args=[proposed.ref])).status_code == 404


def test_handlers_never_learn_who_it_is(stands: FalseReport, ben: Person, lead: Person, third: Person) -> None:
    """A40."""
    appeal_false(by=ben, said=stands, text="Jeg så det selv.")
    for person in (lead, third):
        for where in (address(stands), reverse("moderation:case", args=[stands.report.case.ref])):
            html = signed_in(person).get(where).content.decode()
            for secret in (ben.name, "@ben", ben.email, mark_of(ben.pk)):
                assert secret not in html
    assert not LogEntry.objects.filter(actor=mark_of(ben.pk)).exists()


def test_the_appeal_is_answered_by_a_third_and_ends_it_when_right(
    stands: FalseReport, ann: Person, ben: Person, lead: Person, other: Person, third: Person
) -> None:
    sent = signed_in(ben).post(reverse("moderation:told_false", args=[stands.ref]), {"text": "Jeg så det selv."})
    assert sent.status_code in (302, 303)
    with pytest.raises(Refused):
        appeal_false(by=ben, said=stands, text="En gang til.")
    stands.refresh_from_db()
    for person in (lead, other, ben):
        with pytest.raises(Refused):
            decide_false(by=person, said=stands, stands=False, reasons="Han så det.")
    answered = signed_in(third).post(address(stands), {"stands": "no", "text": "Han så det."})
    assert answered.status_code in (302, 303)
    stands.refresh_from_db()
    assert stands.standing == Standing.OVERTURNED
    assert priority_of_next(ben, ann, "spam") == Priority.P2
    assert "Han så det." in signed_in(ben).get(reverse("moderation:told_false", args=[stands.ref])).content.decode()


def test_the_whole_way_by_its_pages(report: Report, lead: Person, other: Person) -> None:
    where = reverse("moderation:said_false", args=[report.case.ref, report.ref])
    assert where in signed_in(lead).get(reverse("moderation:case", args=[report.case.ref])).content.decode()
    assert signed_in(lead).post(where, {"text": ""}).status_code == 422
    assert signed_in(lead).post(where, {"text": "Innlegget fantes ikke."}).status_code in (302, 303)
    assert signed_in(lead).post(where, {"agrees": "yes"}).status_code == 409
    assert signed_in(other).post(where, {"agrees": "yes"}).status_code in (302, 303)
    assert FalseReport.objects.get().standing == Standing.STANDS
    verbs = list(LogEntry.objects.filter(object_ref=FalseReport.objects.get().ref).values_list("verb", flat=True))
    assert sorted(verbs) == ["marked-false", "proposed"]


def test_no_reporter_is_counted_anywhere() -> None:
    fields = {field.name for field in FalseReport._meta.get_fields()}
    assert not {name for name in fields if "count" in name or "score" in name}
