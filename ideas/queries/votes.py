"""Votes: who wants an idea, as far as it may be told, and what a person has to vote with."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q

from ideas.models import Campaign, CustomerVoice, Idea, Vote, authorship
from ideas.queries.boards import counts_hidden
from ideas.states import REGRET_DAYS
from network.conversations.queries import Segment
from network.core.clock import now
from profiles.models import Person

REGRET = timedelta(days=REGRET_DAYS)


def vote_spread(ids: Sequence[int]) -> dict[int, list[Segment]]:
    """Departments of those who want each idea, the largest part first; one with too few people would tell who."""
    people = Person.objects.active().order_by().values("department").annotate(n=Count("pk"))
    large = people.filter(n__gte=settings.K_ANONYMITY).values("department")
    rows = (
        Vote.objects.filter(idea__in=ids, counted=True, person__department__in=large)
        .order_by()
        .values_list("idea_id", "person__department_id", "person__department__name")
        .annotate(n=Count("pk"))
    )
    found: dict[int, list[Segment]] = {}
    for idea_id, department_id, name, count in rows:
        found.setdefault(idea_id, []).append(Segment(name, department_id % 8 + 1, count))
    return {pk: sorted(segments, key=lambda s: (-s.part, s.name)) for pk, segments in found.items()}


class Mark(NamedTuple):
    """What the card of everybody leaves open for one reader."""

    wants: bool
    is_own: bool  # wrote it or is asked to: they have no vote there
    votes: int | None  # the number of votes that the card keeps back, for somebody who may know it


def marks_of(person: Person, ids: Sequence[int]) -> dict[int, Mark]:
    """The reader's marks on these ideas, in one query.

    A number that is kept back is told to whoever answers for the campaign, and where voting opens it to who has voted.
    """
    wants = Exists(Vote.objects.filter(idea=OuterRef("pk"), person=person))
    told = Q(campaign__owner=person) | Q(campaign__counts=Campaign.Counts.VOTED, wants=True)
    rows = Idea.objects.filter(pk__in=ids).annotate(wants=wants, own=Exists(authorship(person)))
    rows = rows.annotate(told=Q(counts_hidden() & told))
    found = rows.values_list("pk", "wants", "own", "told", "vote_count")
    return {pk: Mark(wants, own, count if told else None) for pk, wants, own, told, count in found}


class Points(NamedTuple):
    """What the person has to vote with in a campaign that gives a budget."""

    given: int  # to the idea at hand
    left: int
    budget: int
    most: int  # that the idea at hand may get

    @property
    def choices(self) -> range:
        """How many may be given to the idea at hand."""
        return range(min(self.most, self.left + self.given) + 1)


def points_of(person: Person, campaign: Campaign, idea: Idea | None = None) -> Points | None:
    """None where people vote for as many ideas as they like."""
    if campaign.vote_budget is None:
        return None
    spent: dict[int, int] = dict(Vote.objects.spent(person, campaign).values_list("idea", "points"))
    given = spent.get(idea.pk, 0) if idea else 0
    return Points(given, campaign.vote_budget - sum(spent.values()), campaign.vote_budget, campaign.max_per_idea)


class Voice(NamedTuple):
    """An organisation outside that asks for the idea, and whether the reader may take the note away."""

    voice: CustomerVoice
    may_remove: bool


def voices_on(person: Person, idea: Idea) -> list[Voice]:
    """In the order in which they were noted."""
    return [Voice(voice, person.pk in (voice.added_by_id, idea.owner_id)) for voice in idea.customer_voices.all()]


def votes_brought(person: Person, idea: Idea) -> list[Idea]:
    """Ideas merged into this one that the person voted for, lately enough to take the vote back."""
    merged = Idea.objects.visible_to(person).filter(merged_into=idea, votes__person=person)
    return list(merged.filter(state_since__gte=now() - REGRET))
