"""Who is told about groups: one function per event."""

from network.groups.access import knowers, readers
from network.groups.actions import forget_member, pass_on_hosting
from network.groups.events import (
    GroupChanged,
    InvitationClosed,
    JoinDeclined,
    JoinRequested,
    JoinRequestWithdrawn,
    MembershipEnded,
    MembershipStarted,
    PersonInvited,
    RoleChanged,
)
from network.groups.models import Group, JoinRequest, Membership
from network.notifications.actions import News, notify, withdraw, withdraw_from_outsiders
from network.notifications.models import Kind
from profiles.events import PersonDeactivated, PersonErased
from profiles.models import Person


def group_changed(event: GroupChanged) -> None:
    """Members, when more people come to read what they wrote, or fewer."""
    if event.widened or event.narrowed:
        members = Membership.objects.filter(group=event.group_id).exclude(person=event.by_id)
        people = list(members.values_list("person_id", flat=True))
        notify(people, News(Kind.GROUP_CHANGED, f"group:{event.group_id}", event.by_id, event.group_id))


def group_narrowed(event: GroupChanged) -> None:
    """News leaves the inbox of whoever reads the group, or knows of it, no longer (inside: as when somebody leaves)."""
    if event.narrowed:
        group = Group.objects.get(pk=event.group_id)
        withdraw_from_outsiders(group_id=group.pk, about="thread", insiders=readers(group))
        withdraw_from_outsiders(group_id=group.pk, about="group", insiders=knowers(group))


def membership_started(event: MembershipStarted) -> None:
    """The person whose wish a host granted; what asked for an answer has got one."""
    _settle(event.group_id, event.person_id)
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
    """The person who asked; the hosts' news goes when nobody waits any more."""
    _settle(event.group_id, event.person_id)
    notify([event.person_id], News(Kind.MEMBERSHIP, f"group:{event.group_id}", event.by_id, event.group_id))


def person_invited(event: PersonInvited) -> None:
    """The invited."""
    notify([event.person_id], News(Kind.INVITATION, f"group:{event.group_id}", event.by_id, event.group_id))


def join_request_withdrawn(event: JoinRequestWithdrawn) -> None:
    """Nobody; the hosts' news goes when nobody waits any more."""
    _settle(event.group_id, event.person_id)


def invitation_closed(event: InvitationClosed) -> None:
    """Nobody; the invitation leaves the inbox, and with it all that spoke of a group they know of no longer."""
    _settle(event.group_id, event.person_id)
    group = Group.objects.get(pk=event.group_id)
    if not Person.objects.get_queryset().filter(knowers(group), pk=event.person_id).exists():
        withdraw(recipient_id=event.person_id, group_id=event.group_id)


def host_chosen(event: RoleChanged) -> None:
    """The new host."""
    if _is_host(event.group_id, event.person_id):
        notify([event.person_id], News(Kind.HOST, f"group:{event.group_id}", event.by_id, event.group_id))


def hosting_ended(event: RoleChanged) -> None:
    """What was for hosts leaves the inbox of who is one no longer (inside the transaction, as when somebody leaves)."""
    for kind in () if _is_host(event.group_id, event.person_id) else (Kind.HOST, Kind.JOIN_REQUEST):
        withdraw(recipient_id=event.person_id, group_id=event.group_id, kind=kind)


def _is_host(group_id: int, person_id: int) -> bool:
    hosts = Membership.objects.filter(group=group_id, role=Membership.Role.HOST)
    return hosts.filter(person=person_id).exists()


def _settle(group_id: int, person_id: int) -> None:
    withdraw(recipient_id=person_id, group_id=group_id, kind=Kind.INVITATION)
    if not JoinRequest.objects.filter(group=group_id, decided_at=None).exists():
        withdraw(group_id=group_id, kind=Kind.JOIN_REQUEST)


def person_deactivated(event: PersonDeactivated) -> None:
    """No group stays without a host who works here."""
    pass_on_hosting(person_id=event.person_id)


def person_erased(event: PersonErased) -> None:
    """Nobody; the person leaves every group."""
    forget_member(person_id=event.person_id)
