"""The word "audience" lives here: who reads what a group holds, and who may run the group."""

from django.db.models import Q

from network.groups.models import Group, Membership
from profiles.models import Person


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
