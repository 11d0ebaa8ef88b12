"""What is hidden at once because lives or other people's numbers are at stake is looked at by another (A52)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network.core.access import Refused
from network.core.clock import now
from network.feed.models import Post
from network.moderation.access import someone_inside
from network.moderation.actions.deciding import approve_decision, decide_case
from network.moderation.actions.desk import claim_case, sort_case, take_over_case
from network.moderation.actions.grounds import Plan
from network.moderation.models import Case, Decision
from network.moderation.queries.content import content_of, is_hidden
from network.moderation.reasons import DAY, Priority, add_working_hours
from network.moderation.states import Level, State
from profiles.models import Person
from tests.moderation.reported import heard, hidden, in_work, lead, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def urgent(post: Any, ben: Person, mo: Person, rule: Any) -> Case:
    moderator("annen")
    case = in_work(mo, reported(ben, post, "danger").case)
    hidden(mo, case, rule, Level.INTERIM)
    return Case.objects.get(pk=case.pk)


def test_the_case_waits_for_another_at_the_top_of_the_queue_within_a_working_day(urgent: Case) -> None:
    assert (urgent.state, urgent.priority, urgent.claimed_by) == (State.IN_REVIEW, Priority.P0, None)
    assert urgent.due_at <= add_working_hours(now(), DAY) + timedelta(seconds=5)


def test_it_is_looked_at_within_a_working_day_whatever_its_clock_says(
    post: Any, ben: Person, mo: Person, rule: Any
) -> None:
    case = in_work(mo, reported(ben, post, "danger").case)
    Case.objects.filter(pk=case.pk).update(due_at=now() + timedelta(days=60))
    hidden(mo, case, rule, Level.INTERIM)
    assert Case.objects.get().due_at <= add_working_hours(now(), DAY) + timedelta(seconds=5)


def test_whoever_hid_it_decides_it_not_even_with_a_claim(urgent: Case, mo: Person) -> None:
    Case.objects.filter(pk=urgent.pk).update(claimed_by=mo, claimed_until=now() + timedelta(minutes=30))
    with pytest.raises(Refused):
        decide_case(by=mo, case=urgent, plan=Plan(Level.NOTHING, reasoning="Ingen fare."), version=urgent.version)


def test_whoever_hid_it_does_not_decide_it(urgent: Case, mo: Person) -> None:
    with pytest.raises(Refused):
        claim_case(by=mo, case=urgent)
    plan = Plan(Level.NOTHING, reasoning="Ingen fare.")
    with pytest.raises(Refused):
        decide_case(by=mo, case=urgent, plan=plan, version=urgent.version)
    other = Person.objects.get(handle="annen")
    case = claim_case(by=other, case=urgent)
    with pytest.raises(Refused):
        decide_case(by=mo, case=case, plan=plan, version=case.version)
    assert decide_case(by=other, case=case, plan=plan, version=case.version).standing == "stands"


def test_a_lead_who_hid_it_does_not_take_it_over(post: Any, ben: Person, rule: Any) -> None:
    lea, other = lead(), moderator("annen")
    case = in_work(lea, reported(ben, post, "identity").case)
    hidden(lea, case, rule, Level.INTERIM)
    case = claim_case(by=other, case=Case.objects.get(pk=case.pk))
    with pytest.raises(Refused):
        take_over_case(by=lea, case=case)


def test_a_restriction_that_is_not_urgent_is_gone_on_with_by_the_same_person(
    post: Any, ben: Person, mo: Person, rule: Any
) -> None:
    case = in_work(mo, reported(ben, post, "harassment").case)
    hidden(mo, case, rule, Level.INTERIM)
    case = Case.objects.get(pk=case.pk)
    assert case.claimed_by == mo
    assert hidden(mo, case, rule).standing == "stands"


def test_where_nobody_else_is_inside_those_outside_look(post: Any, ben: Person, mo: Person, rule: Any) -> None:
    case = in_work(mo, reported(ben, post, "danger").case)
    assert someone_inside(case)
    hidden(mo, case, rule, Level.INTERIM)
    case = Case.objects.get(pk=case.pk)
    assert case.is_outside
    assert is_hidden(content_of("post", post.pk))  # type: ignore[arg-type]


def test_the_page_says_why_there_is_nothing_to_take(urgent: Case, mo: Person) -> None:
    Person.objects.filter(pk=mo.pk).update(language="en")
    client = Client()
    client.force_login(mo)
    page = client.get(reverse("moderation:case", args=[urgent.ref])).content.decode()
    assert "Another person looks at it within a working day" in page
    assert "data-claim" not in page
    assert Decision.objects.get().level == Level.INTERIM


@pytest.mark.parametrize("reason", ["danger", "identity", "secret"])
def test_what_is_urgent_is_removed_unheard_by_two_people_alone(
    post: Any, ben: Person, mo: Person, rule: Any, reason: str
) -> None:
    """A52, A53."""
    case = in_work(mo, reported(ben, post, reason).case)
    decision = hidden(mo, case, rule, Level.REMOVE)
    assert decision.standing == "proposed"
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()
    with pytest.raises(Refused):
        approve_decision(by=mo, decision=decision)
    approve_decision(by=moderator("annen"), decision=decision)
    assert not Post.objects.visible_to(ben).filter(pk=post.pk).exists()


def test_it_is_hidden_at_once_by_one_and_removed_by_one_when_its_author_was_heard(
    post: Any, ben: Person, mo: Person, rule: Any
) -> None:
    case = heard(mo, in_work(mo, reported(ben, post, "danger").case))
    assert hidden(mo, case, rule, Level.REMOVE).standing == "stands"


def test_no_other_reason_that_one_person_gives_it_removes_it_alone(
    post: Any, ben: Person, mo: Person, rule: Any
) -> None:
    """A52: said to be harassment, sorted to something confidential."""
    case = in_work(mo, reported(ben, post, "harassment").case)
    with pytest.raises(Refused):
        hidden(mo, case, rule, Level.REMOVE)
    case = sort_case(by=mo, case=case, reason="secret", version=case.version)
    assert hidden(mo, case, rule, Level.REMOVE).standing == "proposed"


def test_sorting_it_anew_takes_away_no_second_person(post: Any, ben: Person, mo: Person, rule: Any) -> None:
    """A53: somebody said that it punishes them for having spoken up."""
    case = in_work(mo, reported(ben, post, "retaliation").case, reason="other")
    assert hidden(mo, case, rule).standing == "proposed"
