"""Who sends to a campaign, starts, changes and closes one, and who takes its ideas in."""

from django.db.models import Q

from ideas.models import Campaign, Phase
from network.groups.access import can_write_in_group
from profiles.access import has_role
from profiles.models import Person, Role


def can_send_to(person: Person, campaign: Campaign) -> bool:
    """Whoever works here, while the campaign takes ideas; in a group, its members."""
    if not person.is_active:
        return False
    if not Campaign.objects.running().filter(pk=campaign.pk).exists():
        return False
    return campaign.group is None or can_write_in_group(person, campaign.group)


def receives(person: Person, campaign: Campaign) -> bool:
    """Takes ideas in for the campaign: its owner, or where it has none those with the role of idea owner."""
    if not person.is_active:
        return False
    if campaign.owner_id is not None:
        return campaign.owner_id == person.pk
    return has_role(person, Role.Kind.IDEA_OWNER)


def receivers(campaign: Campaign) -> Q:
    """The inverse question, on people."""
    if campaign.owner_id is not None:
        return Q(pk=campaign.owner_id, is_active=True)
    given = Role.objects.current().filter(kind=Role.Kind.IDEA_OWNER)
    return Q(is_active=True, pk__in=given.values("person"))


def can_screen(person: Person) -> bool:
    """Has a queue of ideas to take in."""
    if not person.is_active:
        return False
    return has_role(person, Role.Kind.IDEA_OWNER) or Campaign.objects.filter(owner=person, closed_at=None).exists()


def can_start_campaign(person: Person) -> bool:
    """Those with the role of idea owner."""
    return person.is_active and has_role(person, Role.Kind.IDEA_OWNER)


def can_edit_campaign(person: Person, campaign: Campaign) -> bool:
    """Who answers for it or started it, until it is closed; the box that is always open is nobody's to change."""
    if not person.is_active or campaign.closed_at is not None:
        return False
    if campaign.kind == Campaign.Kind.OPEN_BOX:
        return False
    return person.pk in (campaign.owner_id, campaign.started_by_id) and can_see_campaign(person, campaign)


def can_see_campaign(person: Person, campaign: Campaign) -> bool:
    """The one rule of sight."""
    return Campaign.objects.visible_to(person).filter(pk=campaign.pk).exists()


def can_close_campaign(person: Person, campaign: Campaign) -> bool:
    """Who answers for it, once nothing more is sent in."""
    if campaign.phase not in (Phase.VOTE, Phase.DECIDE):
        return False
    return can_edit_campaign(person, campaign) and campaign.owner_id == person.pk
