"""The word "audience" lives here: who reads what a group holds, and who may do what in it.

Rules about one person in one group are asked of a Standing: read once, in one query, by actions under the group's lock.
An administrator has no standing of their own in groups.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.prepared import prepared
from network.groups.models import Group, Invitation, JoinRequest, Membership
from profiles.models import Person, Role

MEMBERS_ONLY = _("Only members read what is in this group.")


def audience(person: Person | None, via: str = "group") -> Q:
    """The one rule of sight: what is for everyone, in an open group, or in a group the person belongs to.

    `via` is the path from the row asked about to its group. A sub-query on memberships, so no row is ever doubled.
    """
    if person is None or not person.is_active:
        return Q(pk__in=[])
    readable = Group.objects.readable_by(person).values("pk").order_by()
    return Q(**{f"{via}__isnull": True}) | Q(**{f"{via}__in": readable})


def readers(group: Group | None) -> Q:
    """The inverse question, on people: who may read what is in `group` (None: for everyone)."""
    everyone = Q(is_active=True)
    if group is None or group.is_open:
        return everyone
    return everyone & Q(pk__in=Membership.objects.filter(group=group).values("person"))


def knowers(group: Group) -> Q:
    """On people: who may know that the group exists, as Group.objects.visible_to says it of one person."""
    everyone = Q(is_active=True)
    if not group.is_secret:
        return everyone
    invited = Invitation.objects.filter(group=group, answered_at=None).values("person")
    return readers(group) | everyone & Q(pk__in=invited)


def membership_of(person: Person, group: Group) -> Membership | None:
    """The person's membership, if any."""
    return Membership.objects.filter(person=person, group=group).first()


def is_member(person: Person, group: Group) -> bool:
    """The person belongs to the group."""
    return Membership.objects.filter(person=person, group=group).exists()


def is_host(person: Person, group: Group) -> bool:
    """The person runs the group."""
    return Membership.objects.filter(person=person, group=group, role=Membership.Role.HOST).exists()


def can_read_group(person: Person, group: Group) -> bool:
    """Open groups are read by all, others by members."""
    return Group.objects.readable_by(person).filter(pk=group.pk).exists()


def can_write_in_group(person: Person, group: Group) -> bool:
    """Members write, as long as the group is not archived."""
    if not person.is_active:
        return False
    if group.is_archived:
        return False
    return is_member(person, group)


@dataclass(frozen=True)
class Standing:
    """How one person stands to one group at one moment."""

    person: Person
    group: Group
    role: str | None = None  # None: not a member
    is_muted: bool = False
    is_invited: bool = False  # has an invitation that waits for an answer
    has_asked: bool = False  # has a wish to join that waits for a decision
    has_other_hosts: bool = False  # somebody else, who works here now, runs the group
    has_others: bool = False  # somebody else, who works here now, belongs to the group
    is_elected: bool = False  # the person is an elected representative

    @property
    def is_member(self) -> bool:
        """The person belongs to the group."""
        return self.role is not None

    @property
    def is_host(self) -> bool:
        """The person runs the group."""
        return self.role == Membership.Role.HOST

    @property
    def must_name_host(self) -> bool:
        """The last host goes only when somebody else takes over, as long as anybody else is there."""
        return self.is_host and self.has_others and not self.has_other_hosts


def standing_of(person: Person, group: Group) -> Standing:
    """Reads the person's standing in one query; somebody who does not work here now has none."""
    if not person.is_active:
        return Standing(person, group)
    (row,) = _standing.rows(person, group, localdate())
    return Standing(person, group, *row)


