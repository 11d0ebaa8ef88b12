"""Groups as names and links."""

from django.db.models import F, QuerySet

from network.core.prepared import prepared
from network.groups.models import Group
from network.notifications.subjects import Subject
from profiles.models import Person


def group_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Groups as subjects of news, as far as they exist for this reader."""
    rows = Group.objects.visible_to(person).filter(pk__in=ids)
    return {row.pk: Subject(row.name, row.get_absolute_url()) for row in rows}


def group_called(person: Person, slug: str) -> Group:
    """The group of that address; raises Group.DoesNotExist alike for what does not exist for the person."""
    found = _called.first(person, slug)
    if found is None:
        raise Group.DoesNotExist
    return found


@prepared("is_active")
def _called(person: Person, slug: str) -> "QuerySet[Group]":
    return Group.objects.visible_to(person).filter(slug=slug)


def my_groups(person: Person, size: int = 12) -> list[Group]:
    """For the rail: one's groups that are not archived, the liveliest first."""
    return _mine.rows(person, limit=size)


@prepared()
def _mine(person: Person, *, limit: int) -> "QuerySet[Group]":
    rows = Group.objects.of(person).filter(archived_at=None).only("version", "name", "slug", "kind", "last_post_at")
    return rows.order_by(F("last_post_at").desc(nulls_last=True), "name")[:limit]
