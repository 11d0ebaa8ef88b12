"""Wanting an idea, and having seen it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from ideas.access import (
    can_add_customer_voice,
    can_remove_customer_voice,
    can_see_idea,
    can_take_vote_back,
    can_vote_on,
    is_bound,
)
from ideas.actions.counts import recount_votes
from ideas.events import IdeaEdited, VotesChanged
from ideas.models import CustomerVoice, Idea, IdeaAuthor, Reader, Vote
from ideas.states import OVER, State
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line
from profiles.models import Person

NO_VOTE = _("You cannot vote on this: it is your own, it is decided, or voting is over.")
TOO_MUCH = _("That is more than one idea can get from one person.")
SPENT = _("You do not have that many points left in this campaign. Take some back from another idea first.")
NO_VOICE = _("You cannot note this here.")
NO_NAME = _("Write the name of the organisation or the channel.")


@transaction.atomic
def set_vote(*, by: Person, idea: Idea, on: bool, points: int = 1) -> None:
    """Gives or takes back one's vote; doing it twice changes nothing. Counted under the idea's lock.

    Where the campaign gives a budget a vote is worth some of its points, and nobody gives more than they have.
    """
    idea = Idea.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign").get(pk=idea.pk)
    require(can_vote_on(by, idea), NO_VOTE)
    if on:
        changed = _give(by, idea, points)
        Reader.objects.get_or_create(idea=idea, person=by)
    else:
        changed = Vote.objects.filter(idea=idea, person=by).delete()[0] > 0
    if changed:
        recount_votes(idea)
        announce(VotesChanged(idea.pk))


def _give(by: Person, idea: Idea, points: int) -> bool:
    """Whether anything is different now. What came back once is a new gift when it is given again."""
    campaign = idea.campaign
    given = Vote.objects.filter(idea=idea, person=by).first()
    if given is not None and given.points == points:
        return False
    require(1 <= points <= (campaign.max_per_idea if campaign.vote_budget else 1), TOO_MUCH)
    if campaign.vote_budget:
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two gifts at once do not both fit
        others = Vote.objects.spent(by, campaign).exclude(idea=idea).aggregate(n=Sum("points", default=0))
        require(others["n"] + points <= campaign.vote_budget, SPENT)
    if given is not None:
        given.delete()
    Vote.objects.create(idea=idea, person=by, points=points)
    return True


def release_points(idea: Idea) -> None:
    """The points that people gave come back to them, once: the idea is declined, withdrawn or merged."""
    if idea.campaign.vote_budget is not None:
        Vote.objects.filter(idea=idea, released_at=None).update(released_at=now())


@transaction.atomic
def take_vote_back(*, by: Person, merged: Idea) -> None:
    """Somebody voted for an idea that was merged into another, and does not want that one: for fourteen days."""
    family = [pk for pk in (merged.pk, merged.merged_into_id) if pk is not None]
    list(Idea.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=family).order_by("pk"))
    merged = Idea.objects.select_related("merged_into__campaign").get(pk=merged.pk)
    require(can_take_vote_back(by, merged), NO_VOTE)
    Vote.objects.filter(idea=merged, person=by).delete()
    recount_votes(merged)
    announce(VotesChanged(merged.merged_into_id or merged.pk))


@transaction.atomic
def add_customer_voice(*, by: Person, idea: Idea, organisation: str) -> None:
    """Notes that an organisation outside asks for it too; the same one twice is one. It is never counted as a vote."""
    require(can_add_customer_voice(by, idea), NO_VOICE)
    name = clean_line(organisation)[:120]
    require(bool(name), NO_NAME)
    if not CustomerVoice.objects.filter(idea=idea, organisation__iexact=name).exists():
        CustomerVoice.objects.create(idea=idea, organisation=name, added_by=by)
    announce(IdeaEdited(idea.pk))


@transaction.atomic
def remove_customer_voice(*, by: Person, voice: CustomerVoice) -> None:
    """Takes it away again: whoever noted it, or who answers for the idea."""
    require(can_remove_customer_voice(by, voice), NO_VOICE)
    idea_id = voice.idea_id
    voice.delete()
    announce(IdeaEdited(idea_id))


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
