"""What people do for themselves: join, ask, answer, leave, step down, mute."""

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line
from network.groups.access import (
    Standing,
    can_accept_invitation,
    can_decline_invitation,
    can_join_group,
    can_leave_group,
    can_make_host,
    can_mute_group,
    can_request_to_join,
    can_step_down,
)
from network.groups.actions.membership import begin, close_invitations, drop_requests, end, locked_standing
from network.groups.events import GroupChanged, InvitationClosed, JoinRequested, JoinRequestWithdrawn, RoleChanged
from network.groups.models import Departure, Group, Invitation, JoinRequest, Membership
from profiles.models import Person

NOT_OPEN = _("This group cannot be joined like that.")
NOT_INVITED = _("This invitation is no longer valid.")
NOT_MEMBER = _("You do not belong to this group.")
LAST_HOST = _("You are the last host. Choose who takes over first.")
NOT_SUCCESSOR = _("Choose somebody who belongs to the group.")


@transaction.atomic
def join_group(*, by: Person, group: Group) -> Membership:
    """Joins at once; joining twice is joining once."""
    standing = locked_standing(by, group)
    if standing.is_member:
        return Membership.objects.get(group=group, person=by)
    require(can_join_group(standing), NOT_OPEN)
    return begin(standing.group, by)


@transaction.atomic
def request_to_join(*, by: Person, group: Group, message: str = "") -> JoinRequest:
    """Asks the hosts of a closed group; asking again while the first wish waits changes nothing."""
    standing = locked_standing(by, group)
    require(can_request_to_join(standing), NOT_OPEN)
    wish, is_new = JoinRequest.objects.get_or_create(
        group=group, person=by, decided_at=None, defaults={"message": clean_line(message)}
    )
    if is_new:
        announce(JoinRequested(group.pk, by.pk))
    return wish


@transaction.atomic
def withdraw_request(*, by: Person, group: Group) -> None:
    """Takes one's own wish back; nothing of it is kept."""
    locked_standing(by, group)
    deleted, _rows = JoinRequest.objects.filter(group=group, person=by, decided_at=None).delete()
    if deleted:
        announce(JoinRequestWithdrawn(group.pk, by.pk))


@transaction.atomic
def accept_invitation(*, by: Person, invitation: Invitation) -> Membership:
    """Comes in by one's own invitation; accepting twice is accepting once."""
    standing = locked_standing(by, invitation.group)
    require(invitation.person_id == by.pk, NOT_INVITED)
    if standing.is_member:
        return Membership.objects.get(group=invitation.group, person=by)
    require(can_accept_invitation(standing) and _is_unanswered(invitation), NOT_INVITED)
    return begin(standing.group, by)


@transaction.atomic
def decline_invitation(*, by: Person, invitation: Invitation) -> None:
    """Says no; whoever invited is not told."""
    standing = locked_standing(by, invitation.group)
    require(invitation.person_id == by.pk, NOT_INVITED)
    require(can_decline_invitation(standing) and _is_unanswered(invitation), NOT_INVITED)
    Invitation.objects.filter(pk=invitation.pk).update(answered_at=now(), accepted=False)
    announce(InvitationClosed(invitation.group_id, by.pk))


def _is_unanswered(invitation: Invitation) -> bool:
    return Invitation.objects.filter(pk=invitation.pk, answered_at=None).exists()


@transaction.atomic
def leave_group(*, by: Person, group: Group, reason: str = "", successor: Person | None = None) -> None:
    """Leaves; the last host names a new one, and when nobody is left the group is archived.

    The reason, if any, is kept for the hosts without a name and with no more than the month.
    """
    standing = locked_standing(by, group)
    require(standing.is_member, NOT_MEMBER)
    require(can_leave_group(standing, names_host=successor is not None), LAST_HOST)
    if successor is not None:
        _hand_over(standing, successor)
    end(standing.group, by)
    if clean_line(reason):
        month = localdate().replace(day=1)
        Departure.objects.create(group=group, reason=clean_line(reason), left_on=month)
    if not standing.has_others:
        _close_down(standing)


def _hand_over(standing: Standing, successor: Person) -> None:
    membership = Membership.objects.filter(group=standing.group, person=successor).select_related("person").first()
    require(membership is not None and can_make_host(standing, membership), NOT_SUCCESSOR)
    Membership.objects.filter(group=standing.group, person=successor).update(role=Membership.Role.HOST)
    announce(RoleChanged(standing.group.pk, successor.pk, standing.person.pk))


def _close_down(standing: Standing) -> None:
    Group.objects.filter(pk=standing.group.pk).update(archived_at=now(), version=F("version") + 1)
    close_invitations(Q(group=standing.group))
    drop_requests(standing.group)
    announce(GroupChanged(standing.group.pk, standing.person.pk))


@transaction.atomic
def step_down(*, by: Person, group: Group, successor: Person | None = None) -> None:
    """Is a host no longer, but still a member; the last host names a new one."""
    standing = locked_standing(by, group)
    require(can_step_down(standing, names_host=successor is not None), LAST_HOST)
    if successor is not None:
        _hand_over(standing, successor)
    Membership.objects.filter(group=group, person=by).update(role=Membership.Role.MEMBER)
    announce(RoleChanged(group.pk, by.pk, by.pk))


@transaction.atomic
def set_group_mute(*, by: Person, group: Group, on: bool) -> None:
    """Hears no more of the group in the inbox, or again; only the person knows."""
    require(can_mute_group(locked_standing(by, group)), NOT_MEMBER)
    Membership.objects.filter(group=group, person=by).update(muted_at=now() if on else None)
