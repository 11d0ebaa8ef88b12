"""What is promised by which day: around Christmas, Easter and 17 May, standing still, reminding, and moving by itself."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.timezone import localdate

from ideas.access import can_move_idea
from ideas.actions import edit_idea, give_owner, next_owner
from ideas.events import AnswerDue
from ideas.models import Campaign, Clock, Idea
from ideas.queries import next_step, screening_queue
from ideas.states import State
from ideas.tasks import turn_clocks
from network.conversations.actions import place_restriction
from network.core.clock import now
from profiles.actions import deactivate_person
from profiles.models import Role
from tests.factories import PersonFactory, comment_of, idea_of, join, moved, proposal
from tests.ideas.staged import complete, days

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
FIRST, DECISION = Clock.Kind.FIRST_ANSWER, Clock.Kind.DECISION


def on(day):
    """Nine o'clock in Oslo on that day."""
    return time_machine.travel(f"{day}T08:00Z", tick=False)


def every_day(first, last, act):
    """What the act gives on each day, both included; days on which it gives nothing are left out."""
    found, day = {}, date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        with on(day.isoformat()):
            if given := act():
                found[day.isoformat()] = given
        day += timedelta(days=1)
    return found


def due(idea):
    return {str(clock.kind): str(clock.due_on) for clock in idea.clocks.all()}


def clock_of(idea, kind=FIRST):
    return Clock.objects.get(idea=idea, kind=kind)


# sent in on -> first answer after five working days, decision after thirty days and never on a free day
DUE = {
    "2026-12-21": ("2026-12-29", "2027-01-20"),  # 25 December is free, 24 and 31 are not
    "2026-12-24": ("2027-01-04", "2027-01-25"),  # a decision on Saturday 23 January is one on Monday
    "2026-03-30": ("2026-04-09", "2026-04-29"),  # Maundy Thursday, Good Friday and Easter Monday
    "2026-04-02": ("2026-04-13", "2026-05-04"),  # sent in on Maundy Thursday
    "2026-05-11": ("2026-05-19", "2026-06-10"),  # Ascension Day on the 14th; 17 May on a Sunday
    "2027-05-14": ("2027-05-24", "2027-06-14"),  # 17 May, which is Whit Monday too
    "2028-05-12": ("2028-05-22", "2028-06-12"),  # 17 May on a Wednesday
    "2026-11-25": ("2026-12-02", "2026-12-28"),  # a decision on 25 December is one on the 28th
}


@pytest.mark.parametrize("sent", DUE)
def test_days_are_counted_as_people_work(ann, sent):
    with on(sent):
        idea = idea_of(ann)
    assert (due(idea)[FIRST], due(idea)[DECISION]) == DUE[sent]


def test_a_campaign_promises_its_own_days(ann):
    campaign = Campaign.objects.create(slug="kjapt", title="Kjapt", first_answer_days=2, decision_days=10)
    with on("2026-05-13"):
        idea = idea_of(ann, campaign)
    assert due(idea) == {"first-answer": "2026-05-18", "decision": "2026-05-26"}


def test_the_first_answer_is_owed_until_it_is_given_and_then_the_decision(at, cast, siv):
    with on("2026-03-02"):
        idea = at(State.SUBMITTED)
    assert (next_step(idea, list(idea.clocks.all())).on, clock_of(idea).met_at) == (date(2026, 3, 9), None)
    with on("2026-03-04"):
        idea = moved(idea, siv, State.OPEN, person=cast.odd)
        assert clock_of(idea).met_at == now()
        assert idea.first_answer_at == now()
    step = next_step(idea, list(idea.clocks.all()))
    assert (step.on, step.by) == (date(2026, 4, 1), cast.odd)
    with on("2026-03-10"):
        idea = moved(idea, cast.odd, State.IN_REVIEW)
    assert clock_of(idea, DECISION).met_at is None
    with on("2026-03-12"):
        idea = moved(idea, cast.odd, State.DECLINED, **complete(idea, cast)[State.DECLINED])
        assert clock_of(idea, DECISION).met_at == idea.decided_at == now()
    assert next_step(idea, list(idea.clocks.all())) is None


