"""Who judges an idea: the rules of a panel, the one that is proposed, and what happens to those who are asked."""

from random import Random

import pytest
import time_machine

from ideas.access import can_be_co_author, can_own_idea, judge_fault, mix_fault, panel_faults
from ideas.access.reviews import FEW, FULL, MOST_OPEN, NOT_JUDGE, ONE_SIDED, TWICE
from ideas.actions import Said, ask_reviewer, give_owner, lacking, move_idea, submit_idea
from ideas.models import Assignment, Campaign, Idea, IdeaAuthor
from ideas.queries import Why, propose_panel, spread_of_reviews, standing_panel
from ideas.states import State
from ideas.tasks import person_deactivated, turn_clocks
from network.core.access import Refused
from network.core.clock import now
from profiles.events import PersonDeactivated
from profiles.models import PersonSkill
from tests.factories import (
    REASON,
    DepartmentFactory,
    PersonFactory,
    SkillFactory,
    idea_of,
    join,
    moved,
    panel_for,
    proposal,
)
from tests.ideas.judges import asked, judged
from tests.ideas.staged import NO, days

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def idea(at):
    return at(State.OPEN)


@pytest.fixture
def panel(idea):
    return panel_for(idea)


def busy(person, count):
    """So many other ideas wait for the person."""
    template = Assignment.objects.order_by("pk").first()
    for number in range(count):
        other = idea_of(PersonFactory(), title=f"Varmepumpe nummer {number}")
        Assignment.objects.create(idea=other, reviewer=person, rubric=template.rubric, due_on=days(7), source="chosen")


def test_the_three_are_asked_by_the_move_and_have_seven_working_days(idea, panel, cast):
    with time_machine.travel("2026-11-20T10:00Z", tick=False):  # a Friday
        moved(idea, cast.odd, State.IN_REVIEW, panel=panel)
    rows = asked(idea)
    assert [row.reviewer for row in rows] == list(panel)
    assert {(str(row.due_on), row.round, row.asked_by_id, row.rubric.is_house) for row in rows} == {
        ("2026-12-01", 1, cast.odd.pk, True)
    }
    assert rows[0].rubric.frozen_at is not None


# Invariant 12 and 22: who may not.


@pytest.mark.parametrize(
    "who", ["lead", "co", "asked", "merged", "left", "owner", "boss of lead", "boss of asked", "gone"]
)
def test_nobody_judges_what_they_wrote_answer_for_or_manage(idea, ann, ben, mona, pia, tor, odd, siv, gone, who):
    IdeaAuthor.objects.create(idea=idea, person=ben, state="accepted")
    pia.manager = PersonFactory()
    pia.save()
    IdeaAuthor.objects.create(idea=idea, person=pia, state="invited")
    left = IdeaAuthor.objects.create(idea=idea, person=PersonFactory(), state="left").person
    moved(idea_of(tor, title="Del bilene mellom depotene"), siv, State.MERGED, into=idea)
    person = {
        "lead": ann, "co": ben, "asked": pia, "merged": tor, "left": left, "owner": odd, "boss of lead": mona,
        "boss of asked": pia.manager, "gone": gone,
    }[who]  # fmt: skip
    assert judge_fault(idea, person) == NOT_JUDGE
    others = panel_for(idea)
    assert panel_faults(idea, [others[0], person, others[1]]) == {1: NOT_JUDGE}


def test_nobody_judges_what_they_cannot_read(places, ann, mona, cleo, closed_group):
    idea = moved(idea_of(ann, places["closed"]), mona, State.OPEN, person=mona)
    assert judge_fault(idea, cleo) == NOT_JUDGE
    join(closed_group, cleo)
    assert judge_fault(idea, cleo) is None


def test_nobody_has_a_thirteenth_idea_to_judge(idea, at, cast, panel):
    moved(at(State.OPEN, title="En annen idé"), cast.odd, State.IN_REVIEW)
    busy(panel[1], MOST_OPEN - 1)
    assert panel_faults(idea, panel) == {}
    busy(panel[1], 1)
    assert panel_faults(idea, panel) == {1: FULL}
    with pytest.raises(Refused):
        move_idea(by=cast.odd, idea=idea, to=State.IN_REVIEW, said=Said(panel=panel))
    assert panel[1] not in [one.person for one in propose_panel(idea)]


