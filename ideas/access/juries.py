"""Who judges, who sees what was judged, who settles it, and whose conflict is looked at by whom."""

from ideas.access.awards import can_see_round_desk, is_chair, seat_in
from ideas.access.conflicts import found_conflicts, is_conflicted
from ideas.models import Award, AwardRound, Ballot, Category, Conflict, JuryMember, Nomination
from ideas.states import IS_PUBLIC, RoundState
from profiles.models import Person

VOTES = (JuryMember.Role.CHAIR, JuryMember.Role.JUROR)
LOOKED_AT = frozenset({RoundState.NOMINATING, RoundState.JUDGING, RoundState.DELIBERATING})


def voting_seat(person: Person, round: AwardRound) -> JuryMember | None:
    """A seat with a vote: not the secretary's."""
    seat = seat_in(person, round)
    return seat if seat is not None and seat.role in VOTES else None


def can_judge_nomination(person: Person, nomination: Nomination) -> bool:
    """A juror without a conflict there, while the jury judges, where a jury decides, once."""
    round = nomination.category.round
    if round.state != RoundState.JUDGING or nomination.state != Nomination.State.ACCEPTED:
        return False
    if nomination.category.award.kind != Award.Kind.JURY:
        return False
    seat = voting_seat(person, round)
    if seat is None or is_conflicted(seat, nomination.idea_id):
        return False
    given = Ballot.objects.filter(nomination=nomination, member=seat).exclude(state=Ballot.State.DRAFT)
    return not given.exists()


def can_see_ballots(person: Person, round: AwardRound) -> bool:
    """While the jury talks, its members; afterwards all who see the desk. While it judges nobody but each their own."""
    if round.state == RoundState.DELIBERATING:
        return seat_in(person, round) is not None
    return round.state in IS_PUBLIC | {RoundState.DECIDED} and can_see_round_desk(person, round)


def can_declare_conflict(person: Person, nomination: Nomination) -> bool:
    """A juror about themselves, until it is decided."""
    round = nomination.category.round
    return round.state in LOOKED_AT and voting_seat(person, round) is not None


def can_challenge_conflict(person: Person, nomination: Nomination, member: JuryMember) -> bool:
    """A juror about another juror, until it is decided."""
    if member.person_id == person.pk or member.left_at is not None or member.role not in VOTES:
        return False
    return member.round_id == nomination.category.round_id and can_declare_conflict(person, nomination)


def can_lift_conflict(person: Person, conflict: Conflict) -> bool:
    """The chair, never about themselves, and never what Glød has found or finds now."""
    if conflict.source == Conflict.Source.FOUND:
        return False
    round = conflict.member.round
    if conflict.member.person_id == person.pk or not is_chair(person, round):
        return False
    if round.state not in LOOKED_AT or hasattr(conflict, "lifted") or hasattr(conflict, "upheld"):
        return False
    found = {(who, idea) for who, idea, _kind in found_conflicts([conflict.idea_id])}
    return (conflict.member.person_id, conflict.idea_id) not in found


def can_uphold_conflict(person: Person, conflict: Conflict) -> bool:
    """The chair, about what a juror has pointed out."""
    return conflict.source == Conflict.Source.CHALLENGED and can_lift_conflict(person, conflict)


def conflicted_in(member: JuryMember, category: Category) -> bool:
    """Cannot judge one or more of the nominated there."""
    ideas = Nomination.objects.standing().filter(category=category).values_list("idea_id", flat=True)
    return any(is_conflicted(member, idea) for idea in ideas)


def can_choose_winner(person: Person, nomination: Nomination) -> bool:
    """The chair; where the chair has a conflict in the category, a juror. Never who has one with this very idea."""
    round = nomination.category.round
    seat = voting_seat(person, round)
    if round.state != RoundState.DELIBERATING or seat is None or is_conflicted(seat, nomination.idea_id):
        return False
    chair = JuryMember.objects.filter(round=round, role=JuryMember.Role.CHAIR, left_at=None).first()
    return chair is not None and (chair.pk == seat.pk or conflicted_in(chair, nomination.category))


def can_depart_from_ranking(person: Person, category: Category) -> bool:
    """Who chooses and has no conflict with any of those nominated; they also say that nobody wins."""
    seat = voting_seat(person, category.round)
    if category.round.state != RoundState.DELIBERATING or seat is None or conflicted_in(seat, category):
        return False
    chair = JuryMember.objects.filter(round=category.round, role=JuryMember.Role.CHAIR, left_at=None).first()
    return chair is not None and (chair.pk == seat.pk or conflicted_in(chair, category))


def can_vote_on_tie(person: Person, nomination: Nomination) -> bool:
    """The chair, who has no conflict with any of the nominated there."""
    return is_chair(person, nomination.category.round) and can_depart_from_ranking(person, nomination.category)
