"""Who handles from outside the line does there what a lead does inside, and nothing of it anywhere else."""

from typing import Any

import pytest

from network.core.access import Refused
from network.moderation.access import can_read_reported, cases_for
from network.moderation.actions.desk import claim_case, take_over_case
from network.moderation.actions.limits import lift_earlier
from network.moderation.models import Case, Decision
from network.moderation.queries.content import content_of
from network.moderation.queries.ladder import offer_of
from network.moderation.states import PERSONAL, Level
from profiles.models import Person, Role
from tests.moderation.reported import heard, in_work, moderator, reported, stepped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def outside(db: None) -> Person:
    return moderator("ute", Role.Kind.OUTSIDE_HANDLER)


@pytest.fixture
def case(post: Any, ben: Person, outside: Person) -> Case:
    """There is nobody inside who may handle it."""
    case = reported(ben, post).case
    assert case.is_outside
    return case


@pytest.mark.parametrize("level", PERSONAL)
def test_the_steps_of_a_lead_are_taken_from_outside(case: Case, outside: Person, rule: Any, level: Level) -> None:
    case = heard(outside, in_work(outside, case))
    assert level in offer_of(outside, case, content_of(case.kind, case.subject_id)).levels
    assert stepped(outside, case, rule, level, days=2).standing == "stands"


def test_and_a_limit_is_lifted_and_a_case_taken_over(case: Case, outside: Person, rule: Any) -> None:
    other = moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    claim_case(by=other, case=case)
    assert can_read_reported(outside, Case.objects.get())
    take_over_case(by=outside, case=Case.objects.get())
    case = heard(outside, in_work(outside, Case.objects.get()))
    decision = stepped(outside, case, rule, Level.LIMIT, days=2)
    lift_earlier(by=other, decision=Decision.objects.get(pk=decision.pk), because="Det holder.")
    assert not Decision.objects.get().is_limit_standing


def test_whoever_has_both_tasks_leads_nobody_inside(post: Any, ben: Person, mo: Person, rule: Any) -> None:
    both = moderator("begge", Role.Kind.OUTSIDE_HANDLER)
    Role.objects.create(person=both, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    case = reported(ben, post).case
    assert not case.is_outside
    assert cases_for(both).filter(pk=case.pk).exists()
    claim_case(by=mo, case=case)
    with pytest.raises(Refused):
        take_over_case(by=both, case=Case.objects.get())
    assert not can_read_reported(both, Case.objects.get())