def test_a_panel_is_three_at_least_each_once(idea, panel, cast):
    assert lacking(idea, State.IN_REVIEW, Said()) == {"panel_0": FEW}
    assert lacking(idea, State.IN_REVIEW, Said(panel=panel[:2])) == {"panel_0": FEW}
    assert lacking(idea, State.IN_REVIEW, Said(panel=(panel[0], panel[1], panel[0]))) == {"panel_2": TWICE}
    assert lacking(idea, State.IN_REVIEW, Said(panel=(None, panel[0], None, panel[1], panel[2]))) == {}


def test_one_knows_the_field_and_half_come_from_elsewhere(idea, field, market, panel):
    home, *away = panel
    more_home, more_away = PersonFactory.create_batch(2, department=field), PersonFactory.create_batch(2)
    assert panel_faults(idea, [home, *away]) == {}
    assert panel_faults(idea, [home, more_home[0], away[0]]) == {0: ONE_SIDED}, "one of three from elsewhere"
    assert panel_faults(idea, [home, more_home[0], *away]) == {}
    assert panel_faults(idea, [home, *more_home, *away]) == {0: ONE_SIDED}, "two of five"
    assert panel_faults(idea, [*away, *more_away]) == {0: ONE_SIDED}, "nobody who knows the field"


def test_a_skill_that_the_idea_speaks_of_is_to_know_the_field(idea, panel):
    _home, *away = panel
    third = PersonFactory()
    assert panel_faults(idea, [*away, third]) == {0: ONE_SIDED}
    PersonSkill.objects.create(person=third, skill=SkillFactory(name="leiebil"))
    PersonSkill.objects.create(person=away[0], skill=SkillFactory(name="Sveising under vann"))
    idea.problem = "Vi bruker mye på leiebiler."
    idea.save()
    assert panel_faults(idea, [*away, third]) == {}
    reasons = {one.person: (one.why, one.skill) for one in propose_panel(idea)}
    assert reasons[third] == (Why.SKILL, "leiebil")


# A house of too few.


def small_house(places, mona, *departments):
    """A closed group of ann (who writes), mona (who answers) and one for each of these."""
    people = [PersonFactory(department=department) for department in departments]
    for person in people:
        join(places["closed"].group, person)
    places["closed"].group.memberships.filter(person__handle="ben").delete()
    return people


def test_where_there_are_fewer_than_three_everybody_who_may_judges(places, ann, mona, market):
    people = small_house(places, mona, market, market)
    idea = moved(idea_of(ann, places["closed"]), mona, State.OPEN, person=mona)
    assert panel_faults(idea, people[:1]) == {0: FEW}
    assert panel_faults(idea, people) == {}
    assert {one.person for one in propose_panel(idea)} == set(people)
    moved(idea, mona, State.IN_REVIEW, panel=tuple(people))


def test_where_nobody_may_judge_whoever_answers_goes_on_alone_and_time_does_not(places, ann, mona):
    small_house(places, mona)
    Campaign.objects.filter(slug="hos-closed").update(vote_ends_at=now())
    idea = moved(idea_of(ann, Campaign.objects.get(slug="hos-closed")), mona, State.OPEN, person=mona)
    assert propose_panel(idea) == []
    turn_clocks(timestamp=0)
    assert Idea.objects.get(pk=idea.pk).state == State.OPEN
    assert moved(idea, mona, State.IN_REVIEW, panel=()).state == State.IN_REVIEW


def test_a_house_of_one_department_judges_by_itself_but_a_full_queue_excuses_nobody(
    places, ann, mona, field, market, at, cast
):
    moved(at(State.OPEN, title="En annen idé"), cast.odd, State.IN_REVIEW)
    people = small_house(places, mona, field, field, field)
    idea = moved(idea_of(ann, places["closed"]), mona, State.OPEN, person=mona)
    assert panel_faults(idea, people) == {}
    away = PersonFactory(department=market)
    join(places["closed"].group, away)
    assert panel_faults(idea, people) == {0: ONE_SIDED}
    busy(away, MOST_OPEN)
    assert panel_faults(idea, people) == {0: ONE_SIDED}
    assert propose_panel(idea) == []


