"""Who makes the shortlist of a campaign, and who reads it."""

from ideas.access.campaigns import can_see_campaign
from ideas.models import Campaign, Shortlist
from profiles.models import Person


def can_make_shortlist(person: Person, campaign: Campaign) -> bool:
    """Who answers for the campaign, until it is closed or the list is frozen."""
    if not person.is_active or campaign.closed_at is not None:
        return False
    if campaign.owner_id != person.pk or Shortlist.objects.filter(campaign=campaign, frozen_at__isnull=False).exists():
        return False
    return can_see_campaign(person, campaign)


def can_see_shortlist(person: Person, campaign: Campaign) -> bool:
    """Who answers for the campaign; frozen, everybody who reads the campaign."""
    if can_make_shortlist(person, campaign):
        return True
    frozen = Shortlist.objects.filter(campaign=campaign, frozen_at__isnull=False)
    return frozen.exists() and can_see_campaign(person, campaign)