@prepared()
def _standing(person: Person, group: Group, day: date) -> "QuerySet[Group, tuple[Any, ...]]":
    here: QuerySet[Membership] = Membership.objects.filter(group=OuterRef("pk"))
    mine, others = here.filter(person=person), here.exclude(person=person).filter(person__is_active=True)
    return (
        Group.objects.filter(pk=group.pk)
        .order_by()
        .values_list(
            Subquery(mine.values("role")[:1]),
            Exists(mine.exclude(muted_at=None)),
            Exists(Invitation.objects.filter(group=OuterRef("pk"), person=person, answered_at=None)),
            Exists(JoinRequest.objects.filter(group=OuterRef("pk"), person=person, decided_at=None)),
            Exists(others.filter(role=Membership.Role.HOST)),
            Exists(others),
            Exists(Role.objects.current(day).filter(person=person, kind=Role.Kind.REPRESENTATIVE)),
        )
    )


def can_read_in_group(standing: Standing) -> bool:
    """Posts and the list of members: everybody active for an open group, members for others."""
    if not standing.person.is_active:
        return False
    return standing.group.is_open or standing.is_member


def can_join_group(standing: Standing) -> bool:
    """At once: open groups that do not ask for an invitation."""
    if not standing.person.is_active or standing.is_member:
        return False
    if standing.group.is_archived or standing.group.needs_invitation:
        return False
    return standing.group.is_open


def can_request_to_join(standing: Standing) -> bool:
    """With a message: closed groups that do not ask for an invitation."""
    if not standing.person.is_active or standing.is_member:
        return False
    if standing.group.is_archived or standing.group.needs_invitation:
        return False
    return not standing.group.is_open


def can_decline_invitation(standing: Standing) -> bool:
    """Only the person it names, once."""
    return standing.is_invited


def can_accept_invitation(standing: Standing) -> bool:
    """Only the person it names, once, while the group is not archived."""
    return standing.is_invited and not standing.group.is_archived


def can_invite_to_group(standing: Standing) -> bool:
    """Hosts and members to open and closed groups, hosts alone to secret ones."""
    if not standing.is_member or standing.group.is_archived:
        return False
    return standing.is_host or not standing.group.is_secret


def can_run_group(standing: Standing) -> bool:
    """Hosts: they see who asks to join and why people left, take invitations back, remove, and choose hosts."""
    return standing.is_host


def can_edit_group(standing: Standing) -> bool:
    """Hosts, while the group is not archived; re-open it first."""
    return standing.is_host and not standing.group.is_archived


def can_mark_union(standing: Standing) -> bool:
    """Says that a group is run for a union: an administrator who may know of it, or a host elected to speak for it."""
    if not standing.person.is_active:
        return False
    return standing.person.is_administrator or (standing.is_host and standing.is_elected)


def can_link_group(standing: Standing) -> bool:
    """To a directory that then decides who comes in: an open group, which all may join anyway, or one's own."""
    if not standing.person.is_active or standing.group.is_archived:
        return False
    return standing.group.is_open or standing.is_host


def can_reopen_group(standing: Standing) -> bool:
    """Hosts of an archived group."""
    return standing.is_host and standing.group.is_archived


def can_decide_request(standing: Standing, request: JoinRequest) -> bool:
    """Hosts of the group that is asked, once, while it is not archived."""
    if not can_edit_group(standing):
        return False
    return request.group_id == standing.group.pk and request.decided_at is None


def can_leave_group(standing: Standing, *, names_host: bool = False) -> bool:
    """Members; the last host only by naming a new one, as long as others are there."""
    return standing.is_member and (names_host or not standing.must_name_host)


def can_step_down(standing: Standing, *, names_host: bool = False) -> bool:
    """Hosts, when another host is there or is named."""
    return standing.is_host and (names_host or standing.has_other_hosts)


def can_remove_member(standing: Standing, membership: Membership) -> bool:
    """Hosts remove anybody of the group but themselves."""
    if not standing.is_host:
        return False
    return membership.group_id == standing.group.pk and membership.person_id != standing.person.pk


def can_make_host(standing: Standing, membership: Membership) -> bool:
    """Hosts choose among the group's members who work here now."""
    if not standing.is_host or membership.group_id != standing.group.pk:
        return False
    return membership.role == Membership.Role.MEMBER and membership.person.is_active


def can_mute_group(standing: Standing) -> bool:
    """Members, for themselves."""
    return standing.is_member
