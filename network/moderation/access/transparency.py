"""Who makes, reads and publishes figures."""

from network.moderation.access import is_lead
from network.moderation.models import TransparencyReport
from profiles.access import has_role
from profiles.models import Person, Role


def can_make_figures(person: Person) -> bool:
    """Those who lead the moderators count, and publish."""
    return is_lead(person)


def can_read_figures(person: Person, report: TransparencyReport) -> bool:
    """Published: everybody. Before that those who made it, and elected representatives, who talk it over."""
    if report.published_at is not None:
        return person.is_active
    return is_lead(person) or has_role(person, Role.Kind.REPRESENTATIVE)
