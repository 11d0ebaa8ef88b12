"""What a decision and an appeal need, each by itself: hearing, questions, views, reasons, and other people (A50-A60)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.conversations.actions import end_restrictions
from network.conversations.models import Restriction
from network.core.access import Refused
from network.feed.models import Post
from network.moderation.access import can_appeal, can_claim, is_heard
from network.moderation.actions import deciding
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal, withdraw_appeal
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.deciding import decide_case, note_change, refuse_decision
from network.moderation.actions.desk import answer_hearing, ask_author, claim_case, sort_case, think_through
from network.moderation.actions.grounds import Plan, needs_two
from network.moderation.models import Appeal, Case, Decision, Hearing, Report
from network.moderation.queries.content import content_of
from network.moderation.queries.ladder import offer_of
from network.moderation.states import Level, Outcome, Verdict
from network.notifications.models import Notification
from profiles.models import Person
from tests.moderation.reported import NO, hidden, in_work, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def case(post: Any, ben: Person) -> Case:
    return reported(ben, post).case


@pytest.fixture
def decision(case: Case, mo: Person, rule: Any) -> Decision:
    return hidden(mo, in_work(mo, case), rule)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_claim_that_has_run_out_keeps_nobody_away(case: Case, mo: Person, time_machine: Any) -> None:
    """A36."""
    other = moderator("annen")
    claim_case(by=mo, case=case)
    assert not can_claim(other, fresh(case))
    time_machine.move_to(timezone.now() + timedelta(minutes=31), tick=False)
    assert can_claim(other, fresh(case))


def test_settling_what_it_is_about_makes_nothing_later(post: Any, ben: Person, mo: Person) -> None:
    """A42."""
    case = claim_case(by=mo, case=reported(ben, post, "danger").case)
    before = (case.priority, case.look_by, case.due_at)
    sort_case(by=mo, case=case, reason="misplaced", version=case.version)
    assert (fresh(case).priority, fresh(case).look_by, fresh(case).due_at) == before


def test_where_the_statement_fails_nothing_is_hidden(
    case: Case, mo: Person, rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A50, M2: restriction, statement and answers are there together, or none of them."""
    case = in_work(mo, case)

    def broken(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(deciding, "tell_reporters", broken)
    with pytest.raises(RuntimeError):
        hidden(mo, case, rule)
    assert not Restriction.objects.exists()
    assert not Decision.objects.exists()


def test_a_question_for_a_change_is_no_hearing(case: Case, mo: Person, time_machine: Any) -> None:
    """A52."""
    case = in_work(mo, case)
    hearing = ask_author(by=mo, case=case, kind=Hearing.Kind.EDIT, text="Ta ut ordet.", section=None,
                         version=case.version)  # fmt: skip
    time_machine.move_to(hearing.due_at + timedelta(minutes=1), tick=False)
    assert not is_heard(case)
    Hearing.objects.update(kind=Hearing.Kind.REPLY)
    assert is_heard(case)


def test_the_database_refuses_that_one_is_both(decision: Decision) -> None:
    """A53."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(approved_by=decision.by)
    Decision.objects.update(approved_by=moderator("annen"))


@pytest.mark.parametrize(("answers", "view"), [(NO[:4], "Går på person."), ([*NO, False], "Nei."), (NO, "  ")])
def test_all_five_questions_are_answered_and_a_view_is_written(
    case: Case, mo: Person, answers: list[bool], view: str
) -> None:
    """A100."""
    case = claim_case(by=mo, case=case)
    case = sort_case(by=mo, case=case, reason="harassment", version=case.version)
    with pytest.raises(Refused):
        think_through(by=mo, case=case, answers=answers, view=view, version=case.version)
    assert fresh(case).checklist == []


def test_what_nobody_has_thought_through_takes_two(case: Case) -> None:
    """A100."""
    assert case.speech == ""
    assert needs_two(case, Level.HIDE)


def test_each_side_appeals_once(decision: Decision, ann: Person) -> None:
    """A57: whoever has taken theirs back does not begin anew."""
    assert can_appeal(ann, decision)
    withdraw_appeal(by=ann, appeal=appeal_decision(by=ann, decision=decision, text="Nei."))
    assert not can_appeal(ann, Decision.objects.get())


def test_the_database_takes_one_appeal_of_each(decision: Decision, ann: Person) -> None:
    """A57."""
    first = appeal_decision(by=ann, decision=decision, text="Nei.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(
            decision=decision, side=first.side, mark=first.mark, text="En gang til.", due_at=first.due_at
        )


def test_an_answer_to_an_appeal_has_reasons(decision: Decision, ann: Person) -> None:
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    with pytest.raises(Refused):
        decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.UPHELD, " "))
    with pytest.raises(DatabaseError), transaction.atomic():
        Appeal.objects.update(verdict="upheld", handler=moderator("tredje"), decided_at=timezone.now())


def test_no_answer_to_an_appeal_is_stricter(decision: Decision, ann: Person) -> None:
    """A92: it stands, becomes milder or is reversed; there is nothing else to say."""
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    assert list(Verdict) == ["upheld", "changed", "overturned"]
    word = Plan(Level.GUIDANCE)
    for stricter in (None, Plan(Level.REMOVE, milder="x"), Plan(Level.HIDE, milder="x"), Plan(Level.LIMIT, days=1)):
        with pytest.raises(Refused):
            decide_appeal(by=moderator(f"annen{id(stricter)}"), appeal=appeal,
                          answer=Answer(Verdict.CHANGED, "Et ord holder.", stricter))  # fmt: skip
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.CHANGED, "Et ord holder.", word))
    assert list(Decision.objects.values_list("level", "standing")) == [("hide", "replaced"), ("guidance", "stands")]
    assert Restriction.objects.get().lifted_at is not None


def test_milder_is_no_answer_to_whoever_reported_it(decision: Decision, ben: Person) -> None:
    """A92: who asks for more is not answered with less."""
    appeal = appeal_decision(by=ben, decision=decision, text="Det er for lite.")
    with pytest.raises(Refused):
        decide_appeal(
            by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.CHANGED, "Nei.", Plan(Level.GUIDANCE))
        )


def test_an_interim_hide_has_an_end(case: Case, mo: Person, rule: Any) -> None:
    """A60."""
    assert hidden(mo, in_work(mo, case), rule, Level.INTERIM).ends_at is not None


@pytest.mark.parametrize("waited", [False, True])
def test_it_is_hidden_for_the_time_being_once(  # noqa: PLR0913
    case: Case, mo: Person, rule: Any, post: Any, ben: Person, time_machine: Any, waited: bool
) -> None:
    """A60: neither prolonged, nor begun again when it has lapsed; nor is it offered."""
    first = hidden(mo, in_work(mo, case), rule, Level.INTERIM)
    if waited:
        time_machine.move_to(first.ends_at + timedelta(minutes=1), tick=False)
        end_restrictions()
        turn_cases()
        claim_case(by=mo, case=fresh(case))
    with pytest.raises(Refused, match="for the time being before"):
        hidden(mo, fresh(case), rule, Level.INTERIM)
    assert Restriction.objects.get().ends_at == first.ends_at
    assert Level.INTERIM not in offer_of(mo, fresh(case), content_of("post", post.pk)).levels
    assert hidden(mo, fresh(case), rule).standing == "stands"


def test_what_a_second_person_refused_was_not_hidden(case: Case, mo: Person, rule: Any) -> None:
    """A60."""
    decision = hidden(mo, in_work(mo, case, answers=[True, *NO[1:]]), rule, Level.INTERIM)
    refuse_decision(by=moderator("annen"), decision=decision, reason="Nei.")
    claim_case(by=mo, case=fresh(case))
    assert hidden(mo, fresh(case), rule, Level.INTERIM).standing == "proposed"


def asked(mo: Person, case: Case) -> Hearing:
    return ask_author(by=mo, case=case, kind=Hearing.Kind.EDIT, text="Ta ut ordet.", section=None,
                      version=case.version)  # fmt: skip


@pytest.mark.parametrize(("days", "anew"), [(0, False), (0, True), (300, True), (380, True)])
def test_a_change_is_asked_for_once(  # noqa: PLR0913
    case: Case, mo: Person, ann: Person, cleo: Person, post: Any, days: int, anew: bool, time_machine: Any
) -> None:
    """6.5: who wrote it mends it once; then somebody decides. After twelve months it may be asked again."""
    hearing = asked(mo, in_work(mo, case))
    if anew:
        Post.objects.filter(pk=post.pk).update(edited_at=timezone.now() + timedelta(seconds=1))
        note_change(by=ann, hearing=hearing)
        time_machine.move_to(timezone.now() + timedelta(days=days), tick=False)
        case = in_work(mo, reported(cleo, post).case)
    else:
        answer_hearing(by=ann, hearing=hearing, answer="Jeg mener det.")
        case = claim_case(by=mo, case=fresh(case))
    client = Client(headers={"accept-language": "en"})
    client.force_login(mo)
    page = client.get(reverse("moderation:case", args=[case.ref])).content.decode()
    assert ('value="edit"' in page) == (days > 365)
    if days > 365:
        assert asked(mo, case)
        return
    with pytest.raises(Refused, match="asked to change it once before"):
        asked(mo, case)
    assert ask_author(by=mo, case=case, kind=Hearing.Kind.REPLY, text="Hva?", section=None, version=case.version)


def test_no_news_of_a_case_names_anybody(
    case: Case, mo: Person, rule: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """A40."""
    case = in_work(mo, case)
    with django_capture_on_commit_callbacks(execute=True):
        hidden(mo, case, rule)
    assert Notification.objects.exists()
    assert not [row for row in Notification.objects.all() if set(row.actors) - {0}]


def test_a_decision_answers_every_report_once(case: Case, cleo: Person, mo: Person, post: Any) -> None:
    """A58."""
    reported(cleo, post)
    case = in_work(mo, fresh(case))
    decide_case(by=mo, case=case, plan=Plan(Level.NOTHING, reasoning="Ikke brudd."), version=case.version)
    assert [row.outcome for row in Report.objects.all()] == [Outcome.NO_BREACH] * 2