# What a first answer is.


def test_a_comment_of_whoever_answers_is_a_first_answer(ann, siv, cleo):
    idea = idea_of(ann)
    comment_of(cleo, idea.thread)
    assert clock_of(idea).met_at is None
    comment_of(siv, idea.thread)
    assert clock_of(idea).met_at is not None
    assert Idea.objects.get(pk=idea.pk).first_answer_at is not None


def test_a_comment_of_an_author_is_no_answer_though_they_take_ideas_in(ann, ben, siv):
    Role.objects.create(person=ann, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    idea = idea_of(ann)
    comment_of(ann, idea.thread)
    edit_idea(by=ann, idea=idea, words=proposal("Lån to biler fra nabodepotet"))
    assert clock_of(idea).met_at is None


def test_a_comment_of_the_owner_without_a_role_is_an_answer(ann, odd):
    idea = idea_of(ann)
    Idea.objects.filter(pk=idea.pk).update(owner=odd)
    comment_of(odd, idea.thread)
    assert clock_of(idea).met_at is not None


def test_giving_it_to_somebody_is_an_answer_and_an_automatic_move_is_not(ann, siv, odd):
    with on("2026-03-02"):
        idea, other = idea_of(ann), idea_of(ann, title="Varmepumpe i verkstedet")
        give_owner(by=siv, idea=idea, owner=odd)
    with on("2026-03-04"):
        turn_clocks(0)
    idea, other = Idea.objects.get(pk=idea.pk), Idea.objects.get(pk=other.pk)
    assert idea.first_answer_at is not None
    assert (other.state, other.first_answer_at, clock_of(other).met_at) == ("open", None, None)


def test_withdrawing_is_no_answer_but_ends_what_is_owed(at, ann):
    idea = at(State.WITHDRAWN)
    assert idea.first_answer_at is None
    assert not Clock.objects.filter(idea=idea, met_at=None).exists()


# Standing still.


def test_the_clock_stands_still_while_the_authors_are_asked_and_goes_on_by_working_days(at, cast, siv):
    with on("2026-03-24"):
        idea = at(State.OPEN)
        assert due(idea)[DECISION] == "2026-04-23"
        idea = moved(idea, siv, State.NEEDS_INFO, note="Hvor mange?")
    with on("2026-03-31"):
        assert clock_of(idea, DECISION).paused_on == date(2026, 3, 24)
        step = next_step(idea, list(idea.clocks.all()))
        assert (step.on, step.by, step.is_late) == (None, cast.ann, False)
    with on("2026-04-08"):  # asked for eight working days: Easter lies between
        idea = moved(idea, cast.ann, State.OPEN)
    clock = clock_of(idea, DECISION)
    assert (clock.paused_on, clock.due_on) == (None, date(2026, 5, 6))


def test_no_reminder_is_sent_while_the_authors_are_asked(at, siv, told):
    with on("2026-03-24"):
        idea = moved(at(State.OPEN), siv, State.NEEDS_INFO, note="Hvor mange?")
    with on("2026-04-22"):
        turn_clocks(0)
    assert clock_of(idea, DECISION).nudges == 0
    assert not any(isinstance(event, AnswerDue) for event in told)


def test_a_question_and_its_answer_on_the_same_day_cost_nothing(at, ann, siv):
    with on("2026-03-24"):
        idea = at(State.OPEN)
        before = due(idea)
        idea = moved(moved(idea, siv, State.NEEDS_INFO, note="Hvor mange?"), ann, State.OPEN)
    assert due(idea) == before


# Reminders.


def reminded(told):
    """Turns the clocks; which reminders that sent."""
    told.clear()
    turn_clocks(0)
    return [event.step for event in told if isinstance(event, AnswerDue)]


# the first answer is due on -> the four reminders: two working days before, on the day, three and ten working days after
REMINDERS = {
    "2026-03-30": ["2026-04-07", "2026-04-09", "2026-04-14", "2026-04-23"],
    "2026-03-25": ["2026-03-30", "2026-04-01", "2026-04-09", "2026-04-20"],
    "2026-03-26": ["2026-03-31", "2026-04-07", "2026-04-10", "2026-04-21"],
    "2026-12-18": ["2026-12-23", "2026-12-28", "2026-12-31", "2027-01-12"],
}


@pytest.mark.parametrize("sent", REMINDERS)
def test_each_step_reminds_once_on_its_day_also_over_easter_and_christmas(ann, told, sent):
    with on(sent):
        idea = idea_of(ann)
    Clock.objects.filter(idea=idea, kind=DECISION).update(met_at=now())
    last = date.fromisoformat(REMINDERS[sent][-1]) + timedelta(days=5)
    found = every_day(sent, last.isoformat(), lambda: reminded(told))
    assert found == {day: [number] for number, day in enumerate(REMINDERS[sent], 1)}


def test_after_a_long_silence_only_the_newest_reminder_is_sent(ann, told):
    with on("2026-03-02"):
        idea_of(ann)
        Clock.objects.filter(kind=DECISION).update(met_at=now())
    with on("2026-03-20"):
        assert reminded(told) == [3]
        assert reminded(told) == []


def test_nobody_is_reminded_of_what_is_answered(ann, siv, told):
    with on("2026-03-02"):
        idea = idea_of(ann)
        comment_of(siv, idea.thread)
    with on("2026-03-20"):
        assert reminded(told) == []


# Moving by itself.


def stands(idea):
    return Idea.objects.get(pk=idea.pk).state


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("2026-03-02", "2026-03-04"), ("2026-03-05", "2026-03-09"), ("2026-03-31", "2026-04-07"),
        ("2026-05-13", "2026-05-18"), ("2027-05-14", "2027-05-19"), ("2026-12-23", "2026-12-28"),
    ],
)  # fmt: skip
def test_what_nobody_takes_in_comes_onto_the_board_after_two_working_days(ann, siv, sent, taken):
    with on(sent):
        idea = idea_of(ann)

    def opened():
        before = stands(idea)
        turn_clocks(0)
        return before != stands(idea)

    assert every_day(sent, taken, opened) == {taken: True}
    idea = Idea.objects.get(pk=idea.pk)
    assert (idea.state, idea.owner, idea.changes.last().by) == ("open", siv, None)


