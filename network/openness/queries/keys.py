"""Keys of directories, and directories as the administrator's page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils.functional import Promise

from network.groups.models import Group, Membership
from network.openness.models import DirectoryGroup, ScimToken
from profiles.models import Person, Source
from profiles.queries.said import labelled

SHOWN = 100  # groups of a directory, the linked ones first


def token_of(token_hash: str) -> ScimToken | None:
    """The key that has this hash, with its source."""
    return ScimToken.objects.select_related("source").filter(token_hash=token_hash).first()


@dataclass(frozen=True)
class Directory:
    """A directory as its administrator sees it."""

    source: Source
    people: int
    last_contact: datetime | None
    keys: list[ScimToken]
    groups: Sequence[DirectoryGroup]
    more: int  # groups that are not shown
    owns: list["str | Promise"]


def directories() -> list[Directory]:
    """Every directory, by name; three queries however many there are."""
    rows = Source.objects.filter(kind=Source.Kind.SCIM)
    counted = rows.annotate(
        people=Count("directory_people", distinct=True), last_contact=Max("tokens__used_at")
    ).order_by("name")
    keys = ScimToken.objects.filter(source__in=rows, revoked_at=None).select_related("created_by").order_by("-pk")
    groups = (
        DirectoryGroup.objects.filter(source__in=rows)
        .select_related("group")
        .annotate(size=Count("members", filter=Q(members__person__is_active=True)))
    )
    kept, listed = list(keys), list(groups.order_by(F("group").asc(nulls_last=True), "folded"))
    return [_directory(source, kept, listed) for source in counted]


def _directory(source: Any, keys: list[ScimToken], groups: Sequence[DirectoryGroup]) -> Directory:
    mine = [group for group in groups if group.source_id == source.pk]
    return Directory(
        source,
        source.people,
        source.last_contact,
        [key for key in keys if key.source_id == source.pk],
        mine[:SHOWN],
        max(len(mine) - SHOWN, 0),
        [labelled(name, {}) for name in source.owns],
    )


def linkable_groups(person: Person) -> list[Group]:
    """Those that the person may link: open ones and their own, unless linked or archived."""
    mine = Membership.objects.filter(person=person, role=Membership.Role.HOST).values("group")
    rows = Group.objects.visible_to(person).filter(Q(kind=Group.Kind.OPEN) | Q(pk__in=mine))
    return list(rows.filter(archived_at=None, directory_group=None).order_by("name"))


def source_for(pk: int) -> Source:
    """A directory; raises Source.DoesNotExist."""
    return Source.objects.get(pk=pk, kind=Source.Kind.SCIM)


def directory_group_for(pk: int) -> DirectoryGroup:
    """A directory's group; raises DirectoryGroup.DoesNotExist."""
    return DirectoryGroup.objects.select_related("group", "source").get(pk=pk)
