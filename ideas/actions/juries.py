"""The jury of a round: seats, and conflicts found, declared, pointed out and looked at."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.access import (
    can_challenge_conflict,
    can_change_jury,
    can_declare_conflict,
    can_lift_conflict,
    can_uphold_conflict,
    found_conflicts,
)
from ideas.events import JuryLeft, JurySeated, RoundChanged
from ideas.models import AwardRound, Conflict, ConflictLifted, ConflictUpheld, JuryMember, Nomination
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line, clean_text
from profiles.models import Person

NOT_JURY = _("Only who runs the round chooses its jury, until the jury talks it over.")
NOT_HERE = _("Choose somebody who works here.")
CHAIR_STAYS = _("Choose another chair first.")
NOT_DECLARED = _("A juror declares a conflict until the round is decided, each kind once.")
NOT_CHALLENGED = _("A juror points out a conflict of another juror until the round is decided, each kind once.")
NOT_LIFTED = _("Only the chair lifts a declared conflict: never their own, and never one that Glød has found.")
NO_REASON = _("Say why, for the other jurors.")


@transaction.atomic
def seat_member(*, by: Person, round: AwardRound, person: Person, role: str) -> None:
    """Gives a colleague a seat or another part in the jury; a new chair makes the former one a juror."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    require(can_change_jury(by, round), NOT_JURY)
    require(person.is_active, NOT_HERE)
    require(round.chair_id != person.pk or role == JuryMember.Role.CHAIR, CHAIR_STAYS)
    if role == JuryMember.Role.CHAIR and round.chair_id != person.pk:
        JuryMember.objects.filter(round=round, role=JuryMember.Role.CHAIR).update(role=JuryMember.Role.JUROR)
        round.chair = person
        round.save(update_fields=["chair"])
    take_seat(by=by, round=round, person=person, role=role)
    find_conflicts(round=round)
    announce(RoundChanged(round.pk))


def take_seat(*, by: Person, round: AwardRound, person: Person, role: str) -> None:
    """The row itself; a seat that was left is taken again."""
    JuryMember.objects.update_or_create(round=round, person=person, defaults={"role": role, "left_at": None})
    announce(JurySeated(round.pk, person.pk, by.pk))


@transaction.atomic
def leave_jury(*, by: Person, round: AwardRound, person: Person) -> None:
    """A seat is given up, by whoever has it or who runs the round; what was cast stays."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    require(can_change_jury(by, round) or by.pk == person.pk, NOT_JURY)
    require(round.chair_id != person.pk, CHAIR_STAYS)
    left = JuryMember.objects.filter(round=round, person=person, left_at=None).update(left_at=now())
    require(left == 1, NOT_JURY)
    announce(JuryLeft(round.pk, person.pk))
    announce(RoundChanged(round.pk))


def find_conflicts(*, round: AwardRound) -> None:
    """Writes down what Glød finds between the jury and the nominated ideas; what was found before stays."""
    ideas = Nomination.objects.filter(category__round=round, state=Nomination.State.ACCEPTED)
    members = {member.person_id: member for member in JuryMember.objects.filter(round=round, left_at=None)}
    rows = [
        Conflict(member=members[person], idea_id=idea, kind=kind, source=Conflict.Source.FOUND)
        for person, idea, kind in sorted(found_conflicts(set(ideas.values_list("idea_id", flat=True))))
        if person in members
    ]
    Conflict.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def declare_conflict(*, by: Person, nomination: Nomination, kind: str, note: str) -> None:
    """A juror steps back from an idea; also from one that they have judged, whose ballot then does not count."""
    require(can_declare_conflict(by, nomination), NOT_DECLARED)
    seat = JuryMember.objects.get(round=nomination.category.round_id, person=by)
    require(_noted(Conflict(member=seat, idea_id=nomination.idea_id, kind=kind, note=note, by=by)), NOT_DECLARED)


@transaction.atomic
def challenge_conflict(*, by: Person, nomination: Nomination, member: JuryMember, kind: str, note: str) -> None:
    """A juror points out that another should not judge an idea; it holds at once, until the chair lifts it."""
    require(can_challenge_conflict(by, nomination, member), NOT_CHALLENGED)
    require(bool(clean_line(note)), NO_REASON)
    said = Conflict(member=member, idea_id=nomination.idea_id, kind=kind, note=note, by=by)
    require(_noted(said), NOT_CHALLENGED)


def _noted(said: Conflict) -> bool:
    """Writes it down; False: it was said before. Whoever speaks of themselves declares, of another challenges."""
    own = said.by_id == said.member.person_id
    source = Conflict.Source.DECLARED if own else Conflict.Source.CHALLENGED
    same = {"member": said.member, "idea_id": said.idea_id, "kind": said.kind, "source": source}
    _row, is_new = Conflict.objects.get_or_create(**same, defaults={"note": clean_line(said.note)[:500], "by": said.by})
    announce(RoundChanged(said.member.round_id))
    return is_new


@transaction.atomic
def lift_conflict(*, by: Person, conflict: Conflict, reason: str) -> None:
    """The chair says that it is none, and why; once."""
    AwardRound.objects.select_for_update(of=("self",)).get(pk=conflict.member.round_id)
    conflict = Conflict.objects.select_related("member__round", "lifted", "upheld").get(pk=conflict.pk)
    require(can_lift_conflict(by, conflict), NOT_LIFTED)
    require(bool(clean_text(reason)), NO_REASON)
    ConflictLifted.objects.create(conflict=conflict, by=by, reason=clean_text(reason)[:1_000])
    announce(RoundChanged(conflict.member.round_id))


@transaction.atomic
def uphold_conflict(*, by: Person, conflict: Conflict) -> None:
    """The chair has looked at what a juror pointed out, and it stands."""
    AwardRound.objects.select_for_update(of=("self",)).get(pk=conflict.member.round_id)
    conflict = Conflict.objects.select_related("member__round", "lifted", "upheld").get(pk=conflict.pk)
    require(can_uphold_conflict(by, conflict), NOT_LIFTED)
    ConflictUpheld.objects.create(conflict=conflict, by=by)
    announce(RoundChanged(conflict.member.round_id))
