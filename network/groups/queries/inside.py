"""What the pages of one group ask. The views have asked for rights."""

from django.db.models import QuerySet

from network.core.pages import Page, oldest_first
from network.core.prepared import prepared
from network.core.text import clean_line, fold
from network.groups.models import Departure, Group, Invitation, JoinRequest, Membership
from profiles.models import Person, deferred_of

CANDIDATES = 20


def members_page(group: Group, words: str = "", after: int | None = None) -> Page[Membership]:
    """One page of the members, the longest-standing first; with words, those they name."""
    rows = Membership.objects.filter(group=group, person__is_active=True).select_related("person__department")
    for word in _words(words):
        rows = rows.filter(person__folded__contains=word)
    return oldest_first(rows, after)


def _words(words: str) -> list[str]:
    """As people are folded for search; only the first four words count."""
    return fold(clean_line(words)[:100]).split()[:4]


def hosts_of(group: Group) -> list[Person]:
    """The hosts who work here now, the longest-standing first."""
    return [row.person for row in _hosts.rows(group)]


@prepared()
def _hosts(group: Group) -> "QuerySet[Membership]":
    rows = Membership.objects.filter(group=group, role=Membership.Role.HOST, person__is_active=True)
    return rows.select_related("person__department").order_by("pk")[:12]


def faces_of(group: Group, size: int = 8) -> list[Person]:
    """The newest members who work here now."""
    return [row.person for row in _newest.rows(group, limit=size)]


@prepared()
def _newest(group: Group, *, limit: int) -> "QuerySet[Membership]":
    rows = Membership.objects.filter(group=group, person__is_active=True).select_related("person")
    return rows.defer(*deferred_of("person")).order_by("-pk")[:limit]


def heirs_of(group: Group, person: Person) -> list[Person]:
    """Members who could take over from `person`, by name; in a big group the first two hundred."""
    rows = Person.objects.active().filter(memberships__group=group).exclude(pk=person.pk)
    return list(rows.order_by("folded", "pk")[:200])


def more_readers(group: Group, kind: str) -> int:
    """How many more people could read the old posts if the group were of this kind."""
    if kind != Group.Kind.OPEN or group.is_open:
        return 0
    return Person.objects.active().exclude(memberships__group=group).count()


def people_to_invite(by: Person, group: Group, words: str) -> list[Person]:
    """People the words name who do not belong to the group and have no invitation that waits; none without words."""
    folded = _words(words)
    if not folded:
        return []
    rows = Person.objects.visible_to(by).for_line().exclude(memberships__group=group)
    rows = rows.exclude(pk__in=Invitation.objects.filter(group=group, answered_at=None).values("person"))
    for word in folded:
        rows = rows.filter(folded__contains=word)
    return list(rows.order_by("folded", "pk")[:CANDIDATES])


def invitation_for(person: Person, group: Group) -> Invitation | None:
    """The person's own invitation that waits for an answer."""
    rows = Invitation.objects.filter(group=group, person=person, answered_at=None)
    return rows.select_related("invited_by", "group").first()


def invitations_waiting(group: Group) -> list[Invitation]:
    """Invitations without an answer, the oldest first."""
    rows = Invitation.objects.filter(group=group, answered_at=None, person__is_active=True)
    return list(rows.select_related("person__department").order_by("pk")[:100])


def requests_waiting(group: Group) -> "QuerySet[JoinRequest]":
    """Wishes to join that wait for a decision, the oldest first."""
    rows = JoinRequest.objects.filter(group=group, decided_at=None, person__is_active=True)
    return rows.select_related("person__department", "group").order_by("pk")


def departures(group: Group) -> list[Departure]:
    """Why people left, newest first, without names."""
    return list(Departure.objects.filter(group=group).order_by("-pk")[:50])
