"""Decisions: with a rule that counted then and reasons that are written, by one person or by two; and given back whole."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from network.conversations.actions import end_restrictions, place_restriction
from network.conversations.models import Restriction
from network.core.access import Refused
from network.feed.models import Post
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.deciding import approve_decision, decide_case, note_change, refuse_decision
from network.moderation.actions.desk import (
    answer_hearing,
    ask_author,
    claim_case,
    let_go_of_case,
    sort_case,
    take_over_case,
    think_through,
)
from network.moderation.actions.grounds import Plan
from network.moderation.models import Case, Decision, Hearing, Report
from network.moderation.states import Level, Outcome, State, Verdict
from network.notifications.models import Kind, Notification
from profiles.models import Person, Role
from tests.factories import post_of
from tests.moderation.reported import NO, hidden, in_work, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def case(post: Any, ben: Person) -> Case:
    return reported(ben, post).case


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_what_is_hidden_is_seen_by_nobody_and_both_sides_are_told_once(
    case: Case, post: Any, ann: Person, ben: Person, mo: Person, rule: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = in_work(mo, case)
    with django_capture_on_commit_callbacks(execute=True):
        decision = hidden(mo, case, rule)
    assert not Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert fresh(case).state == State.DECIDED
    report = Report.objects.get()
    assert (report.outcome, report.told_at is not None) == (Outcome.RESTRICTED, True)
    news = set(Notification.objects.values_list("recipient_id", "kind", "subject"))
    assert (ann.pk, Kind.DECISION, f"decision:{decision.pk}") in news
    assert (ben.pk, Kind.REPORT, f"report:{report.pk}") in news
    assert not any(ben.pk in row.actors for row in Notification.objects.filter(recipient=ann))


def test_nothing_is_done_and_the_author_never_hears_of_it(
    case: Case, post: Any, ann: Person, ben: Person, mo: Person, django_capture_on_commit_callbacks: Any
) -> None:
    case = in_work(mo, case)
    with django_capture_on_commit_callbacks(execute=True):
        decide_case(by=mo, case=case, plan=Plan(Level.NOTHING, reasoning="Skarpt, men om saken."), version=case.version)
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert Report.objects.get().outcome == Outcome.NO_BREACH
    assert not Notification.objects.filter(recipient=ann).exists()


@pytest.mark.parametrize("missing", ["section", "facts", "reasoning", "milder", "checklist"])
def test_a_restriction_without_its_reasons_is_refused(case: Case, mo: Person, rule: Any, missing: str) -> None:
    said = {"section": rule, "facts": "a", "reasoning": "b", "milder": "c"} | (
        {missing: None} if missing == "section" else {missing: " "}
    )
    said.pop("checklist", None)
    case = in_work(mo, case)
    if missing == "checklist":
        Case.objects.filter(pk=case.pk).update(checklist=[])
    with pytest.raises(Refused):
        decide_case(by=mo, case=case, plan=Plan(Level.HIDE, **said), version=case.version)
    assert not Decision.objects.exists()


def test_the_database_refuses_a_restriction_without_reasons_too(case: Case, mo: Person) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(case=case, level=Level.HIDE, by=mo, outcome=Outcome.RESTRICTED)


def test_a_rule_that_came_later_restricts_nothing_and_a_law_may(ben: Person, mo: Person, rule: Any, post: Any) -> None:
    Post.objects.filter(pk=post.pk).update(edited_at=timezone.now() - timedelta(days=900))
    case = in_work(mo, reported(ben, post).case)
    with pytest.raises(Refused):
        hidden(mo, case, rule)
    plan = Plan(Level.HIDE, law="Straffeloven § 266 (2026-01-01)", facts="a", reasoning="b", milder="c")
    assert decide_case(by=mo, case=case, plan=plan, version=case.version).standing == "stands"


def test_what_may_be_protected_speech_takes_two(case: Case, mo: Person, rule: Any, post: Any, ben: Person) -> None:
    case = in_work(mo, case, answers=[True, *NO[1:]])
    decision = hidden(mo, case, rule)
    assert (decision.standing, fresh(case).state) == ("proposed", State.AWAITING_APPROVAL)
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    below = moderator("under", manager=mo)
    for person in (mo, below, ben):
        with pytest.raises(Refused):
            approve_decision(by=person, decision=decision)
    approve_decision(by=moderator("annen"), decision=decision)
    assert not Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert fresh(case).state == State.DECIDED


def test_a_second_person_says_no_with_a_reason(case: Case, mo: Person, rule: Any) -> None:
    case = in_work(mo, case, answers=[True, *NO[1:]])
    decision, other = hidden(mo, case, rule), moderator("annen")
    with pytest.raises(Refused):
        refuse_decision(by=other, decision=decision, reason=" ")
    refuse_decision(by=other, decision=decision, reason="Det er om saken.")
    assert fresh(case).state == State.IN_REVIEW
    assert Decision.objects.get().standing == "refused"


def test_retaliation_and_elected_representatives_take_two(
    post: Any, ben: Person, mo: Person, rule: Any, tor: Person
) -> None:
    case = in_work(mo, reported(ben, post, "retaliation").case)
    plan = Plan(Level.NOTHING, reasoning="Ikke brudd.")
    assert decide_case(by=mo, case=case, plan=plan, version=case.version).standing == "proposed"
    other = in_work(mo, reported(ben, post_of(tor)).case)
    assert hidden(mo, other, rule).standing == "proposed"


def test_removing_asks_for_the_authors_word_first(case: Case, mo: Person, rule: Any, ann: Person) -> None:
    case = in_work(mo, case)
    with pytest.raises(Refused):
        hidden(mo, case, rule, Level.REMOVE)
    hearing = ask_author(
        by=mo, case=case, kind=Hearing.Kind.REPLY, text="Hva mener du?", section=rule, version=case.version
    )
    with pytest.raises(Refused):
        answer_hearing(by=mo, hearing=hearing, answer="Jeg er ikke forfatteren.")
    answer_hearing(by=ann, hearing=hearing, answer="Jeg var sint.")
    case = claim_case(by=mo, case=fresh(case))
    assert hidden(mo, case, rule, Level.REMOVE).standing == "stands"


def test_the_author_mends_it_and_that_ends_the_case(case: Case, mo: Person, ann: Person, post: Any, rule: Any) -> None:
    case = in_work(mo, case)
    hearing = ask_author(
        by=mo, case=case, kind=Hearing.Kind.EDIT, text="Ta ut ordet.", section=rule, version=case.version
    )
    with pytest.raises(Refused):
        note_change(by=ann, hearing=hearing)
    Post.objects.filter(pk=post.pk).update(edited_at=timezone.now() + timedelta(seconds=1))
    note_change(by=ann, hearing=hearing)
    assert fresh(case).state == State.DECIDED
    assert Report.objects.get().outcome == Outcome.CHANGED


def test_what_is_hidden_for_the_time_being_comes_back_by_itself(
    case: Case, mo: Person, rule: Any, post: Any, ben: Person, time_machine: Any
) -> None:
    case = in_work(mo, case)
    decision = hidden(mo, case, rule, Level.INTERIM)
    assert fresh(case).state == State.IN_REVIEW
    assert not Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    time_machine.move_to(decision.ends_at + timedelta(minutes=1), tick=False)
    end_restrictions()
    turn_cases()
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert Decision.objects.get().standing == "lapsed"


def test_an_interim_hide_for_danger_stays_until_somebody_decides(post: Any, ben: Person, mo: Person, rule: Any) -> None:
    case = in_work(mo, reported(ben, post, "danger").case)
    assert hidden(mo, case, rule, Level.INTERIM).ends_at is None
    other = moderator("annen")
    case = claim_case(by=other, case=fresh(case))
    decide_case(by=other, case=case, plan=Plan(Level.NOTHING, reasoning="Ingen fare."), version=case.version)
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()


def test_a_hide_after_an_interim_one_is_one_restriction(case: Case, mo: Person, rule: Any) -> None:
    case = in_work(mo, case)
    first = hidden(mo, case, rule, Level.INTERIM)
    second = hidden(mo, fresh(case), rule)
    assert first.restriction_id == second.restriction_id
    assert Restriction.objects.get().ends_at is None


def test_an_appeal_is_answered_by_another_and_gives_everything_back(
    case: Case, post: Any, ann: Person, ben: Person, mo: Person, rule: Any
) -> None:
    decision = hidden(mo, in_work(mo, case), rule)
    for person in (ben, mo):
        if person == mo:
            with pytest.raises(Refused):
                appeal_decision(by=person, decision=decision, text="Nei.")
    appeal = appeal_decision(by=ann, decision=decision, text="Det var en spøk mellom oss.")
    assert fresh(case).state == State.APPEAL_OPEN
    answer = Answer(Verdict.OVERTURNED, "Det var en spøk.")
    for person in (mo, ann, ben):
        with pytest.raises(Refused):
            decide_appeal(by=person, appeal=appeal, answer=answer)
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=answer)
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert (Decision.objects.get().standing, fresh(case).state) == ("overturned", State.DECIDED)
    with pytest.raises(Refused):
        appeal_decision(by=ann, decision=Decision.objects.get(), text="En gang til.")


def test_giving_back_lifts_only_what_this_decision_hid(
    case: Case, post: Any, ann: Person, mo: Person, rule: Any, ben: Person
) -> None:
    decision = hidden(mo, in_work(mo, case), rule)
    place_restriction(by=None, thread=post.thread, reason="En annen sak")
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Ja."))
    assert not Post.objects.visible_to(ben).filter(pk=post.pk).exists()


def test_a_reporter_appeals_and_the_case_is_decided_anew_by_another(
    case: Case, ben: Person, mo: Person, ann: Person
) -> None:
    case = in_work(mo, case)
    decision = decide_case(by=mo, case=case, plan=Plan(Level.NOTHING, reasoning="Ikke brudd."), version=case.version)
    with pytest.raises(Refused):
        appeal_decision(by=ann, decision=decision, text="Jeg er forfatteren.")
    appeal = appeal_decision(by=ben, decision=decision, text="Les det en gang til.")
    other = moderator("annen")
    decide_appeal(by=other, appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det går på person."))
    assert (fresh(case).state, fresh(case).claimed_by) == (State.IN_REVIEW, other)


def test_both_sides_may_appeal_at_once_and_the_author_is_answered_first(
    case: Case, ben: Person, mo: Person, ann: Person, rule: Any, post: Any, django_capture_on_commit_callbacks: Any
) -> None:
    decision = hidden(mo, in_work(mo, case), rule)
    reporters = appeal_decision(by=ben, decision=decision, text="Det er for lite.")
    authors = appeal_decision(by=ann, decision=Decision.objects.get(pk=decision.pk), text="Det var en spøk.")
    other = moderator("annen")
    with pytest.raises(Refused):
        decide_appeal(by=other, appeal=reporters, answer=Answer(Verdict.OVERTURNED, "Ja."))
    Notification.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        decide_appeal(by=other, appeal=authors, answer=Answer(Verdict.OVERTURNED, "Det var en spøk."))
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    assert fresh(case).state == State.APPEAL_OPEN
    assert Report.objects.get().outcome == Outcome.NO_BREACH
    told = set(Notification.objects.values_list("recipient_id", "kind"))
    assert {(ann.pk, Kind.DECISION), (ben.pk, Kind.REPORT)} <= told
    decide_appeal(by=other, appeal=reporters, answer=Answer(Verdict.UPHELD, "Det var en spøk."))
    assert fresh(case).state == State.DECIDED


def test_whoever_reported_reads_what_became_of_it_after_their_appeal(
    case: Case, ben: Person, mo: Person, rule: Any
) -> None:
    case = in_work(mo, case)
    decision = decide_case(by=mo, case=case, plan=Plan(Level.NOTHING, reasoning="Ikke brudd."), version=case.version)
    told_at = Report.objects.get().told_at
    appeal, other = appeal_decision(by=ben, decision=decision, text="Les det en gang til."), moderator("annen")
    decide_appeal(by=other, appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det går på person."))
    case = think_through(by=other, case=fresh(case), answers=NO, view="Går på person.", version=fresh(case).version)
    hidden(other, case, rule)
    assert (Report.objects.get().outcome, Report.objects.get().told_at) == (Outcome.RESTRICTED, told_at)


def test_a_case_closes_when_nobody_can_appeal_any_more(
    case: Case, mo: Person, rule: Any, time_machine: Any, ann: Person
) -> None:
    decision = hidden(mo, in_work(mo, case), rule)
    time_machine.move_to(timezone.now() + timedelta(days=45), tick=False)
    turn_cases()
    assert fresh(case).state == State.CLOSED
    with pytest.raises(Refused):
        appeal_decision(by=ann, decision=Decision.objects.get(pk=decision.pk), text="For sent.")


def test_an_author_who_says_nothing_is_waited_for_no_longer(
    case: Case, mo: Person, rule: Any, time_machine: Any
) -> None:
    case = in_work(mo, case)
    ask_author(by=mo, case=case, kind=Hearing.Kind.REPLY, text="Hva mener du?", section=None, version=case.version)
    time_machine.move_to(timezone.now() + timedelta(days=10), tick=False)
    turn_cases()
    assert fresh(case).state == State.IN_REVIEW
    assert Hearing.objects.get().answered_at is not None


def test_a_claim_is_one_persons_for_half_an_hour_and_a_lead_may_take_over(
    case: Case, mo: Person, time_machine: Any
) -> None:
    other, lead = moderator("annen"), moderator("leder", Role.Kind.LEAD_MODERATOR)
    claim_case(by=mo, case=case)
    for act in (claim_case, take_over_case):
        with pytest.raises(Refused):
            act(by=other, case=fresh(case))
    assert take_over_case(by=lead, case=fresh(case)).claimed_by == lead
    let_go_of_case(by=lead, case=fresh(case))
    assert claim_case(by=other, case=fresh(case)).claimed_by == other
    time_machine.move_to(timezone.now() + timedelta(minutes=31), tick=False)
    assert claim_case(by=mo, case=fresh(case)).claimed_by == mo


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(case: Case, mo: Person, rule: Any) -> None:
    case = in_work(mo, case)
    old = case.version
    sort_case(by=mo, case=case, reason="privacy", version=case.version)
    with pytest.raises(Refused):
        hidden(mo, case, rule)
    assert old == case.version


def test_work_without_a_claim_is_refused(case: Case, mo: Person, cleo: Person, rule: Any) -> None:
    for person in (mo, cleo):
        with pytest.raises(Refused):
            sort_case(by=person, case=case, reason="spam", version=case.version)
        with pytest.raises(Refused):
            think_through(by=person, case=case, answers=NO, view="x", version=case.version)
        with pytest.raises(Refused):
            decide_case(by=person, case=case, plan=Plan(Level.NOTHING, reasoning="x"), version=case.version)