# What is proposed.


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_house_looks_like_the_proposed_panel_obeys_every_rule(seed, ann, siv):
    rng = Random(seed)  # noqa: S311
    units = DepartmentFactory.create_batch(rng.randint(1, 5))
    people = [PersonFactory(department=rng.choice([*units, None])) for _ in range(rng.randint(0, 14))]
    for person in people:
        person.manager = rng.choice([None, *people]) if rng.random() < 0.6 else None
        person.away_until = days(3) if rng.random() < 0.1 else None
        person.save()
    lead = rng.choice([*people, ann])
    idea = moved(idea_of(lead), siv, State.OPEN, person=siv) if lead != siv else None
    for person in people[:2]:
        if person != lead:
            IdeaAuthor.objects.create(
                idea=idea, person=person, state=rng.choice(["accepted", "invited", "declined", "left"])
            )
    panel = [one.person for one in propose_panel(idea)]
    assert len(panel) <= 3
    wrote = idea.authors.exclude(state="declined")
    bound = set(wrote.values_list("person", flat=True))
    bosses = set(wrote.values_list("person__manager", flat=True))
    free = [p for p in [*people, ann] if p.pk not in bound | bosses | {siv.pk} and not p.is_away]
    for person in panel:
        assert person.pk not in bound | bosses | {siv.pk}
        assert not person.is_away
    away = [p for p in panel if p.department_id != idea.department_id]
    if len(panel) == 3:
        assert len(away) >= 2 or len(away) == len([p for p in free if p.department_id != idea.department_id])
        assert any(p.department_id == idea.department_id for p in panel) or all(
            p.department_id != idea.department_id for p in free
        )
    if panel:
        assert panel_faults(idea, panel) == {}
        moved(idea, siv, State.IN_REVIEW, panel=tuple(panel))
    else:
        assert len(free) < 3


def test_what_is_proposed_says_why_and_how_much_waits(idea, panel, field):
    told = {one.person: (one.why, one.waiting) for one in propose_panel(idea)}
    assert len(told) == 3
    assert {(Why.HOME if p.department_id == field.pk else Why.ELSEWHERE, 0) for p in told} == set(told.values())


def test_who_is_away_is_not_proposed_and_the_least_busy_come_first(idea, at, cast, field):
    others = panel_for(idea)
    Assignment.objects.all().delete()
    for person in others[:1]:
        person.away_until = days(5)
        person.save()
    assert others[0] not in [one.person for one in propose_panel(idea)]


def test_the_reasons_do_not_tell_where_a_hidden_author_works(ann, mona, field):
    blind = Campaign.objects.create(slug="blind", title="Blind", owner=mona, identity="blind")
    idea = moved(idea_of(ann, blind), mona, State.OPEN, person=mona)
    panel_for(idea)
    assert {one.why for one in propose_panel(idea)} == {Why.MIX}


# Changing a panel.


def test_whoever_answers_asks_one_more_or_somebody_else_by_the_same_rules(at, cast, cleo, field):
    idea = at(State.IN_REVIEW)
    first, *_rest = asked(idea)
    with pytest.raises(Refused):
        ask_reviewer(by=cleo, idea=idea, person=PersonFactory())
    for wrong in (cast.ann, cast.odd, first.reviewer):
        with pytest.raises(Refused):
            ask_reviewer(by=cast.odd, idea=idea, person=wrong)
    second_home = PersonFactory(department=field)
    ask_reviewer(by=cast.odd, idea=idea, person=second_home)
    assert first.reviewer.department == field, "the first one is from where it comes from"
    with pytest.raises(Refused):
        ask_reviewer(by=cast.odd, idea=idea, person=PersonFactory(department=field))
    ask_reviewer(by=cast.odd, idea=idea, person=PersonFactory(department=field), instead_of=first.reviewer_id)
    first.refresh_from_db()
    assert first.state == "released"
    assert len(standing_panel(idea)) == 4


def test_a_refused_exchange_leaves_the_first_one_asked(at, cast):
    idea = at(State.IN_REVIEW)
    first = asked(idea)[0]
    with pytest.raises(Refused):
        ask_reviewer(by=cast.odd, idea=idea, person=cast.ann, instead_of=first.reviewer_id)
    first.refresh_from_db()
    assert first.state == "open"


def test_who_judges_it_becomes_neither_author_nor_owner(at, siv, cast):
    idea = at(State.IN_REVIEW)
    row, other = asked(idea)[:2]
    assert not can_be_co_author(row.reviewer, idea)
    judged(idea, 4)
    assert not can_own_idea(row.reviewer, idea)
    assert can_own_idea(other.reviewer, idea)
    give_owner(by=siv, idea=idea, owner=other.reviewer)
    other.refresh_from_db()
    assert other.state == "released"


def test_who_leaves_the_house_is_no_longer_asked(at):
    idea = at(State.IN_REVIEW)
    row = asked(idea)[0]
    person_deactivated(PersonDeactivated(row.reviewer_id))
    row.refresh_from_db()
    assert (row.state, len(asked(idea))) == ("released", 2)


