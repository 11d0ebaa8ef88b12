"""What the clock does with a round: moves it on its day, reminds, tells the winners, and announces. Each thing once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from ideas.actions.rounds import move_round
from ideas.events import RoundDue
from ideas.models import AwardRound
from ideas.queries.checklist import blocking
from ideas.queries.rounds import load_desk
from ideas.states import RoundState
from network.core.access import Refused
from network.core.clock import add_working_days, now
from network.core.events import announce

BEFORE = timedelta(minutes=30)  # so long before everybody, those who win are told
DAY = timedelta(days=1)
STUCK, BALLOTS, MISSING, RECIPIENTS = "stuck", "ballots", "missing", "recipients"


@transaction.atomic
def turn_round(*, round: AwardRound) -> None:
    """Does what is due now, under the round's lock: harmless to repeat, and by two workers at once done once."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    turn = {
        RoundState.PLANNING: _begin,
        RoundState.NOMINATING: _judge,
        RoundState.JUDGING: _remind,
        RoundState.DECIDED: _announce,
    }.get(RoundState(round.state))
    if turn is not None:
        turn(round)
    is_near = round.announce_at - DAY <= now() and not round.is_public
    if is_near and round.state != RoundState.CANCELLED and _is_behind(round):
        _tell(round, MISSING, str(localdate(round.announce_at)))


def _begin(round: AwardRound) -> None:
    if round.nominate_from <= localdate():
        _move(round, RoundState.NOMINATING)


def _judge(round: AwardRound) -> None:
    if round.nominate_until < localdate():
        _move(round, RoundState.JUDGING)


def _move(round: AwardRound, to: RoundState) -> None:
    """Where the guard does not hold the chair is told, once a day."""
    try:
        with transaction.atomic():
            move_round(by=None, round=round, to=to)
    except Refused:
        _tell(round, STUCK, str(localdate()))


def _remind(round: AwardRound) -> None:
    """Jurors, two working days before the last; the chair, once the last has passed."""
    today = localdate()
    if round.judge_until < today:
        _tell(round, STUCK, str(round.judge_until))
    elif add_working_days(today, 2) >= round.judge_until and load_desk(round).owed:
        _tell(round, BALLOTS, str(round.judge_until))


def _announce(round: AwardRound) -> None:
    """Those who win first, half an hour later everybody; never while anything is open, and never early."""
    moment = now()
    if moment < round.announce_at - BEFORE or blocking(load_desk(round)):
        return
    told = _tell(round, RECIPIENTS, round.announce_at.isoformat())
    if moment >= max(round.announce_at, told + BEFORE):
        move_round(by=None, round=round, to=RoundState.ANNOUNCED)


def _is_behind(round: AwardRound) -> bool:
    """Not decided, or decided and something has come up since."""
    return round.state != RoundState.DECIDED or bool(blocking(load_desk(round)))


def _tell(round: AwardRound, step: str, about: str) -> datetime:
    """Announces a step once for what it is about; when it was."""
    key = f"{step} {about}"
    if key not in round.told:
        round.told = {**round.told, key: now().isoformat()}
        AwardRound.objects.filter(pk=round.pk).update(told=round.told)
        announce(RoundDue(round.pk, step))
    return datetime.fromisoformat(round.told[key])


def is_told(round: AwardRound) -> bool:
    """Those who win know."""
    return any(key.startswith(RECIPIENTS) for key in round.told)
