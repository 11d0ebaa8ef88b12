"""Wanting an idea, and having seen it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ideas.access import can_see_idea, can_vote_on, is_bound
from ideas.actions.counts import recount_votes
from ideas.events import VotesChanged
from ideas.models import Idea, IdeaAuthor, Reader, Vote
from ideas.states import OVER, State
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
    if Reader.objects.filter(idea=idea, person=by).exists():
        return
    if not can_see_idea(by, idea) or is_bound(by, idea):
        return
    _read(by, Idea.objects.filter(pk=idea.pk), Reader.Source.PAGE)


@transaction.atomic
def note_seen(*, by: Person, ideas: Collection[int]) -> None:
    """The person had these before them in a list; ideas that they wrote or may not see are left out."""
    mine = IdeaAuthor.objects.bound().filter(person=by).values("idea")
    seen = Idea.objects.visible_to(by).listed().filter(pk__in=ideas).exclude(pk__in=mine)
    _read(by, Idea.objects.filter(pk__in=seen.exclude(readers__person=by).values("pk")), Reader.Source.LIST)


def _read(by: Person, ideas: "QuerySet[Idea]", source: Reader.Source) -> None:
    """Under the locks of the ideas, taken in their order: what two requests bring at once is counted once."""
    locked = [idea.pk for idea in ideas.select_for_update(no_key=True, of=("self",)).order_by("pk")]
    known = set(Reader.objects.filter(person=by, idea__in=locked).values_list("idea_id", flat=True))
    fresh = [pk for pk in locked if pk not in known]
    Reader.objects.bulk_create([Reader(idea_id=pk, person=by, source=source) for pk in fresh])
    related = Q(merged_into__isnull=False) | Q(merged__isnull=False)
    family = list(Idea.objects.filter(related, pk__in=fresh).distinct().order_by("pk"))
    alone = set(fresh) - {idea.pk for idea in family}
    Idea.objects.filter(pk__in=alone).update(reader_count=F("reader_count") + 1)
    for idea in family:
        recount_votes(idea)


def stop_counting(*, person_id: int) -> None:
    """Whoever works here no more has no vote on what is still open; what is closed stays as it was."""
    rows = Vote.objects.filter(person=person_id, counted=True).select_related("idea__merged_into").order_by("idea")
    ideas = [vote.idea for vote in rows if (vote.idea.merged_into or vote.idea).is_votable]
    Vote.objects.filter(person=person_id, idea__in=ideas).update(counted=False)
    for idea in ideas:
        recount_votes(idea)


def forget_readings(*, before: datetime) -> None:
    """Throws away who read what was closed before then; the numbers stay, as nothing is counted anew there."""
    closed = Q(idea__state__in=OVER - {State.MERGED}, idea__state_since__lt=before)
    merged = Q(idea__merged_into__state__in=OVER, idea__merged_into__state_since__lt=before)
    Reader.objects.filter(closed | merged, seen_at__lt=before).delete()
