"""Where else somebody can turn with what is wrong: what the house has, and nothing that it has not."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from network.policy.models import Document, SectionText, Version
from profiles.models import Person, Role

# As the routine may call the occupational health service.
_HEALTH = r"bedriftshelse|occupational health|\mBHT\M"


@dataclass(frozen=True)
class WaysOut:
    """Other ways than a report."""

    routine: Document | None  # for whistleblowing, while it counts
    health: str  # the address of the section of the routine that tells of occupational health; "" where none does
    safety: list[Person]  # who hold a mandate as safety representative today

    def __bool__(self) -> bool:
        return bool(self.routine or self.safety)


def ways_out(person: Person, about: Collection[int] = ()) -> WaysOut:
    """For whoever reports something by the people `about`: they themselves are nobody to turn to. Three queries."""
    counts = Version.objects.in_force().filter(document__kind=Document.Kind.WHISTLEBLOWING)
    version = counts.select_related("document").first()
    mandates = Role.objects.current().filter(
        kind=Role.Kind.REPRESENTATIVE, body=Role.Body.SAFETY, person__is_active=True
    )
    mandates = mandates.exclude(person__in=[person.pk, *about]).select_related("person__department")
    elected = list({row.person_id: row.person for row in mandates.order_by("person__name", "pk")}.values())
    return WaysOut(version.document if version else None, _health_in(version), elected)


def _health_in(version: Version | None) -> str:
    if version is None:
        return ""
    texts = SectionText.objects.filter(section__version=version)
    told = texts.filter(Q(body__iregex=_HEALTH) | Q(short__iregex=_HEALTH)).select_related("section")
    found = told.order_by("section__position").first()
    return f"{version.document.get_absolute_url()}#section-{found.section.slug}" if found else ""
