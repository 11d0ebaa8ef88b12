"""What the clock asks of whoever carries an idea out: each thing once, to the right people, whatever day it runs on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from ideas import actions
from ideas.events import DeliveryDue
from ideas.models import Benefit, Clock, Delivery, Idea
from ideas.queries import Narrowing, late_count, next_step
from ideas.queries.boards import narrowed
from ideas.states import State
from ideas.tasks import turn_clocks
from network.notifications.models import Kind, Notification
from tests.factories import moved
from tests.ideas.staged import complete, days

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
S = State


@pytest.fixture
def news(django_capture_on_commit_callbacks):
    """Acts, and says who has which unread news of ideas afterwards."""

    def after(act, *args, **given):
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **given)
        rows = Notification.objects.filter(subject__startswith="idea:", kind=Kind.IDEA_DUTY, read_at=None)
        return {row.recipient.handle for row in rows.select_related("recipient")}

    return after


@pytest.fixture
def going(at):
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        idea = at(S.IN_PROGRESS)
        Delivery.objects.update(target_on=date(2026, 4, 8))  # the Wednesday after Easter
    Notification.objects.all().delete()
    return Idea.objects.select_related("delivery__owner", "campaign").get(pk=idea.pk)


@pytest.fixture
def in_place(at, dag):
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        idea = at(S.IMPLEMENTED)
    Notification.objects.all().delete()
    return Idea.objects.select_related("delivery__owner", "campaign").get(pk=idea.pk)


def asked(first, last, told):
    """What was announced on each day of the span, both included, the clock turned twice each morning."""
    found, day = {}, date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        with time_machine.travel(f"{day}T08:00Z", tick=False):
            told.clear()
            turn_clocks(0)
            turn_clocks(0)
            if here := [event.what for event in told if isinstance(event, DeliveryDue)]:
                found[str(day)] = here
        day += timedelta(days=1)
    return found


def test_the_deliverer_is_told_of_the_yes_and_the_actor_is_not(news, at, cast, dag, odd):
    idea = at(S.IN_REVIEW)
    Notification.objects.all().delete()
    assert news(moved, idea, odd, S.APPROVED, **complete(idea, cast)[S.APPROVED]) == {"dag"}
    other = at(S.IN_REVIEW, title="En helt annen idé")
    Notification.objects.all().delete()
    assert news(moved, other, odd, S.APPROVED, person=odd, until=days(30)) == set()


def test_an_author_who_carries_it_out_is_told_of_that_too(news, at, ann, odd):
    idea = at(S.IN_REVIEW)
    Notification.objects.all().delete()
    assert news(moved, idea, odd, S.APPROVED, person=ann, until=days(30)) == {"ann"}


def test_the_day_is_told_two_working_days_before_and_once_when_it_has_passed(going, told):
    # Easter Monday is on the 6th: two working days before Wednesday the 8th is Wednesday the 1st.
    assert asked("2026-03-23", "2026-05-10", told) == {"2026-04-01": ["target"], "2026-04-09": ["target"]}


def test_a_clock_that_stood_still_for_weeks_reminds_once(going, told):
    assert asked("2026-05-04", "2026-05-08", told) == {"2026-05-04": ["target"]}


def test_another_day_is_reminded_of_anew(going, told, dag):
    assert asked("2026-04-01", "2026-04-02", told) == {"2026-04-01": ["target"]}
    with time_machine.travel("2026-04-02T09:00Z", tick=False):
        actions.move_target(by=dag, idea=going, day=date(2026, 4, 22), reason="Isen ligger på fjorden.")
    assert asked("2026-04-03", "2026-04-30", told) == {"2026-04-20": ["target"], "2026-04-23": ["target"]}


def test_only_the_deliverer_hears_of_the_day(news, going, mona, dag):
    dag.manager = mona
    dag.save()
    with time_machine.travel("2026-04-09T08:00Z", tick=False):
        assert news(turn_clocks, 0) == {"dag"}


def test_ninety_days_after_deliverer_and_owner_are_asked_what_it_gave_once(news, in_place, told):
    assert in_place.delivery.follow_up_on == date(2026, 5, 31)
    assert asked("2026-05-25", "2026-07-31", told) == {"2026-05-31": ["follow-up"]}
    Delivery.objects.update(follow_up_asked_at=None)
    with time_machine.travel("2026-06-01T08:00Z", tick=False):
        assert news(turn_clocks, 0) == {"dag", "odd"}


def test_what_is_measured_is_not_asked_for_and_its_letter_goes(news, in_place, dag, odd):
    with time_machine.travel("2026-06-01T08:00Z", tick=False):
        assert news(turn_clocks, 0) == {"dag", "odd"}
        assert news(actions.measure_benefits, by=dag, idea=in_place, measured=[], unmeasurable="Ingen tall.") == set()
    Delivery.objects.update(follow_up_asked_at=None)
    with time_machine.travel("2026-06-02T08:00Z", tick=False):
        assert news(turn_clocks, 0) == set()


def test_the_next_step_is_late_from_the_day_after_and_the_board_says_so(in_place, dag, cleo):
    for day, is_late in (("2026-05-31", False), ("2026-06-01", True)):
        with time_machine.travel(f"{day}T08:00Z", tick=False):
            assert next_step(in_place, []).is_late is is_late
            assert late_count(cleo) == int(is_late)
    with time_machine.travel("2026-06-01T08:00Z", tick=False):
        benefit = actions.expect_benefit(by=dag, idea=in_place, benefit=Benefit(kind="time", unit="timer"))
        actions.measure_benefits(by=dag, idea=in_place, measured=[actions.Measured(benefit, Decimal(3), "Talt.")])
        assert not narrowed(cleo, Narrowing(late=True)).exists()
        fresh = Idea.objects.select_related("delivery__owner").get(pk=in_place.pk)
        assert (next_step(fresh, []).on, next_step(fresh, []).is_late) == (None, False)


@pytest.mark.parametrize("state", [S.IMPLEMENTED, S.CONFIRMED])
def test_a_year_after_deliverer_and_owner_are_asked_once_what_is_left_of_it(at, news, told, state):
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        at(state)
    Delivery.objects.update(follow_up_asked_at="2026-06-01T08:00Z")
    assert asked("2027-02-25", "2027-04-15", told) == {"2027-03-02": ["year"]}
    Delivery.objects.update(year_asked_at=None)
    Notification.objects.all().delete()
    with time_machine.travel("2027-03-03T08:00Z", tick=False):
        assert news(turn_clocks, 0) == {"dag", "odd"}


@pytest.mark.parametrize(("state", "day", "what"), [
    (S.IN_PROGRESS, "2026-09-01", "target"), (S.IMPLEMENTED, "2026-06-01", "follow-up"), (S.CONFIRMED, "2027-03-02", "year"),
])  # fmt: skip
def test_two_clocks_that_ask_about_the_same_at_once_ask_once(at, told, state, day, what):
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        idea = at(state)
    before = Delivery.objects.get(idea=idea)  # as both read it
    with time_machine.travel(f"{day}T08:00Z", tick=False):
        told.clear()
        for _turn in range(2):
            actions.remind_of_delivery(delivery=before)
    assert [event.what for event in told if isinstance(event, DeliveryDue)] == [what]


def test_whoever_has_said_what_is_left_is_not_asked(at, news, dag, told):
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        idea = at(S.CONFIRMED)
    with time_machine.travel("2027-03-02T05:00Z", tick=False):
        note = {"answer": "still", "words": "I bruk hver dag."}
        actions.write_year_note(by=dag, idea=Idea.objects.get(pk=idea.pk), **note)
    assert asked("2027-03-02", "2027-03-09", told) == {}


def test_somebody_who_may_not_read_it_any_more_is_not_told(news, places, ann, mona, ben, closed_group):
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        words = actions.Proposal("Ny lampe i gangen", "Mørkt.", "Lys.", "Vi ser.")
        idea = actions.submit_idea(by=ann, campaign=places["closed"], words=words, draft=None, key=None)
        idea = moved(idea, mona, S.OPEN, person=mona)
        moved(idea, mona, S.IN_REVIEW, S.APPROVED, person=ben, until=date(2026, 4, 8))
    Notification.objects.all().delete()
    closed_group.memberships.filter(person=ben).delete()
    with time_machine.travel("2026-04-09T08:00Z", tick=False):
        assert news(turn_clocks, 0) == set()


def test_handing_it_over_tells_the_other_and_takes_it_from_the_first(news, going, dag, cleo, cast):
    with time_machine.travel("2026-04-01T08:00Z", tick=False):
        assert news(turn_clocks, 0) == {"dag"}
        assert news(actions.hand_over_delivery, by=dag, idea=going, person=cleo) == {"cleo"}


def test_clocks_of_answers_are_not_touched_by_this(going):
    assert not Clock.objects.filter(met_at=None).exists()
