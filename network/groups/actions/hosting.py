"""What people do for others in a group: invite, decide, remove, make host."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.clock import now
from network.core.events import announce
from network.groups.access import (
    can_decide_request,
    can_invite_to_group,
    can_make_host,
    can_remove_member,
    can_run_group,
)
from network.groups.actions.membership import begin, close_invitations, end, locked_standing
from network.groups.events import JoinDeclined, PersonInvited, RoleChanged
from network.groups.models import Group, Invitation, JoinRequest, Membership
from profiles.models import Person

NOT_INVITING = _("Members invite to open and closed groups; to a secret group only its hosts do.")
NOT_INVITABLE = _("Only somebody who works here and does not belong to the group can be invited.")
NOT_HOST = _("Only the hosts of the group do that.")
NOT_WAITING = _("Only the hosts of the group decide, and only once.")
NOT_A_CHOICE = _("A new host is chosen by a host, among the members.")
NOT_REMOVABLE = _("Only the hosts of the group remove others from it.")


@transaction.atomic
def invite(*, by: Person, group: Group, person: Person) -> Invitation:
    """Invites one named person; inviting again while the first invitation waits changes nothing."""
    standing = locked_standing(by, group)
    require(can_invite_to_group(standing), NOT_INVITING)
    belongs = Membership.objects.filter(group=group, person=person).exists()
    require(person.is_active and not belongs, NOT_INVITABLE)
    invitation, is_new = Invitation.objects.get_or_create(
        group=group, person=person, answered_at=None, defaults={"invited_by": by}
    )
    if is_new:
        announce(PersonInvited(group.pk, person.pk, by.pk))
    return invitation


@transaction.atomic
def withdraw_invitation(*, by: Person, group: Group, person: Person) -> None:
    """A host takes back an invitation that waits for an answer."""
    require(can_run_group(locked_standing(by, group)), NOT_HOST)
    close_invitations(Q(group=group, person=person))


@transaction.atomic
def accept_request(*, by: Person, request: JoinRequest) -> None:
    """Lets in somebody who asked."""
    standing = locked_standing(by, request.group)
    wish = _fresh(request)
    require(can_decide_request(standing, wish) and wish.person.is_active, NOT_WAITING)
    begin(standing.group, wish.person, by=by)


@transaction.atomic
def decline_request(*, by: Person, request: JoinRequest) -> None:
    """Says no to somebody who asked; they are told, and may ask again."""
    standing = locked_standing(by, request.group)
    wish = _fresh(request)
    require(can_decide_request(standing, wish), NOT_WAITING)
    JoinRequest.objects.filter(pk=wish.pk).update(decided_at=now(), decided_by=by, accepted=False)
    announce(JoinDeclined(wish.group_id, wish.person_id, by.pk))


def _fresh(request: JoinRequest) -> JoinRequest:
    """The wish as it is under the lock; one that was taken back meanwhile cannot be decided."""
    wish = JoinRequest.objects.select_related("person").filter(pk=request.pk).first()
    if wish is None:
        raise Refused(NOT_WAITING)
    return wish


@transaction.atomic
def remove_member(*, by: Person, membership: Membership) -> None:
    """A host ends somebody's membership; invitations that they sent and that wait for an answer end with it."""
    standing = locked_standing(by, membership.group)
    require(can_remove_member(standing, membership), NOT_REMOVABLE)
    close_invitations(Q(group=standing.group, invited_by=membership.person_id))
    end(standing.group, membership.person, by=by)


@transaction.atomic
def make_host(*, by: Person, membership: Membership) -> None:
    """A host shares the work with another member."""
    standing = locked_standing(by, membership.group)
    require(can_make_host(standing, membership), NOT_A_CHOICE)
    members = Membership.objects.filter(pk=membership.pk, role=Membership.Role.MEMBER)
    require(members.update(role=Membership.Role.HOST) == 1, NOT_A_CHOICE)
    announce(RoleChanged(standing.group.pk, membership.person_id, by.pk))


@transaction.atomic
def pass_on_hosting(*, person_id: int) -> None:
    """Where somebody who no longer works here was the only host, the member of longest standing takes over.

    They are told as if the one who left had chosen them.
    """
    hosted = Membership.objects.filter(person=person_id, role=Membership.Role.HOST).values("group")
    for group in Group.objects.select_for_update().filter(pk__in=hosted, archived_at=None):
        here = Membership.objects.filter(group=group, person__is_active=True).exclude(person=person_id)
        if here.filter(role=Membership.Role.HOST).exists():
            continue
        successor = here.order_by("joined_at", "pk").first()
        if successor is None:
            Group.objects.filter(pk=group.pk).update(archived_at=now())
        else:
            Membership.objects.filter(pk=successor.pk).update(role=Membership.Role.HOST)
            announce(RoleChanged(group.pk, successor.person_id, person_id))
