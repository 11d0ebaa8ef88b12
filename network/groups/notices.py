"""Who is told about groups: one function per event."""

from network.groups.events import (
    GroupChanged,
    JoinDeclined,
    JoinRequested,
    MembershipEnded,
    MembershipStarted,
    PersonInvited,
)
from network.groups.models import Membership
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind


def group_changed(event: GroupChanged) -> None:
    """Members, when more people come to read what they wrote, or fewer."""
    if event.widened or event.narrowed:
        members = Membership.objects.filter(group=event.group_id).exclude(person=event.by_id)
        people = list(members.values_list("person_id", flat=True))
        notify(people, News(Kind.GROUP_CHANGED, f"group:{event.group_id}", event.by_id, event.group_id))


def membership_started(event: MembershipStarted) -> None:
    """The person whose wish a host granted."""
    if event.by_id is not None and event.by_id != event.person_id:
        news = News(Kind.MEMBERSHIP, f"group:{event.group_id}", event.by_id, event.group_id)
        notify([event.person_id], news)


def membership_ended(event: MembershipEnded) -> None:
    """Everything about the group leaves the person's inbox (inside the transaction: rights beat what is in flight)."""
    withdraw(recipient_id=event.person_id, group_id=event.group_id)


def join_requested(event: JoinRequested) -> None:
    """The hosts."""
    hosts = Membership.objects.filter(group=event.group_id, role=Membership.Role.HOST).values_list(
        "person_id", flat=True
    )
    notify(list(hosts), News(Kind.JOIN_REQUEST, f"group:{event.group_id}", event.person_id, event.group_id))


def join_declined(event: JoinDeclined) -> None:
    """The person who asked."""
    notify([event.person_id], News(Kind.MEMBERSHIP, f"group:{event.group_id}", event.by_id, event.group_id))


def person_invited(event: PersonInvited) -> None:
    """The invited."""
    notify([event.person_id], News(Kind.INVITATION, f"group:{event.group_id}", event.by_id, event.group_id))
