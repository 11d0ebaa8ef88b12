"""The demo company's desk: cases as the actions would have left them, and a log that is whole."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django.plugin import DjangoDbBlocker

from network.conversations.models import Comment, Restriction, Thread
from network.demo.company import Size
from network.demo.dockets import dockets, plain
from network.moderation.access import can_decide_appeal, cases_for
from network.moderation.access.custody import can_ask_custody, requests_for
from network.moderation.access.handovers import can_hold
from network.moderation.actions.appealing import Answer, decide_appeal
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.custody import LEAST, answer_request, read_name
from network.moderation.actions.custody import Answer as CustodyAnswer
from network.moderation.actions.deciding import approve_decision
from network.moderation.actions.desk import claim_case, sort_case
from network.moderation.actions.log import first_break
from network.moderation.models import (
    Appeal,
    Case,
    Decision,
    HandOver,
    Hearing,
    KeepingReceipt,
    LogEntry,
    Report,
    TransparencyReport,
)
from network.moderation.queries.custody import told_of
from network.moderation.queries.packages import rebuilt
from network.moderation.queries.rules import was_in_force
from network.moderation.reasons import Reason
from network.moderation.seals import unseal
from network.moderation.states import OPEN, RESTRICTING, Level, State, Verdict
from profiles.models import Person, Role
from tests.demo.built import standing

UNTIL = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def _company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), standing(Size(people=150, posts=200, seed=5), UNTIL):
        yield


@pytest.fixture
def company(_company: None, db: None, time_machine: object) -> None:
    """Built once for this file; it is the moment at which it was built."""
    time_machine.move_to(UNTIL, tick=False)  # type: ignore[attr-defined]


@pytest.fixture
def lead(company: None) -> Person:
    return Person.objects.get(roles__kind=Role.Kind.LEAD_MODERATOR)


@pytest.fixture
def mo(company: None) -> Person:
    return Person.objects.get(handle="mo")


def test_fifteen_wait_sixty_are_closed_and_two_were_appealed(company: None) -> None:
    assert Case.objects.filter(state__in=OPEN).count() == 15
    assert Case.objects.filter(state=State.CLOSED).count() == 60
    assert Case.objects.count() == 77
    assert sorted(Appeal.objects.values_list("verdict", flat=True)) == ["", Verdict.OVERTURNED]
    waiting = set(Case.objects.filter(state__in=OPEN).values_list("reason", flat=True))
    assert waiting == set(Reason)
    assert set(Report.objects.values_list("reason", flat=True)) == set(Reason)


def test_the_log_is_whole_and_names_nobody(company: None) -> None:
    assert first_break() is None
    moments = list(LogEntry.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= UNTIL
    assert not set(LogEntry.objects.values_list("actor", flat=True)) & set(
        Person.objects.values_list("handle", flat=True)
    )


def test_the_persona_sees_most_of_it_and_somebody_outside_what_nobody_inside_may(mo: Person, lead: Person) -> None:
    outside = Person.objects.get(roles__kind=Role.Kind.OUTSIDE_HANDLER)
    assert 9 <= cases_for(mo).filter(state__in=OPEN).count() < 15
    seen = cases_for(outside)
    assert seen.filter(state__in=OPEN).exists()
    assert not seen.filter(pk__in=cases_for(mo).values("pk")).exists()
    for case in Case.objects.filter(state__in=OPEN):
        assert any(cases_for(one).filter(pk=case.pk).exists() for one in (mo, lead, outside)), case.reason


def test_whoever_decided_was_allowed_to_and_rested_on_a_rule_that_counted(mo: Person, lead: Person) -> None:
    for decision in Decision.objects.select_related("case", "by", "section__version"):
        assert cases_for(decision.by).filter(pk=decision.case_id).exists(), decision.case.reason
        if decision.level in RESTRICTING and decision.section is not None:
            written_at = Comment.objects.get(pk=decision.case.subject_id).created_at
            assert was_in_force(decision.section, written_at)


def test_what_is_hidden_is_hidden_and_counts_are_right(company: None) -> None:
    hidden = set(Restriction.objects.filter(lifted_at=None).values_list("subject_id", flat=True))
    standing = Decision.objects.filter(level__in=RESTRICTING, standing="stands")
    assert hidden == set(standing.values_list("case__subject_id", flat=True))
    for thread in Thread.objects.filter(comments__in=Case.objects.filter(kind="comment").values("subject_id")):
        found = Comment.objects.filter(thread=thread, deleted_at=None).unrestricted().count()
        assert thread.comment_count == found


def test_the_actions_go_on_where_the_demo_ends(mo: Person, lead: Person) -> None:
    new = cases_for(mo).filter(state=State.NEW).order_by("priority", "due_at").first()
    assert new
    case = claim_case(by=mo, case=new)
    assert sort_case(by=mo, case=case, reason=case.reason, version=case.version).state == State.IN_REVIEW
    proposed = Decision.objects.get(standing="proposed")
    approve_decision(by=mo if proposed.by == lead else lead, decision=proposed)
    appeal = Appeal.objects.get(verdict="")
    other = next(one for one in (mo, lead) if can_decide_appeal(one, appeal))
    decide_appeal(by=other, appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Les i sammenheng."))
    turn_cases()
    assert first_break() is None


def test_the_custodian_has_one_request_to_answer_and_one_that_was_answered(mo: Person, lead: Person) -> None:
    ida = Person.objects.get(roles__kind=Role.Kind.CUSTODIAN)
    waiting = requests_for(ida).open().get()
    assert can_ask_custody(lead, waiting.case)
    answer_request(by=ida, request=waiting, answer=CustodyAnswer(False, "Det kan avgjøres uten."))
    given = requests_for(ida).running().get()
    assert len(given.motivation) >= LEAST
    assert len(waiting.motivation) >= LEAST
    told = told_of(Person.objects.get(pk=int(unseal(given.report.identity.sealed))), [given.report])
    assert told == {given.report_id: [given]}
    assert read_name(by=given.asked_by, case=given.case, ref=given.ref)[1]
    assert KeepingReceipt.objects.count() == 2


def test_ann_has_a_question_and_a_decision_that_was_reversed(company: None) -> None:
    ann = Person.objects.get(handle="ann")
    assert Hearing.objects.get(case__author=ann, answered_at=None).kind == Hearing.Kind.EDIT
    reversed_one = Decision.objects.get(case__author=ann, level=Level.HIDE)
    assert reversed_one.standing == "overturned"
    assert reversed_one.restriction
    assert reversed_one.restriction.lifted_at


def test_no_reply_holds_a_number_or_an_address_and_both_languages_are_there(company: None) -> None:
    for docket in dockets():
        assert docket.text
        assert not any(letter.isdigit() or letter in "@#" for letter in docket.text), docket.text
        assert docket.said["report"]
    assert {docket.language for docket in dockets()} == {line.language for line in plain()} == {"nb", "en"}


def test_the_last_half_year_is_published_and_tells_of_nobody(company: None) -> None:
    report = TransparencyReport.objects.get()
    told = report.figures
    assert report.period == "2026-1"
    assert report.published_at is not None
    assert told["reasons"]["sum"] >= 30
    assert len([number for number in told["reasons"]["rows"].values() if number]) >= 3
    assert None in told["reasons"]["rows"].values()
    assert told["look"]["p90"] is not None


def test_one_case_was_handed_over_and_talked_about(company: None) -> None:
    handover, hege = HandOver.objects.get(), Person.objects.get(handle="hege")
    assert can_hold(hege, handover)
    assert rebuilt(handover) == handover.digest
    assert set(handover.meetings.get().attendances.values_list("came", flat=True)) == {True}
    assert LogEntry.objects.filter(object_ref=handover.ref).count() == 4
