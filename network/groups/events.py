"""What happens to groups and memberships."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class GroupCreated(Event):
    group_id: int


@dataclass(frozen=True)
class GroupChanged(Event):
    """Name, purpose, rules, kind or archive state changed."""

    group_id: int
    by_id: int
    narrowed: bool = False  # fewer people may read it than before
    widened: bool = False  # more people may read it than before


@dataclass(frozen=True)
class MembershipStarted(Event):
    group_id: int
    person_id: int
    by_id: int | None = None  # the host who let them in; None when they joined by themselves


@dataclass(frozen=True)
class MembershipEnded(Event):
    group_id: int
    person_id: int
    by_id: int | None = None


@dataclass(frozen=True)
class JoinRequested(Event):
    group_id: int
    person_id: int


@dataclass(frozen=True)
class JoinDeclined(Event):
    group_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class PersonInvited(Event):
    group_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class JoinRequestWithdrawn(Event):
    group_id: int
    person_id: int


@dataclass(frozen=True)
class InvitationClosed(Event):
    """Declined by the invited, or taken back by the group."""

    group_id: int
    person_id: int


@dataclass(frozen=True)
class RoleChanged(Event):
    """A member became host, or a host stepped down."""

    group_id: int
    person_id: int
    by_id: int
