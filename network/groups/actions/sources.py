"""A directory that an administrator linked to a group brings people into it, and takes them out again."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.groups.access import can_link_group, standing_of
from network.groups.actions.membership import begin, end
from network.groups.models import Group, Membership
from profiles.models import Person

NOT_LINKABLE = _("Only an open group, or one that you run, can be linked to a directory.")


def require_link(*, by: Person, group: Group) -> None:
    """Raises Refused unless the person may let a directory decide who belongs to the group."""
    require(can_link_group(standing_of(by, group)), NOT_LINKABLE)


@transaction.atomic
def bring_into_group(*, group: Group, people: Collection[int]) -> list[int]:
    """Makes members of those who work here and are none yet; their ids. An archived one takes none."""
    kept = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if kept.is_archived:
        return []
    here = Membership.objects.filter(group=kept).values("person")
    coming = list(Person.objects.active().filter(pk__in=people).exclude(pk__in=here).order_by("pk"))
    for person in coming:
        begin(kept, person)
    return [person.pk for person in coming]


@transaction.atomic
def take_out_of_group(*, group: Group, people: Collection[int]) -> None:
    """Ends the memberships of these people; whoever runs the group by now stays."""
    kept = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    members = Membership.objects.filter(group=kept, person__in=people, role=Membership.Role.MEMBER)
    for membership in members.select_related("person"):
        end(kept, membership.person)
