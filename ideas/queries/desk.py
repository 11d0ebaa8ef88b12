"""What waits on the desk of those who take ideas in."""

from django.db.models import F, Q

from ideas.models import Campaign, Idea
from ideas.states import UNDECIDED, State
from profiles.access import has_role
from profiles.models import Person, Role

OWNED = UNDECIDED | {State.APPROVED, State.IN_PROGRESS}


def screening_queue(person: Person) -> list[Idea]:
    """New ones, and those that nobody who works here answers for, where the person takes ideas in; oldest first."""
    campaigns = Campaign.objects.filter(owner=person)
    if has_role(person, Role.Kind.IDEA_OWNER):
        campaigns = campaigns | Campaign.objects.filter(owner=None)
    waits = Q(state=State.SUBMITTED) | (Q(owner=None) | Q(owner__is_active=False)) & Q(state__in=OWNED)
    rows = Idea.objects.visible_to(person).filter(waits, campaign__in=campaigns)
    mine = rows.by(person).values("pk")
    return list(rows.exclude(pk__in=mine).for_card().order_by(F("submitted_at").asc())[:100])
