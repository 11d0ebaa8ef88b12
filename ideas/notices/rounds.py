"""Who is told of a round of awards: its jury, those nominated, its chair."""

from collections.abc import Iterable

from django.db.models import QuerySet

from ideas.actions.turning import BALLOTS, RECIPIENTS
from ideas.events import (
    BallotGiven,
    JuryLeft,
    JurySeated,
    NominationChanged,
    RoundDue,
    RoundMoved,
)
from ideas.models import (
    AwardRound,
    IdeaAuthor,
    JuryMember,
    Nomination,
    Recipient,
    RoundChange,
)
from ideas.notices.telling import tell
from ideas.queries import load_desk
from ideas.states import RoundState
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from profiles.models import Person

OVER_FOR_JURORS = frozenset({RoundState.DELIBERATING, RoundState.DECIDED, RoundState.ANNOUNCED, RoundState.CANCELLED})


def jury_seated(event: JurySeated) -> None:
    """Whoever has a seat now; not who took it themselves."""
    _tell_jury(event.round_id, {event.person_id} - {event.by_id}, event.by_id)


def jury_left(event: JuryLeft) -> None:
    """Nothing waits for them there any more."""
    withdraw(subject=f"round:{event.round_id}", kind=Kind.JURY, recipient_id=event.person_id)


def round_moved(event: RoundMoved) -> None:
    """What blocked it is done; once judging is over, nobody owes a ballot."""
    change = RoundChange.objects.select_related("round").get(pk=event.change_id)
    jurors = None if change.after in OVER_FOR_JURORS else change.round.chair_id
    withdraw(subject=f"round:{event.round_id}", kind=Kind.JURY, recipient_id=jurors)
    if change.after == RoundState.CANCELLED:
        for pk in Nomination.objects.filter(category__round=event.round_id).values_list("pk", flat=True):
            withdraw(subject=f"nomination:{pk}", kind=Kind.AWARD)


def judging_opened(event: RoundMoved) -> None:
    """The jurors who have something to judge, once they may."""
    change = RoundChange.objects.get(pk=event.change_id)
    if change.after == RoundState.JUDGING:
        _tell_jury(event.round_id, _owing(event.round_id) - {change.by_id or 0}, change.by_id or 0)


def ballot_given(event: BallotGiven) -> None:
    """Whoever has said something of everything is left in peace."""
    seat = JuryMember.objects.get(pk=event.member_id)
    if seat.person_id not in _owing(seat.round_id):
        withdraw(subject=f"round:{seat.round_id}", kind=Kind.JURY, recipient_id=seat.person_id)


def round_due(event: RoundDue) -> None:
    """Jurors who owe a ballot; those who win, before everybody; else the chair, as something stands in the way."""
    round = AwardRound.objects.get(pk=event.round_id)
    if event.step == RECIPIENTS:
        grants = Recipient.objects.filter(grant__category__round=round, grant__revoked_at=None)
        for pk in _nominated(round.pk).filter(idea__in=grants.values("grant__idea")).values_list("pk", flat=True):
            people = grants.filter(grant__idea__nominations=pk, grant__category__nominations=pk)
            _tell_of_award(pk, people.values_list("person_id", flat=True), 0)
    else:
        waited = _owing(round.pk) if event.step == BALLOTS else {round.chair_id}
        for juror in waited:  # told anew, also when it was read before
            withdraw(subject=f"round:{round.pk}", kind=Kind.JURY, recipient_id=juror)
        _tell_jury(round.pk, waited, 0)


def nomination_changed(event: NominationChanged) -> None:
    """The authors once it is nominated, whoever put it forward when it cannot be; what was told before is over."""
    nomination = Nomination.objects.select_related("idea__thread__group", "idea__campaign").get(pk=event.nomination_id)
    withdraw(subject=f"nomination:{nomination.pk}", kind=Kind.AWARD)
    if nomination.state == Nomination.State.ACCEPTED:
        _tell_of_award(nomination.pk, _authors(nomination.idea_id), nomination.by_id)
    elif nomination.state == Nomination.State.INELIGIBLE:
        tell(nomination.idea, [nomination.by_id], Kind.AWARD, 0, f"nomination:{nomination.pk}")


def _nominated(round_id: int) -> "QuerySet[Nomination]":
    return Nomination.objects.standing().filter(category__round=round_id)


def _authors(idea_id: int) -> Iterable[int]:
    return IdeaAuthor.objects.standing().filter(idea=idea_id).values_list("person_id", flat=True)


def _owing(round_id: int) -> set[int]:
    """Jurors with a ballot left to give."""
    desk = load_desk(AwardRound.objects.get(pk=round_id))
    return {seat.person_id for line in desk.lines for seat in line.owing}


def _tell_jury(round_id: int, people: Iterable[int], actor_id: int) -> None:
    here = Person.objects.active().filter(pk__in=set(people)).values_list("pk", flat=True)
    notify(list(here), News(Kind.JURY, f"round:{round_id}", actor_id))


def _tell_of_award(nomination_id: int, people: Iterable[int], actor_id: int) -> None:
    here = Person.objects.active().filter(pk__in=set(people) - {actor_id}).values_list("pk", flat=True)
    notify(list(here), News(Kind.AWARD, f"nomination:{nomination_id}", actor_id))
