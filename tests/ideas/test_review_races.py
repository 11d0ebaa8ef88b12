"""Many at once: one review, no thirteenth idea to judge, one house rubric, and a decision beside a review."""

import pytest

from ideas.actions import Said, ask_reviewer, hand_in, house_rubric, move_idea
from ideas.models import Assignment, Criterion, Review, Rubric, Score
from ideas.states import State
from tests.factories import PersonFactory, idea_of, moved, panel_for
from tests.ideas.judges import asked, criteria_of, opinion
from tests.ideas.staged import NO, days
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_twenty_hand_ins_of_one_review_are_one(at):
    idea = at(State.IN_REVIEW)
    row, said = asked(idea)[0], opinion(idea, 4)
    assert all(at_once(*[lambda: hand_in(by=row.reviewer, assignment=row, opinion=said)] * 20))
    assert Review.objects.count() == 1
    assert Score.objects.count() == len(criteria_of(idea))


def test_nobody_gets_a_thirteenth_when_many_ask_at_once(ann, siv, odd):
    """Eleven wait for each of the three; twenty ideas are taken up with them at the same moment: one of these is."""
    ideas = [moved(idea_of(ann, title=f"Varmepumpe {n}"), siv, State.OPEN, person=odd) for n in range(20)]
    panel = panel_for(ideas[0])
    rubric = house_rubric()
    for number in range(11):
        other = idea_of(PersonFactory(), title=f"Solceller {number}")
        for person in panel:
            Assignment.objects.create(idea=other, reviewer=person, rubric=rubric, due_on=days(7), source="chosen")
    takes = [
        lambda idea=idea: move_idea(by=odd, idea=idea, to=State.IN_REVIEW, said=Said(panel=panel)) for idea in ideas
    ]
    assert sum(at_once(*takes)) == 1
    for person in panel:
        assert Assignment.objects.filter(reviewer=person, state="open").count() == 12


def test_one_colleague_asked_for_one_idea_twenty_times_at_once_is_asked_once(at, odd):
    idea, person = at(State.IN_REVIEW), PersonFactory()
    assert sum(at_once(*[lambda: ask_reviewer(by=odd, idea=idea, person=person)] * 20)) == 1
    assert Assignment.objects.filter(reviewer=person).count() == 1


def test_a_decision_and_a_review_at_once_leave_nothing_half_done(at, odd):
    idea = at(State.IN_REVIEW)
    rows, said = asked(idea), opinion(idea, 4)
    decided, *_handed = at_once(
        lambda: moved(idea, odd, State.DECLINED, **NO),
        *[lambda r=r: hand_in(by=r.reviewer, assignment=r, opinion=said) for r in rows],
    )
    assert decided
    states = set(Assignment.objects.values_list("state", flat=True))
    assert states <= {"done", "expired"}
    assert Review.objects.exclude(submitted_at=None).count() == Assignment.objects.filter(state="done").count()


def test_the_house_rubric_is_made_once(db):
    at_once(*[house_rubric] * 20)
    assert (Rubric.objects.count(), Criterion.objects.count()) == (1, 5)
