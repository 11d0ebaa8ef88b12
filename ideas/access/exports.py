"""Who takes ideas out of Glød as a file, and who reads what was taken out."""

from ideas.access.campaigns import can_see_campaign
from ideas.models import Campaign
from profiles.access import can_administer, has_role
from profiles.models import Person, Role


def can_export_all(person: Person) -> bool:
    """Those with the role of idea owner, of what they may read."""
    return person.is_active and has_role(person, Role.Kind.IDEA_OWNER)


def can_export_campaign(person: Person, campaign: Campaign) -> bool:
    """Who answers for it, or has the role; in both cases only of a campaign that they see."""
    if not person.is_active or not can_see_campaign(person, campaign):
        return False
    return campaign.owner_id == person.pk or can_export_all(person)


def can_read_exports(person: Person) -> bool:
    """What everybody has taken out: administrators, and those with the role."""
    return can_administer(person) or can_export_all(person)


def can_open_exports(person: Person) -> bool:
    """Takes something out or reads what was taken out."""
    if can_read_exports(person):
        return True
    return person.is_active and Campaign.objects.visible_to(person).filter(owner=person).exists()
