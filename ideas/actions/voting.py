"""Wanting an idea, and having seen it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ideas.access import can_see_idea, can_vote_on
from ideas.actions.counts import recount_votes
from ideas.events import VotesChanged
from ideas.models import Idea, IdeaAuthor, Reader, Vote
from network.core.access import require
from network.core.events import announce
from profiles.models import Person

NO_VOTE = _("You cannot vote on this: it is your own, it is decided, or voting is over.")


@transaction.atomic
def set_vote(*, by: Person, idea: Idea, on: bool) -> None:
    """Gives or takes back one's vote; doing it twice changes nothing. Counted under the idea's lock."""
    idea = Idea.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign").get(pk=idea.pk)
    require(can_vote_on(by, idea), NO_VOTE)
    if on:
        changed = Vote.objects.get_or_create(idea=idea, person=by)[1]
        Reader.objects.get_or_create(idea=idea, person=by)
    else:
        changed = Vote.objects.filter(idea=idea, person=by).delete()[0] > 0
    if changed:
        recount_votes(idea)
        announce(VotesChanged(idea.pk))


@transaction.atomic
def note_reading(*, by: Person, idea: Idea) -> None:
    """The person has opened the idea: counted once, for the rate; nobody sees who."""
    if not can_see_idea(by, idea) or IdeaAuthor.objects.bound().filter(idea=idea, person=by).exists():
        return
    if Reader.objects.get_or_create(idea=idea, person=by)[1]:
        Idea.objects.filter(pk=idea.pk).update(reader_count=F("reader_count") + 1)


@transaction.atomic
def note_seen(*, by: Person, ideas: Collection[int]) -> None:
    """The person had these before them in a list; ideas that they wrote or may not see are left out."""
    mine = IdeaAuthor.objects.bound().filter(person=by).values("idea")
    seen = Idea.objects.visible_to(by).listed().filter(pk__in=ideas).exclude(pk__in=mine)
    fresh = seen.exclude(readers__person=by).order_by("pk").values_list("pk", flat=True)
    rows = [Reader(idea_id=pk, person=by, source=Reader.Source.LIST) for pk in fresh]
    made = Reader.objects.bulk_create(rows, ignore_conflicts=True)
    Idea.objects.filter(pk__in=[row.idea_id for row in made]).update(reader_count=F("reader_count") + 1)


def stop_counting(*, person_id: int) -> None:
    """Whoever works here no more has no vote on what is still open; what is closed stays as it was."""
    rows = Vote.objects.filter(person=person_id, counted=True)
    ideas = [vote.idea for vote in rows.select_related("idea") if vote.idea.is_votable]
    rows.filter(idea__in=ideas).update(counted=False)
    for idea in ideas:
        recount_votes(idea)


def forget_readings(*, before: datetime) -> None:
    """Throws away who read what before then; the numbers stay."""
    Reader.objects.filter(seen_at__lt=before).delete()