@pytest.mark.parametrize("to", [State.APPROVED, State.PARKED, State.DECLINED, State.MERGED])
def test_a_decision_closes_what_is_still_open_and_leaves_what_is_handed_in(at, cast, to):
    into = at(State.OPEN, title="Noe å slå sammen med") if to == State.MERGED else None
    idea = at(State.IN_REVIEW)
    judged(idea, 4)
    said = {**NO, "until": days(60), "person": cast.dag, "into": into}
    moved(idea, cast.odd, to, **said)
    assert sorted(idea.assignments.values_list("state", flat=True)) == ["done", "expired", "expired"]


def test_a_merger_that_is_taken_back_asks_those_again_who_had_not_handed_in(at, cast):
    into, idea = at(State.OPEN, title="Noe å slå sammen med"), at(State.IN_REVIEW)
    judged(idea, 4)
    idea = moved(idea, cast.odd, State.MERGED, into=into)
    moved(idea, cast.odd, State.IN_REVIEW)
    assert sorted(idea.assignments.values_list("state", flat=True)) == ["done", "open", "open"]


def test_a_question_to_the_authors_makes_nobody_late(at, cast, ann, siv):
    with time_machine.travel("2026-11-02T10:00Z", tick=False):
        idea = moved(at(State.IN_REVIEW), siv, State.NEEDS_INFO, note="Hvor mange?")
    with time_machine.travel("2026-11-20T10:00Z", tick=False):  # a Friday, long after they were to hand in
        moved(idea, ann, State.IN_REVIEW)
        assert {str(row.due_on) for row in asked(idea)} == {"2026-11-24"}


def test_what_is_taken_up_again_is_judged_anew_by_others(at, cast, ann):
    idea = at(State.IN_REVIEW)
    judged(idea, 4, 4, 4)
    idea = moved(moved(idea, cast.odd, State.DECLINED, **NO), ann, State.IN_REVIEW, note=REASON)
    rows = asked(idea)
    assert {row.round for row in rows} == {2}
    assert len(rows) == 3
    assert spread_of_reviews(idea).count == 0, "what was said in the first round counts no more"
    assert {row.state for row in idea.assignments.filter(round=1)} == {"done"}


# Time.


@pytest.fixture
def voted(ann, siv, odd):
    """An idea of a campaign in which people have voted, with somebody who answers for it."""
    campaign = Campaign.objects.create(slug="skrue", title="Skrue", owner=siv, vote_ends_at=now())
    idea = submit_idea(by=ann, campaign=campaign, words=proposal(), draft=None, key=None)
    return moved(idea, siv, State.OPEN, person=odd)


def test_when_voting_is_over_what_came_in_is_judged_by_the_proposed_panel(voted):
    panel_for(voted)
    turn_clocks(timestamp=0)
    voted.refresh_from_db()
    assert voted.state == State.IN_REVIEW
    rows = asked(voted)
    assert len(rows) == 3
    assert {(row.source, row.asked_by) for row in rows} == {("proposed", None)}
    assert voted.changes.last().by is None


def test_time_is_refused_without_a_panel(voted):
    panel_for(voted)
    with pytest.raises(Refused):
        move_idea(by=None, idea=voted, to=State.IN_REVIEW)


@pytest.mark.parametrize("why", ["still voting", "closed", "nobody answers", "answerer has left", "in the box"])
def test_time_leaves_an_idea_where_it_is_when_it_is_not_its_turn(voted, odd, why):
    panel_for(voted)
    campaign = Campaign.objects.filter(pk=voted.campaign_id)
    if why == "still voting":
        campaign.update(vote_ends_at=now() + (days(3) - days(0)))
    elif why == "closed":
        campaign.update(closed_at=now())
    elif why == "nobody answers":
        Idea.objects.filter(pk=voted.pk).update(owner=None)
    elif why == "answerer has left":
        odd.is_active = False
        odd.save()
    else:
        campaign.update(vote_ends_at=None)
    turn_clocks(timestamp=0)
    voted.refresh_from_db()
    assert voted.state == State.OPEN


def test_a_panel_grows_towards_the_rule_and_never_away_from_it(at, cast, field):
    """With one left of three, any next one must still allow half from elsewhere."""
    idea = at(State.IN_REVIEW)
    home = next(row.reviewer for row in asked(idea) if row.reviewer.department == field)
    assert mix_fault(idea, [home]) is None
    assert mix_fault(idea, [home, PersonFactory(department=field)]) == ONE_SIDED
    assert mix_fault(idea, [home, PersonFactory()]) is None
