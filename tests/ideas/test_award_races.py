"""Many at once: one ballot, one announcement, one grant, one decision."""

import pytest

from ideas import actions
from ideas.actions.turning import turn_round
from ideas.models import AwardRound, Ballot, Grant, RoundChange, TieVote, Winner
from ideas.states import RoundState
from network.core.clock import now
from tests.factories import PersonFactory
from tests.ideas.season import carried_out, season_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
R = RoundState


@pytest.fixture
def season(siv, ann):
    made = season_of(siv)
    made.nomination = made.nominate(carried_out(ann, "Lån en bil fra nabodepotet"))
    made.to(R.JUDGING)
    return made


def finished(season):
    season.cast_all(season.nomination, 4, 4, 4)
    season.to(R.DELIBERATING)
    season.choose(season.nomination)
    season.nobody()
    return season


def test_twenty_casts_of_one_juror_are_one_ballot(season):
    went = at_once(*[lambda n=n: season.cast(season.chair, season.nomination, n % 5 + 1) for n in range(20)])
    assert sum(went) == 1
    ballot = Ballot.objects.get()
    assert ballot.state == Ballot.State.CAST
    assert len({score.value for score in ballot.scores.all()}) == 1


def test_a_cast_and_the_end_of_judging_at_once_leave_no_ballot_that_came_too_late(season):
    for juror in season.jurors:
        season.cast(juror, season.nomination, 3)
    move = {"by": season.chair, "round": season.again(), "to": R.DELIBERATING}
    at_once(lambda: season.cast(season.chair, season.nomination, 5), lambda: actions.move_round(**move))
    assert Ballot.objects.filter(state=Ballot.State.CAST).count() == 3 or season.again().state == R.JUDGING


def test_twenty_decisions_make_one_grant(season):
    finished(season)
    move = {"by": season.chair, "round": season.again(), "to": R.DECIDED}
    assert sum(at_once(*[lambda: actions.move_round(**move)] * 20)) == 1
    assert Grant.objects.count() == 1
    assert RoundChange.objects.filter(after=R.DECIDED).count() == 1


def test_twenty_announcements_by_people_and_workers_are_one(season):
    finished(season).to(R.DECIDED)
    AwardRound.objects.update(announce_at=now(), told={f"recipients {now().isoformat()}": "2026-01-01T00:00:00+00:00"})
    round = season.again()
    at_once(
        *[lambda: actions.move_round(by=season.chair, round=round, to=R.ANNOUNCED)] * 12,
        *[lambda: turn_round(round=round)] * 10,
    )
    assert RoundChange.objects.filter(after=R.ANNOUNCED).count() == 1
    assert Grant.objects.get().announced_at == season.again().announced_at


def test_two_winners_at_once_where_one_wins_are_one(season, siv):
    season = season_of(siv)
    rows = [season.nominate(carried_out(PersonFactory(), f"Varmepumpe nummer {n}")) for n in "12"]
    season.to(R.JUDGING)
    for row in rows:
        season.cast_all(row, 4, 4, 4)
    season.to(R.DELIBERATING)
    at_once(*[lambda row=row: actions.vote_on_tie(by=season.chair, nomination=row, note="Den.") for row in rows])
    assert TieVote.objects.count() == 1
    at_once(*[lambda row=row: season.choose(row) for row in rows] * 4)
    assert Winner.objects.count() == 1
