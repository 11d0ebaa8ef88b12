"""What a host sees of a case: what it is about, as it stands there now, and that somebody finds it out of place."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from network.core.pages import Page, oldest_first
from network.groups.models import Group
from network.moderation.access.hosts import groups_run_by, host_cases
from network.moderation.models import Case
from network.moderation.queries.reports import named_for
from network.notifications.subjects import Subject
from profiles.models import Person


@dataclass(frozen=True)
class OutOfPlace:
    """One row: never how many reported it, who, or what they said."""

    case: Case
    title: str  # "" where nobody sees it just now
    url: str


def out_of_place(person: Person, group: Group, after: int | None) -> "Page[OutOfPlace]":
    """What waits for a host of this group, the oldest first; as many queries however many there are."""
    page = oldest_first(host_cases(person, group).select_related("author"), after)
    named = named_for(person, [(case.kind, case.subject_id) for case in page.items])
    rows: Sequence[OutOfPlace] = [
        OutOfPlace(case, *named.get((case.kind, case.subject_id), ("", ""))) for case in page.items
    ]
    return Page(rows, page.before)


def host_case(person: Person, group: Group, ref: str) -> Case | None:
    """The case of that reference, while it is this host's; missing, barred and answered are the same."""
    return host_cases(person, group).filter(ref=ref).select_related("author").first()


def misplaced_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """As subjects of news, by the name of the group, while it is this host's to answer."""
    about = Case.objects.filter(pk__in=ids, group_id__in=groups_run_by(person)).values("group_id")
    return {
        case.pk: Subject(group.name, reverse("moderation:group_report", args=[group.slug, case.ref]))
        for group in Group.objects.filter(pk__in=about)
        for case in host_cases(person, group).filter(pk__in=ids)
    }
