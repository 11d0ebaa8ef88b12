"""The page of a round as everybody sees it, and where an idea can be put forward."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from ideas.access import can_see_round_desk, can_vote_in_category, nominable, tied_ideas
from ideas.models import (
    Award,
    AwardRound,
    Campaign,
    Category,
    Grant,
    Idea,
    IdeaAuthor,
    JuryMember,
    Nomination,
    PeoplesVote,
)
from ideas.states import RoundState
from profiles.models import Person, deferred_of

_SHOWN = (Nomination.State.PROPOSED, Nomination.State.ACCEPTED)


@dataclass(frozen=True)
class Entry:
    """A nomination as the reader may see it."""

    nomination: Nomination
    is_own: bool  # the reader wrote the idea, or is asked to
    is_tied: bool  # while people vote: the reader has a part in it, and a vote on it would not count
    is_mine: bool  # the reader put it forward
    has_my_vote: bool
    votes: int | None  # of everybody; None until it is announced, and where nobody votes


@dataclass(frozen=True)
class Section:
    """A category of the round: what is asked for, who won, who is nominated."""

    category: Category
    grants: Sequence[Grant]
    entries: Sequence[Entry]
    can_vote: bool


@dataclass(frozen=True)
class RoundPage:
    """A round as everybody sees it."""

    round: AwardRound
    jury: Sequence[JuryMember]
    sections: Sequence[Section]
    takes_nominations: bool


def rounds_for(person: Person) -> "QuerySet[AwardRound]":
    """Those that are known: not while they are planned, but for whoever chairs them."""
    return AwardRound.objects.filter(~Q(state=RoundState.PLANNING) | Q(chair=person))


def round_for(person: Person, slug: str) -> AwardRound:
    """The round, if the person may know of it; else AwardRound.DoesNotExist, refused or missing."""
    found = AwardRound.objects.select_related("chair").get(slug=slug)
    if found.state == RoundState.PLANNING and not can_see_round_desk(person, found):
        raise AwardRound.DoesNotExist
    return found


def round_page(person: Person, shown: AwardRound) -> RoundPage:
    """Everything that the page tells: it costs the same however many are nominated."""
    jury = JuryMember.objects.filter(round=shown, left_at=None).select_related("person__department")
    categories = list(shown.categories.select_related("award", "prize", "rubric", "campaign", "round"))
    entries = _entries(person, shown)
    grants = _grants(person, shown)
    sections = [
        Section(c, grants.get(c.pk, []), entries.get(c.pk, []), can_vote_in_category(person, c)) for c in categories
    ]
    people = jury.defer(*deferred_of("person")).order_by("role", "pk")
    return RoundPage(shown, list(people), sections, shown.state == RoundState.NOMINATING)


def _grants(person: Person, shown: AwardRound) -> Mapping[int, list[Grant]]:
    if not shown.is_public:
        return {}
    rows = Grant.objects.visible_to(person).filter(category__round=shown).for_card()
    found: dict[int, list[Grant]] = {}
    for row in rows.order_by("place", "pk"):
        found.setdefault(row.category_id or 0, []).append(row)
    return found


def _entries(person: Person, shown: AwardRound) -> Mapping[int, list[Entry]]:
    """Nominations of ideas within sight; what cannot be nominated is shown to whoever put it forward."""
    rows = Nomination.objects.filter(category__round=shown, idea__in=Idea.objects.visible_to(person).values("pk"))
    rows = rows.filter(Q(state__in=_SHOWN) | Q(state=Nomination.State.INELIGIBLE, by=person))
    rows = rows.select_related("by").defer(*deferred_of("by")).order_by("pk")
    rows = rows.prefetch_related(Prefetch("idea", Idea.objects.for_card()))
    own = set(IdeaAuthor.objects.bound().filter(person=person).values_list("idea_id", flat=True))
    mine = set(PeoplesVote.objects.filter(person=person, category__round=shown).values_list("nomination_id", flat=True))
    counts = peoples_counts(shown) if shown.is_public else {}
    judging = shown.state == RoundState.JUDGING
    tied = tied_ideas(person, shown, {row.idea_id for row in rows}) if judging else set()
    found: dict[int, list[Entry]] = {}
    for row in rows:
        entry = Entry(
            row, row.idea_id in own, row.idea_id in tied, row.by_id == person.pk, row.pk in mine, counts.get(row.pk)
        )
        found.setdefault(row.category_id, []).append(entry)
    return found


def peoples_counts(shown: AwardRound) -> dict[int, int]:
    """Votes by nomination where everybody votes, as they were frozen when judging ended."""
    rows = Nomination.objects.filter(category__round=shown, category__award__kind=Award.Kind.PEOPLES_CHOICE)
    return {pk: votes for pk, votes in rows.values_list("pk", "counted_votes") if votes is not None}


def rounds_on_page(person: Person) -> list[AwardRound]:
    """Those that the person may know of, what is open first, then the newest."""
    return sorted(rounds_for(person), key=lambda r: r.announced_at is not None or r.state == RoundState.CANCELLED)


def open_rounds(person: Person, idea: Idea) -> list[AwardRound]:
    """Rounds in which the person can put the idea forward now."""
    rows = Category.objects.filter(round__state=RoundState.NOMINATING).select_related("round", "award")
    return list({category.round_id: category.round for category in nominable(person, idea, list(rows))}.values())


def rounds_about(person: Person, campaign: Campaign) -> list[AwardRound]:
    """Rounds with an award for the ideas of the campaign alone."""
    if campaign.kind == Campaign.Kind.OPEN_BOX:
        return []
    return list(rounds_for(person).filter(categories__campaign=campaign).distinct())


def categories_open(shown: AwardRound) -> list[Category]:
    """Where ideas can be put forward."""
    if shown.state != RoundState.NOMINATING:
        return []
    return list(shown.categories.select_related("award", "round"))


def nomination_in(person: Person, shown: AwardRound, number: int) -> Nomination:
    """A nomination of the round within the person's sight; else Nomination.DoesNotExist."""
    rows = Nomination.objects.filter(category__round=shown, idea__in=Idea.objects.visible_to(person).values("pk"))
    return rows.select_related("category__round", "category__award", "idea").get(pk=number)


def category_in(shown: AwardRound, number: int) -> Category:
    """A category of the round; else Category.DoesNotExist."""
    return shown.categories.select_related("award", "round").get(pk=number)
