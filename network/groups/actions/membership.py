"""The rows and the count under every action: lock, begin, end. Callers have asked for rights."""

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from network.core.clock import now
from network.core.events import announce
from network.groups.access import Standing, standing_of
from network.groups.events import InvitationClosed, JoinRequestWithdrawn, MembershipEnded, MembershipStarted
from network.groups.models import Group, Invitation, JoinRequest, Membership
from profiles.models import Person


def locked_standing(person: Person, group: Group) -> Standing:
    """The person's standing, read under the group's lock: whoever else changes its members waits.

    The lock lets posts be written meanwhile, as they only point at the group.
    """
    return standing_of(person, Group.objects.select_for_update(no_key=True).get(pk=group.pk))


def begin(group: Group, person: Person, by: Person | None = None) -> Membership:
    """Makes a member; what waited for an answer is answered. Nobody comes back as host."""
    membership = Membership.objects.create(group=group, person=person)
    Group.objects.filter(pk=group.pk).update(member_count=F("member_count") + 1, version=F("version") + 1)
    Invitation.objects.filter(group=group, person=person, answered_at=None).update(answered_at=now(), accepted=True)
    asked = JoinRequest.objects.filter(group=group, person=person, decided_at=None)
    asked.update(decided_at=now(), decided_by=by, accepted=True)
    announce(MembershipStarted(group.pk, person.pk, by.pk if by else None))
    return membership


def end(group: Group, person: Person, by: Person | None = None) -> None:
    """Ends a membership."""
    deleted, _ = Membership.objects.filter(group=group, person=person).delete()
    if not deleted:
        return
    Group.objects.filter(pk=group.pk).update(member_count=F("member_count") - 1, version=F("version") + 1)
    announce(MembershipEnded(group.pk, person.pk, by.pk if by else None))


def close_invitations(rows: Q) -> None:
    """Takes unanswered invitations back; their numbers are worth nothing afterwards."""
    for invitation in Invitation.objects.filter(rows, answered_at=None):
        Invitation.objects.filter(pk=invitation.pk).update(answered_at=now(), accepted=False)
        announce(InvitationClosed(invitation.group_id, invitation.person_id))


def drop_requests(group: Group) -> None:
    """Wishes to join end without a word when the group stops taking them."""
    for wish in JoinRequest.objects.filter(group=group, decided_at=None):
        JoinRequest.objects.filter(pk=wish.pk).delete()
        announce(JoinRequestWithdrawn(group.pk, wish.person_id))


@transaction.atomic
def forget_member(*, person_id: int) -> None:
    """Somebody was erased: they belong to nothing any more, and what they wrote to hosts goes."""
    person = Person.objects.get_queryset().get(pk=person_id)
    for membership in Membership.objects.filter(person=person).select_related("group"):
        end(membership.group, person)
    JoinRequest.objects.filter(person=person).delete()
    Invitation.objects.filter(person=person).delete()


def recount_members() -> int:
    """Mends every group whose count differs from its rows; returns how many there were (0 is what is expected)."""
    rows = Membership.objects.filter(group=OuterRef("pk")).order_by().values("group").annotate(n=Count("pk"))
    counted = Coalesce(Subquery(rows.values("n")), 0)
    return Group.objects.alias(counted=counted).exclude(member_count=F("counted")).update(member_count=counted)
