"""Listening to groups, and its end."""

from django.db.models import QuerySet

from network.core.prepared import prepared
from network.groups.events import GroupChanged, MembershipEnded, MembershipStarted
from network.groups.models import Group
from network.live.log import record_revocation
from profiles.models import Person


def membership_started(event: MembershipStarted) -> None:
    """Open pages of the new member begin to hear the group."""
    record_revocation(event.person_id)


def membership_ended(event: MembershipEnded) -> None:
    """Listening ends at once, in every process."""
    record_revocation(event.person_id)


def group_changed(event: GroupChanged) -> None:
    """When fewer people may read the group, everybody's listening is asked again."""
    if event.narrowed or event.widened:
        record_revocation()


def may_listen_home(person: Person, key: str) -> list[str]:
    """The home feed hears what is for everyone and every group the person reads."""
    return ["everyone", *(f"group:{pk}" for pk in _readable.rows(person))] if not key else []


@prepared("is_active")
def _readable(person: Person) -> "QuerySet[Group, int]":
    return Group.objects.readable_by(person).order_by().values_list("pk", flat=True)


def may_listen_to_group(person: Person, key: str) -> list[str]:
    """A group is heard by those who may read it."""
    if not key.isascii() or not key.isdigit() or len(key) > 18:
        return []
    return [f"group:{key}"] if Group.objects.readable_by(person).filter(pk=int(key)).exists() else []
