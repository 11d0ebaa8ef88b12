"""The shortlist of a campaign: its rule, what is on it and why, and the moment from which it stands."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.access import can_make_shortlist, can_see_idea
from ideas.events import CampaignChanged
from ideas.models import Campaign, Idea, Shortlist, ShortlistEntry
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line, clean_text
from profiles.models import Person

NOT_YOURS = _("Only who answers for the campaign makes its shortlist, and a frozen one stays as it is.")
NOT_IN = _("This idea is not sent to this campaign, or cannot be read.")
WILD_WHY = _("Say why it is on the list although the rule does not put it there.")
NO_RULE = _("Give the list a name and write its rule.")
EMPTY = _("Put at least one idea on the list before it is frozen.")


@transaction.atomic
def set_shortlist(*, by: Person, campaign: Campaign, name: str, rule: str) -> Shortlist:
    """Begins the list, or words its name and rule anew until it is frozen."""
    require(can_make_shortlist(by, campaign), NOT_YOURS)
    require(bool(clean_line(name)) and bool(clean_text(rule)), NO_RULE)
    said = {"name": clean_line(name)[:80], "rule": clean_text(rule)[:1_000]}
    made = Shortlist.objects.get_or_create(campaign=campaign, defaults={**said, "made_by": by})[0]
    made = _open(by, made)
    Shortlist.objects.filter(pk=made.pk).update(**said)
    return Shortlist.objects.get(pk=made.pk)


@transaction.atomic
def put_on_shortlist(*, by: Person, shortlist: Shortlist, idea: Idea, how: str = "rule", reason: str = "") -> None:
    """By the rule, or with a reason as a wildcard; once, however often it is asked."""
    shortlist = _open(by, shortlist)
    is_in = idea.campaign_id == shortlist.campaign_id and idea.thread_id is not None
    require(is_in and can_see_idea(by, idea), NOT_IN)
    require(how == ShortlistEntry.How.RULE or bool(clean_line(reason)), WILD_WHY)
    said = {"how": ShortlistEntry.How(how), "reason": clean_line(reason)[:300], "added_by": by}
    ShortlistEntry.objects.update_or_create(shortlist=shortlist, idea=idea, defaults=said)


@transaction.atomic
def take_off_shortlist(*, by: Person, shortlist: Shortlist, idea: Idea) -> None:
    """Until it is frozen."""
    shortlist = _open(by, shortlist)
    ShortlistEntry.objects.filter(shortlist=shortlist, idea=idea).delete()


@transaction.atomic
def freeze_shortlist(*, by: Person, shortlist: Shortlist) -> None:
    """From now on everybody who reads the campaign reads the list, and nobody changes it."""
    shortlist = _open(by, shortlist)
    require(shortlist.entries.exists(), EMPTY)
    Shortlist.objects.filter(pk=shortlist.pk).update(frozen_at=now())
    announce(CampaignChanged(shortlist.campaign_id))


def _open(by: Person, shortlist: Shortlist) -> Shortlist:
    shortlist = Shortlist.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=shortlist.pk)
    require(can_make_shortlist(by, shortlist.campaign), NOT_YOURS)
    return shortlist
