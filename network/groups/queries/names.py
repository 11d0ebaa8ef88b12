"""Groups as names and links."""

from django.db.models import F

from network.groups.models import Group
from network.notifications.subjects import Subject
from profiles.models import Person


def group_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Groups as subjects of news, as far as they exist for this reader."""
    rows = Group.objects.visible_to(person).filter(pk__in=ids)
    return {row.pk: Subject(row.name, row.get_absolute_url()) for row in rows}


def my_groups(person: Person, size: int = 12) -> list[Group]:
    """For the rail: one's groups that are not archived, the liveliest first."""
    rows = Group.objects.of(person).filter(archived_at=None).only("name", "slug", "kind", "last_post_at")
    return list(rows.order_by(F("last_post_at").desc(nulls_last=True), "name")[:size])