def test_it_goes_to_whoever_answers_for_the_fewest_and_never_to_an_author(ann, ben, siv, mona):
    for person in (ann, mona):
        Role.objects.create(person=person, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    busy = idea_of(ben, title="Varmepumpe i verkstedet")
    give_owner(by=siv, idea=busy, owner=siv)
    assert next_owner(idea_of(ann)) == mona
    assert next_owner(idea_of(mona, title="Varmepumpe hos Mona")) == ann
    give_owner(by=siv, idea=idea_of(ben, title="Varmepumpe på lageret"), owner=ann)
    assert next_owner(idea_of(ben, title="Varmepumpe i kantina")) == mona
    deactivate_person(person=mona)
    assert next_owner(idea_of(ann, title="Varmepumpe i resepsjonen")) == siv


def test_what_nobody_can_answer_for_waits_and_does_not_stop_the_others(places, ann, siv, mo, closed_group):
    Campaign.objects.filter(group=closed_group).update(owner=None)
    with on("2026-03-02"):
        closed = idea_of(ann, Campaign.objects.get(group=closed_group))  # siv, who takes ideas in, is no member
        hidden, free = idea_of(ann), idea_of(ann, title="Varmepumpe i verkstedet")
        place_restriction(by=mo, thread=hidden.thread, reason="Uavklart")
    with on("2026-03-05"):
        turn_clocks(0)
    assert [stands(idea) for idea in (closed, hidden, free)] == ["submitted", "submitted", "open"]
    join(closed_group, siv)
    with on("2026-03-06"):
        turn_clocks(0)
    assert stands(closed) == "open"


def test_with_nobody_to_take_ideas_in_nothing_happens_and_nothing_fails(ann):
    with on("2026-03-02"):
        idea = idea_of(ann)
    with on("2026-03-09"):
        turn_clocks(0)
    assert stands(idea) == "submitted"


def test_what_the_authors_do_not_answer_is_parked_after_thirty_days_and_taken_up_after_three_months(at, ann, siv):
    with on("2026-03-02"):
        idea = moved(at(State.OPEN), siv, State.NEEDS_INFO, note="Hvor mange?")
    with on("2026-04-01"):
        turn_clocks(0)
        assert stands(idea) == "needs-info"
    with on("2026-04-02"):
        turn_clocks(0)
    parked = Idea.objects.get(pk=idea.pk)
    assert (parked.state, parked.park_until, parked.changes.last().by) == ("parked", date(2026, 7, 2), None)
    assert not can_move_idea(ann, parked, State.IN_REVIEW)
    with on("2026-07-01"):
        turn_clocks(0)
        assert stands(idea) == "parked"
    with on("2026-07-02"):
        turn_clocks(0)
    again = Idea.objects.get(pk=idea.pk)
    assert (again.state, again.park_until, again.decided_at) == ("in-review", None, None)
    clock = clock_of(again, DECISION)
    assert (clock.due_on, clock.met_at, clock.nudges) == (date(2026, 8, 3), None, 0)


def test_what_is_parked_until_a_day_is_taken_up_on_that_day(at, odd, cast):
    with on("2026-03-02"):
        idea = at(State.IN_REVIEW)
        given = complete(idea, cast)[State.PARKED] | {"until": date(2026, 4, 20)}
        moved(idea, odd, State.PARKED, **given)
    with on("2026-04-19"):
        turn_clocks(0)
        assert stands(idea) == "parked"
    with on("2026-04-20"):
        turn_clocks(0)
    assert stands(idea) == "in-review"


def everything():
    """Every row that the clocks may change."""
    ideas = Idea.objects.order_by("pk").values_list("pk", "state", "version", "owner", "park_until", "state_since")
    return list(ideas), list(Clock.objects.order_by("pk").values())


def test_turning_the_clocks_a_second_time_changes_nothing(at, ann, siv, odd, cast, told):
    with on("2026-03-02"):
        at(State.SUBMITTED)
        at(State.OPEN, title="Varmepumpe på lageret")
        moved(at(State.OPEN, title="Varmepumpe i verkstedet"), siv, State.NEEDS_INFO, note="Hvor mange?")
        idea = at(State.IN_REVIEW, title="Varmepumpe i kantina")
        moved(idea, odd, State.PARKED, **complete(idea, cast)[State.PARKED] | {"until": days(20)})
    before = everything()
    with on("2026-04-07"):
        turn_clocks(0)
        after = everything()
        assert after != before
        told.clear()
        turn_clocks(0)
    assert everything() == after
    assert told == []


def test_every_idea_that_is_owed_something_says_what_comes_next(at):
    owed = {"submitted", "needs-info", "open", "in-review", "approved", "in-progress", "implemented", "parked"}
    owed |= {"confirmed"}  # a year later somebody says what is left of it
    for state in (s for s in State if s != State.DRAFT):
        idea = at(state, title=f"Varmepumpe {state}")
        step = next_step(idea, list(idea.clocks.all()))
        assert (step is not None) is (state in owed), state
        assert step is None or state == "needs-info" or step.on >= localdate()


def test_what_nobody_who_works_here_answers_for_lies_on_the_desk(at, siv, odd):
    ideas = [at(State.OPEN), at(State.IN_PROGRESS, title="Varmepumpe i verkstedet")]
    assert screening_queue(siv) == []
    deactivate_person(person=odd)
    assert screening_queue(siv) == ideas


def test_a_person_who_is_new_takes_what_waits_longest(ann):
    early, late = idea_of(ann), idea_of(ann, title="Varmepumpe i verkstedet")
    newcomer = PersonFactory()
    Role.objects.create(person=newcomer, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    with time_machine.travel(now() + timedelta(days=5), tick=False):
        turn_clocks(0)
    assert {stands(early), stands(late)} == {"open"}
    assert Idea.objects.filter(owner=newcomer).count() == 2
