"""A reminder: by a lead, after the author was heard, on our own rules alone; it hides nothing and is forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from network.core.access import Refused
from network.core.clock import now
from network.feed.actions import delete_post
from network.feed.models import Post
from network.moderation.access import cases_for
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.desk import ask_author, claim_case
from network.moderation.actions.grounds import NO_LAW, NOT_THEN
from network.moderation.models import Case, Decision, Hearing, Report
from network.moderation.queries.desk import desk_of, earlier_decisions, rules_of
from network.moderation.queries.sides import about_me, statement_for
from network.moderation.queries.subjects import decision_subjects
from network.moderation.states import Level, Outcome, Verdict
from network.notifications.models import Notification
from profiles.models import Person
from tests.factories import post_of
from tests.moderation.reported import heard, in_work, lead, moderator, reported, stepped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def lea(db: None) -> Person:
    return lead()


@pytest.fixture
def case(post: Any, ben: Person, lea: Person) -> Case:
    return heard(lea, in_work(lea, reported(ben, post).case))


def test_a_lead_reminds_and_nothing_is_hidden(case: Case, lea: Person, rule: Any, ben: Person, post: Any) -> None:
    decision = stepped(lea, case, rule, Level.REMINDER)
    assert (decision.standing, decision.restriction) == ("stands", None)
    assert decision.ends_at - decision.stands_at == timedelta(days=365)
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()


def test_a_moderator_who_does_not_lead_is_refused(post: Any, ben: Person, mo: Person, rule: Any) -> None:
    case = heard(mo, in_work(mo, reported(ben, post).case))
    with pytest.raises(Refused):
        stepped(mo, case, rule, Level.REMINDER)


def test_before_the_author_was_heard_it_is_refused_and_time_that_passed_counts_as_heard(
    post: Any, ben: Person, lea: Person, rule: Any, time_machine: Any
) -> None:  # A52
    case = in_work(lea, reported(ben, post, "danger").case)
    for level in (Level.REMINDER, Level.LIMIT):
        with pytest.raises(Refused):
            stepped(lea, case, rule, level, days=1)
    hearing = ask_author(
        by=lea, case=case, kind=Hearing.Kind.REPLY, text="Hva mente du?", section=None, version=case.version
    )
    time_machine.move_to(hearing.due_at + timedelta(minutes=20), tick=False)
    turn_cases()
    case = claim_case(by=lea, case=Case.objects.get(pk=case.pk))
    assert stepped(lea, case, rule, Level.REMINDER).standing == "stands"


def test_removing_counts_a_hearing_whose_time_passed(
    post: Any, ben: Person, mo: Person, rule: Any, time_machine: Any
) -> None:
    case = in_work(mo, reported(ben, post).case)
    hearing = ask_author(
        by=mo, case=case, kind=Hearing.Kind.REPLY, text="Hva mente du?", section=None, version=case.version
    )
    time_machine.move_to(hearing.due_at + timedelta(minutes=20), tick=False)
    turn_cases()
    case = claim_case(by=mo, case=Case.objects.get(pk=case.pk))
    assert stepped(mo, case, rule, Level.REMOVE).standing == "stands"


@pytest.mark.parametrize("level", [Level.REMINDER, Level.LIMIT])
def test_no_law_is_cited_against_a_person(case: Case, lea: Person, rule: Any, level: Level) -> None:  # A51
    for section in (rule, None):
        with pytest.raises(Refused, match=str(NO_LAW)[:30]):
            stepped(lea, case, section, level, days=1, law="Straffeloven § 266 (2026-01-01)")
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(
            case=case, level=level, by=lea, outcome=Outcome.STAYS, section=rule, law="§", facts="a", reasoning="b",
            milder="c", days=1 if level == Level.LIMIT else None,
        )  # fmt: skip


@pytest.fixture
def old(lea: Person, rule: Any, ben: Person, ann: Person) -> Post:
    """Written before there was a rule, and reported now."""
    post = post_of(ann, text="Du er en idiot.")
    Post.objects.filter(pk=post.pk).update(edited_at=now() - timedelta(days=900))
    heard(lea, in_work(lea, reported(ben, post).case))
    return post


def test_a_rule_that_came_later_reminds_nobody(old: Post, lea: Person, rule: Any) -> None:  # A51, M3
    with pytest.raises(Refused, match=str(NOT_THEN)):
        stepped(lea, Case.objects.get(), rule, Level.REMINDER)


@pytest.mark.parametrize("after", ["changed", "reported again", "deleted"])
def test_no_change_and_no_deletion_after_the_report_makes_a_later_rule_count(  # noqa: PLR0913
    old: Post, lea: Person, rule: Any, ann: Person, cleo: Person, after: str
) -> None:  # A51, M3
    Post.objects.filter(pk=old.pk).update(edited_at=now())
    if after == "reported again":
        reported(cleo, old)
    if after == "deleted":
        delete_post(by=ann, post=Post.objects.get(pk=old.pk))
    case = Case.objects.get()
    assert not rules_of(case).exists()
    with pytest.raises(Refused, match=str(NOT_THEN)):
        stepped(lea, case, rule, Level.REMINDER)


def test_without_every_reason_it_is_refused_by_the_database_too(case: Case, lea: Person, rule: Any) -> None:
    with pytest.raises(Refused):
        stepped(lea, case, rule, Level.REMINDER, milder=" ")
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(case=case, level=Level.REMINDER, by=lea, outcome=Outcome.STAYS, section=rule)


def test_after_twelve_months_nobody_sees_it(
    case: Case, lea: Person, rule: Any, ann: Person, ben: Person, time_machine: Any
) -> None:
    decision = stepped(lea, case, rule, Level.REMINDER)
    again = in_work(lea, reported(ben, post_of(ann, text="Idiot igjen.")).case)
    cases = cases_for(lea)
    assert list(earlier_decisions(cases, again)) == [decision]
    assert statement_for(ann, decision.ref) is not None
    assert list(decision_subjects(ann, [decision.pk])) == [decision.pk]
    time_machine.move_to(decision.ends_at + timedelta(minutes=1), tick=False)
    assert not earlier_decisions(cases_for(lea), Case.objects.get(pk=again.pk)).exists()
    assert statement_for(ann, decision.ref) is None
    assert about_me(ann, None).items == []
    assert decision_subjects(ann, [decision.pk]) == {}
    assert desk_of(lea, case).decisions == []


def test_a_reminder_that_was_overruled_is_marked_so_and_gone_from_view(
    case: Case, lea: Person, rule: Any, ann: Person, ben: Person
) -> None:  # A57
    decision = stepped(lea, case, rule, Level.REMINDER)
    appeal = appeal_decision(by=ann, decision=decision, text="Det var en spøk.")
    for person in (lea, ann, ben):
        with pytest.raises(Refused):
            decide_appeal(by=person, appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det var en spøk."))
    Notification.objects.all().delete()
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det var en spøk."))
    assert Decision.objects.get(pk=decision.pk).standing == "overturned"
    again = in_work(lea, reported(ben, post_of(ann, text="Idiot igjen.")).case)
    assert not earlier_decisions(cases_for(lea), again).exists()
    assert about_me(ann, None).items == []
    assert "counts no more" in statement_for(ann, decision.ref).heading


def test_whoever_reported_it_never_learns_of_a_step_about_a_person(
    case: Case, lea: Person, rule: Any, ann: Person, ben: Person, django_capture_on_commit_callbacks: Any
) -> None:  # A59, M12
    decision = stepped(lea, case, rule, Level.REMINDER)
    report = Report.objects.get()
    assert report.outcome == Outcome.STAYS
    page = _signed_in(ben).get(reverse("moderation:statement", args=[decision.ref])).content.decode()
    for word in ("reminder", "limit", "publish", "sanction", "warning"):
        assert word not in page.split("<main")[1].split("</main>")[0].lower()
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    Notification.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Ja."))
    assert Report.objects.get().outcome == Outcome.STAYS
    assert not Notification.objects.filter(recipient=ben).exists()


@pytest.mark.parametrize("outcome", Outcome)
def test_no_outcome_speaks_of_a_person(outcome: Outcome) -> None:  # A59
    for word in ("reminder", "limit", "author was", "sanction", "warning", "publish"):
        assert word not in str(outcome.label).lower()


def test_the_author_reads_that_it_is_no_warning(case: Case, lea: Person, rule: Any, ann: Person) -> None:
    decision = stepped(lea, case, rule, Level.REMINDER)
    page = _signed_in(ann).get(reverse("moderation:statement", args=[decision.ref])).content.decode()
    assert "This is not an employment warning." in page
    assert "Nothing is hidden by a reminder." in page


def _signed_in(person: Person) -> Client:
    Person.objects.filter(pk=person.pk).update(language="en")
    client = Client()
    client.force_login(person)
    return client
