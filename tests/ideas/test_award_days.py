"""What the clock does with rounds, and who is told what: each thing once, never early, and gone when it is done."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import localdate

from ideas import actions
from ideas.actions.turning import turn_round
from ideas.models import AwardRound, Grant, JuryMember, RoundChange
from ideas.states import RoundState
from ideas.tasks import tell_about_round, turn_rounds
from network.core.clock import add_working_days, now
from network.notifications.models import Kind, Notification
from tests.factories import PersonFactory
from tests.ideas.season import carried_out, days, season_of

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
R = RoundState


@pytest.fixture
def season(siv):
    return season_of(siv)


@pytest.fixture
def nominated(season, ann):
    season.nomination = season.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    return season


@pytest.fixture
def decided(nominated):
    """Announced in thirty days, and nothing is open."""
    nominated.to(R.JUDGING)
    nominated.cast_all(nominated.nomination, 4, 4, 4)
    nominated.to(R.DELIBERATING)
    nominated.choose(nominated.nomination)
    nominated.nobody()
    nominated.to(R.DECIDED)
    return nominated


def state(season):
    return season.again().state


@pytest.fixture
def news(django_capture_on_commit_callbacks):
    """Forgets all news, acts, and says who has which news of awards afterwards."""

    def after(act, *args, keep=False, **given):
        if not keep:
            Notification.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **given)
        rows = Notification.objects.filter(kind__in=[Kind.JURY, Kind.AWARD], read_at=None)
        return {(row.recipient.handle, row.kind) for row in rows.select_related("recipient")}

    return after


def test_nominating_opens_and_judging_begins_on_their_days(siv, ann):
    season = season_of(siv, state=R.PLANNING)
    AwardRound.objects.filter(pk=season.round.pk).update(nominate_from=days(1))
    turn_rounds(0)
    assert state(season) == R.PLANNING
    AwardRound.objects.filter(pk=season.round.pk).update(nominate_from=days(0))
    turn_rounds(0)
    assert state(season) == R.NOMINATING
    season.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    AwardRound.objects.filter(pk=season.round.pk).update(nominate_until=days(0))
    turn_rounds(0)
    assert state(season) == R.NOMINATING
    AwardRound.objects.filter(pk=season.round.pk).update(nominate_from=days(-2), nominate_until=days(-1))
    turn_rounds(0)
    assert state(season) == R.JUDGING
    assert RoundChange.objects.filter(round=season.round).last().by is None


def test_where_the_guard_does_not_hold_the_chair_is_told_once_a_day(season, news):
    AwardRound.objects.filter(pk=season.round.pk).update(nominate_from=days(-2), nominate_until=days(-1))
    assert news(turn_rounds, 0) == {(season.chair.handle, Kind.JURY)}
    assert state(season) == R.NOMINATING
    assert news(turn_rounds, 0) == set()


def test_jurors_who_owe_a_ballot_are_reminded_two_working_days_before_the_last(nominated, news):
    nominated.to(R.JUDGING)
    nominated.cast(nominated.jurors[0], nominated.nomination, 4)
    far = add_working_days(localdate(), 3)
    AwardRound.objects.filter(pk=nominated.round.pk).update(nominate_until=days(0), judge_until=far)
    assert news(turn_rounds, 0) == set()
    AwardRound.objects.filter(pk=nominated.round.pk).update(judge_until=add_working_days(localdate(), 2))
    owing = {(person.handle, Kind.JURY) for person in (nominated.chair, nominated.jurors[1])}
    assert news(turn_rounds, 0) == owing
    assert news(turn_rounds, 0) == set()


def test_the_announcement_comes_at_its_time_half_an_hour_after_those_who_win_were_told(decided, news, ann):
    at = decided.round.announce_at
    with time_machine.travel(at - timedelta(minutes=31), tick=False):
        assert news(turn_rounds, 0) == set()
        assert state(decided) == R.DECIDED
    with time_machine.travel(at - timedelta(minutes=29), tick=False):
        assert news(turn_rounds, 0) == {("ann", Kind.AWARD)}
        assert news(turn_rounds, 0) == set()
        assert state(decided) == R.DECIDED
    with time_machine.travel(at + timedelta(minutes=2), tick=False):
        turn_rounds(0)
        assert state(decided) == R.ANNOUNCED
        assert Grant.objects.get().announced_at == decided.again().announced_at
        changes = RoundChange.objects.filter(round=decided.round, after=R.ANNOUNCED)
        turn_rounds(0)
        assert changes.count() == 1


def test_decided_too_late_those_who_win_still_know_half_an_hour_before(decided, ann):
    late = decided.round.announce_at + timedelta(hours=3)
    with time_machine.travel(late, tick=False):
        turn_round(round=decided.round)
        assert state(decided) == R.DECIDED
    with time_machine.travel(late + timedelta(minutes=31), tick=False):
        turn_round(round=decided.again())
        assert state(decided) == R.ANNOUNCED


def test_nothing_is_announced_with_something_open_and_the_chair_is_told_the_day_before(decided, news, siv):
    grant = Grant.objects.select_related("category__round", "idea").get()
    actions.revoke_grant(by=siv, grant=grant, reason="Det var en feil.")
    at = decided.round.announce_at
    with time_machine.travel(at - timedelta(hours=23), tick=False):
        assert news(turn_rounds, 0) == {(decided.chair.handle, Kind.JURY)}
        assert news(turn_rounds, 0) == set()
    with time_machine.travel(at + timedelta(hours=2), tick=False):
        turn_rounds(0)
        assert state(decided) == R.DECIDED


def test_an_unanswered_name_does_not_stop_the_announcement(decided):
    assert {r.is_public for r in Grant.objects.get().recipients.all()} == {None}
    actions.move_round(by=decided.chair, round=decided.round, to=R.ANNOUNCED)
    assert state(decided) == R.ANNOUNCED


# Who is told.


def test_a_seat_is_told_and_withdrawn_when_it_is_left(season, news, siv):
    person = PersonFactory()
    given = {"by": siv, "round": season.round, "person": person}
    assert news(actions.seat_member, **given, role=JuryMember.Role.JUROR) == {(person.handle, Kind.JURY)}
    assert news(actions.leave_jury, **given, keep=True) == set()


def test_authors_are_told_when_nominated_and_the_jury_when_it_may_judge(season, news, ann, ben, siv):
    idea = carried_out(ann, "Lån en bil fra nabodepotet")
    nomination = season.put_forward(idea)
    assert news(actions.accept_nomination, by=siv, nomination=nomination) == {("ann", Kind.AWARD)}
    told = news(actions.move_round, by=season.chair, round=season.again(), to=R.JUDGING)
    assert told == {(person.handle, Kind.JURY) for person in season.jurors}  # the chair did it
    assert news(season.cast, season.jurors[0], nomination, 4, keep=True) == {(season.jurors[1].handle, Kind.JURY)}
    AwardRound.objects.filter(pk=season.round.pk).update(
        judge_until=days(-1), nominate_from=days(-3), nominate_until=days(-2)
    )
    assert news(actions.move_round, by=season.chair, round=season.again(), to=R.DELIBERATING, keep=True) == set()


def test_no_longer_nominated_is_news_to_whoever_put_it_forward_alone(season, news, ann, siv):
    nomination = season.put_forward(carried_out(ann, "Lån en bil fra nabodepotet"))
    news(actions.accept_nomination, by=siv, nomination=nomination)
    told = news(actions.refuse_nomination, by=siv, nomination=nomination, reason="Feil.", keep=True)
    assert told == {(nomination.by.handle, Kind.AWARD)}


def test_everybody_nominated_is_thanked_at_the_announcement_with_the_jurys_words(
    nominated, news, client_of, ann, ben, cleo
):
    loser = nominated.nominate(carried_out(ben, "Varmepumpe i verkstedet"))
    nominated.to(R.JUDGING)
    nominated.cast_all(nominated.nomination, 4, 4, 4)
    nominated.cast_all(loser, 3, 3, 3)
    nominated.to(R.DELIBERATING)
    nominated.choose(nominated.nomination)
    nominated.nobody()
    words = {loser.pk: "Vi lo høyt og vil se den igjen."}
    actions.write_thanks(by=nominated.chair, round=nominated.again(), text="Takk, alle sammen.", to_each=words)
    page = f"/awards/news/{loser.pk}/"
    assert "Vi lo høyt" not in client_of(ben).get(page).text
    nominated.to(R.DECIDED)
    assert "Your idea wins" not in client_of(ben).get(f"/awards/news/{nominated.nomination.pk}/").text
    assert client_of(ann).get(f"/awards/news/{nominated.nomination.pk}/").text.count("Ideen din vinner") == 0
    news(actions.move_round, by=nominated.chair, round=nominated.again(), to=R.ANNOUNCED)
    told = news(tell_about_round, round_id=nominated.round.pk)
    assert told == {("ann", Kind.AWARD), ("ben", Kind.AWARD)}
    text = client_of(ben).get(page).text
    assert "Vi lo høyt" in text
    assert "Takk, alle sammen." in text
    assert "Ideen din vinner" in client_of(ann).get(f"/awards/news/{nominated.nomination.pk}/").text
    for outsider in (cleo, nominated.chair):
        assert client_of(outsider).get(page).status_code == 404


def test_the_inbox_names_rounds_and_nominations_for_those_they_are_for(nominated, news, siv, ann, client_of):
    news(nominated.to, R.JUDGING)
    assert "Glødprisen" in client_of(nominated.jurors[0]).get("/notifications/").text
    nominated.put_forward(nominated.nomination.idea, nominated.people)
    AwardRound.objects.filter(pk=nominated.round.pk).update(state=R.NOMINATING)
    waiting = nominated.fresh(nominated.people.nominations.get())
    news(actions.accept_nomination, by=siv, nomination=waiting)
    assert "Lån en bil" in client_of(ann).get("/notifications/").text


def test_a_cancelled_round_leaves_nothing_waiting(nominated, news):
    news(nominated.to, R.JUDGING)
    cancel = {"by": nominated.chair, "round": nominated.again(), "to": R.CANCELLED, "reason": "For få ideer."}
    assert news(actions.move_round, keep=True, **cancel) == set()
    assert now() > nominated.round.created_at
