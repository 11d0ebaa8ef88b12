"""The shortlist of a campaign."""

from ideas.models import Campaign, Idea, Shortlist, ShortlistEntry
from profiles.models import Person


def shortlist_of(campaign: Campaign) -> Shortlist | None:
    """If there is one, frozen or not."""
    return Shortlist.objects.filter(campaign=campaign).select_related("made_by").first()


def entries_of(person: Person, shortlist: Shortlist) -> list[ShortlistEntry]:
    """What is on it, as far as the person sees it, in the order in which it was put there."""
    seen = Idea.objects.visible_to(person).listed().values("pk")
    rows = ShortlistEntry.objects.filter(shortlist=shortlist, idea__in=seen)
    return list(rows.select_related("idea__campaign", "added_by").defer("idea__search").order_by("pk"))
