"""A42: clocks around Norwegian holidays, weekends and the change of the hour; every moment is that of the house."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import get_default_timezone, localtime

from network.core.clock import add_working_days
from network.moderation.actions.appealing import APPEAL_HOURS, appeal_decision
from network.moderation.actions.deciding import APPEAL_DAYS, INTERIM_DAYS
from network.moderation.actions.desk import REPLY_DAYS, answer_hearing, ask_author
from network.moderation.models import Case, Decision, Hearing
from network.moderation.reasons import CLOCKS, Reason, due, working_hours
from network.moderation.states import Level
from tests.moderation.reported import hidden, in_work, moderator, reported


def at(moment: str) -> datetime:
    """A moment where the organisation is."""
    return datetime.fromisoformat(moment).replace(tzinfo=get_default_timezone())


def said(moment: datetime) -> str:
    return localtime(moment).strftime("%a %Y-%m-%d %H:%M")


# Easter of 2026: Maundy Thursday 2 April to Easter Monday 6 April. Ascension Day 14 May, Whit Monday 25 May. 17 May 2027
# is a Monday, and so is Whit Monday 2027. The clocks go forward on Sunday 29 March 2026, and back on 25 October.
WORKING = {
    # reason, reported, looked at by, decided by
    "within a day": ("secret", "2026-06-10 09:00", "Wed 2026-06-10 13:00", "Fri 2026-06-12 09:00"),
    "before the day begins": ("secret", "2026-06-10 05:00", "Wed 2026-06-10 12:00", "Thu 2026-06-11 16:00"),
    "after it has ended": ("secret", "2026-06-10 22:00", "Thu 2026-06-11 12:00", "Fri 2026-06-12 16:00"),
    "at the moment at which it ends": ("secret", "2026-06-10 16:00", "Thu 2026-06-11 12:00", "Fri 2026-06-12 16:00"),
    "at the moment at which it begins": ("secret", "2026-06-10 08:00", "Wed 2026-06-10 12:00", "Thu 2026-06-11 16:00"),
    "over a weekend": ("secret", "2026-06-12 15:30", "Mon 2026-06-15 11:30", "Tue 2026-06-16 15:30"),
    "on a Saturday": ("harassment", "2026-06-13 12:00", "Mon 2026-06-15 16:00", "Fri 2026-06-19 16:00"),
    "before Easter": ("secret", "2026-04-01 15:30", "Tue 2026-04-07 11:30", "Wed 2026-04-08 15:30"),
    "on Good Friday": ("sexual", "2026-04-03 10:00", "Tue 2026-04-07 12:00", "Thu 2026-04-09 16:00"),
    "over Easter, in days": ("misplaced", "2026-03-31 08:00", "Tue 2026-04-07 16:00", "Thu 2026-04-16 16:00"),
    "1 May on a Friday": ("secret", "2026-04-30 15:30", "Mon 2026-05-04 11:30", "Tue 2026-05-05 15:30"),
    "Ascension": ("secret", "2026-05-13 15:30", "Fri 2026-05-15 11:30", "Mon 2026-05-18 15:30"),
    "17 May on a Sunday takes no working day": ("secret", "2026-05-15 15:30", "Mon 2026-05-18 11:30",
                                                "Tue 2026-05-19 15:30"),
    "17 May on a Monday": ("secret", "2027-05-14 15:30", "Tue 2027-05-18 11:30", "Wed 2027-05-19 15:30"),
    "a Friday before Whit Monday": ("secret", "2026-05-22 15:30", "Tue 2026-05-26 11:30", "Wed 2026-05-27 15:30"),
    "Christmas": ("secret", "2026-12-24 15:30", "Mon 2026-12-28 11:30", "Tue 2026-12-29 15:30"),
    "New Year": ("secret", "2026-12-31 15:30", "Mon 2027-01-04 11:30", "Tue 2027-01-05 15:30"),
    "the night in which the hour is lost": ("secret", "2026-03-27 15:30", "Mon 2026-03-30 11:30",
                                            "Tue 2026-03-31 15:30"),
    "the night in which it comes back": ("secret", "2026-10-23 15:30", "Mon 2026-10-26 11:30", "Tue 2026-10-27 15:30"),
}  # fmt: skip


@pytest.mark.parametrize("case", WORKING)
def test_hours_run_while_the_house_works(case: str) -> None:
    reason, reported_at, look_by, decide_by = WORKING[case]
    assert tuple(map(said, due(reason, at(reported_at)))) == (look_by, decide_by)


@pytest.mark.parametrize("reason", [Reason.DANGER, Reason.IDENTITY])
@pytest.mark.parametrize("moment", ["2026-04-03 02:00", "2026-12-24 23:30", "2026-05-17 12:00", "2026-03-29 01:30"])
def test_where_somebody_may_be_hurt_nights_and_holidays_count_and_so_does_the_lost_hour(
    reason: Reason, moment: str
) -> None:
    made = at(moment).astimezone(UTC)  # as now() has it
    look_by, decide_by = due(reason, made)
    assert (look_by.timestamp() - made.timestamp(), decide_by.timestamp() - made.timestamp()) == (
        CLOCKS[reason].look * 3600, 24 * 3600,
    )  # fmt: skip


@pytest.mark.parametrize("case", WORKING)
def test_what_is_left_is_counted_as_it_was_added(case: str) -> None:
    reason, reported_at, _look_by, _decide_by = WORKING[case]
    made = at(reported_at)
    assert working_hours(made, due(reason, made)[1]) == timedelta(hours=CLOCKS[reason].decide)
    assert working_hours(due(reason, made)[1], made) == timedelta()


def test_every_reason_is_looked_at_before_it_is_decided() -> None:
    for reason in Reason:
        look_by, decide_by = due(reason, at("2026-05-13 15:59"))
        assert at("2026-05-13 15:59") < look_by < decide_by


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "asked", "waits_until"),
    [
        ("reply", "2026-06-10 11:00", "Fri 2026-06-12 16:00"), ("edit", "2026-06-10 11:00", "Wed 2026-06-17 16:00"),
        ("reply", "2026-04-01 15:30", "Wed 2026-04-08 16:00"), ("edit", "2026-04-01 15:30", "Mon 2026-04-13 16:00"),
        ("reply", "2026-05-13 10:00", "Mon 2026-05-18 16:00"), ("reply", "2027-05-14 15:30", "Wed 2027-05-19 16:00"),
        ("reply", "2026-12-23 09:00", "Mon 2026-12-28 16:00"), ("reply", "2026-03-27 23:30", "Tue 2026-03-31 16:00"),
    ],
)  # fmt: skip
def test_an_author_has_whole_working_days(  # noqa: PLR0913
    post, ben, mo, rule, time_machine, kind, asked, waits_until
) -> None:
    case = reported(ben, post).case
    time_machine.move_to(at(asked), tick=False)
    case = in_work(mo, case)
    hearing = ask_author(by=mo, case=case, kind=Hearing.Kind(kind), text="Hva mener du?", section=rule,
                         version=case.version)  # fmt: skip
    assert said(hearing.due_at) == waits_until
    assert REPLY_DAYS == {"reply": 2, "edit": 5}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "asked", "answered", "given_back"),
    [
        ("harassment", "2026-06-08 09:00", "2026-06-09 11:30", "Tue 2026-06-16 11:30"),  # ten and a half hours of work
        ("harassment", "2026-06-05 15:00", "2026-06-07 21:00", "Fri 2026-06-12 16:00"),  # over a weekend: one hour
        ("harassment", "2026-05-13 15:00", "2026-05-15 09:00", "Fri 2026-05-22 09:00"),  # over Ascension: two hours
        ("danger", "2026-06-05 15:00", "2026-06-07 21:00", "Mon 2026-06-08 21:00"),  # where every hour counts: all
    ],
)
def test_the_time_that_the_author_had_is_given_back_to_the_clock(  # noqa: PLR0913
    post, ben, mo, ann, rule, time_machine, reason, asked, answered, given_back
) -> None:
    time_machine.move_to(at(asked), tick=False)
    case = in_work(mo, reported(ben, post, reason).case)
    hearing = ask_author(by=mo, case=case, kind=Hearing.Kind.REPLY, text="Hva?", section=None, version=case.version)
    time_machine.move_to(at(answered), tick=False)
    answer_hearing(by=ann, hearing=hearing, answer="En spøk.")
    assert said(Case.objects.get().due_at) == given_back


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decided", "last_day", "answered_by"),
    [
        ("2026-06-10 11:00", "2026-07-08", "Wed 2026-06-24 11:00"),  # nothing in the way
        ("2026-03-20 11:00", "2026-04-22", "Wed 2026-04-08 11:00"),  # Easter
        ("2026-04-23 11:00", "2026-05-26", "Fri 2026-05-08 11:00"),  # 1 May, Ascension, Whit Monday
        ("2026-12-18 15:30", "2027-01-19", "Tue 2027-01-05 15:30"),  # Christmas and New Year
    ],
)  # fmt: skip
def test_an_appeal_has_twenty_working_days_and_its_answer_ten(  # noqa: PLR0913
    post, ben, mo, ann, rule, time_machine, decided, last_day, answered_by
) -> None:
    case = reported(ben, post).case
    time_machine.move_to(at(decided), tick=False)
    decision = hidden(mo, in_work(mo, case), rule)
    assert Decision.objects.get().appeal_by.isoformat() == last_day
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    assert said(appeal.due_at) == answered_by
    assert (APPEAL_DAYS, APPEAL_HOURS) == (20, 80)
    assert Case.objects.get().due_at == appeal.due_at


@pytest.mark.django_db
def test_the_last_day_of_an_appeal_counts_to_midnight_where_the_house_is(
    post, ben, mo, ann, rule, time_machine
) -> None:
    time_machine.move_to(at("2026-03-20 11:00"), tick=False)
    decision = hidden(mo, in_work(mo, reported(ben, post).case), rule)
    time_machine.move_to(at("2026-04-23 00:00"), tick=False)
    assert decision.appeal_is_over
    time_machine.move_to(at("2026-04-22 23:59"), tick=False)
    assert appeal_decision(by=ann, decision=decision, text="Nei.").decision == decision


@pytest.mark.django_db
def test_what_is_hidden_for_the_time_being_comes_back_after_five_working_days(post, ben, rule, time_machine) -> None:
    handler = moderator("pal")
    time_machine.move_to(at("2026-03-31 11:00"), tick=False)
    decision = hidden(handler, in_work(handler, reported(ben, post).case), rule, Level.INTERIM)
    assert said(decision.ends_at) == "Fri 2026-04-10 11:00"
    assert localtime(decision.ends_at).date() == add_working_days(at("2026-03-31 11:00").date(), INTERIM_DAYS)
