"""What waits for a reviewer, in its order; what ideas are judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from ideas.models import Assignment, Campaign, Criterion, Idea, Review, Rubric
from ideas.queries.panels import words_to_authors
from ideas.states import ANSWERED, State
from network.notifications.subjects import Subject
from profiles.models import Person

OPEN, DONE = Assignment.State.OPEN, Assignment.State.DONE


def _mine(person: Person) -> "QuerySet[Assignment]":
    """Of ideas that the person may see; what is hidden from them is not in their queue either."""
    return Assignment.objects.filter(reviewer=person, idea__in=Idea.objects.visible_to(person).values("pk"))


def reviews_due(person: Person) -> list[Assignment]:
    """What waits for the person's review, the soonest first; `begun` where a draft is kept."""
    begun = Exists(Review.objects.filter(assignment=OuterRef("pk")))
    waiting = _mine(person).filter(state=OPEN, idea__state=State.IN_REVIEW).annotate(begun=begun)
    return list(waiting.select_related("idea").defer("idea__search").order_by("due_on", "pk"))


def assignment_for(person: Person, number: int) -> Assignment:
    """The newest one that asks the person to judge the idea, to do or done; else Assignment.DoesNotExist."""
    rows = _mine(person).filter(idea=number).filter(Q(state=DONE) | Q(state=OPEN, idea__state=State.IN_REVIEW))
    found = rows.select_related("idea__campaign", "rubric", "review").order_by("-round").first()
    if found is None:
        raise Assignment.DoesNotExist
    return found


class Place(NamedTuple):
    """Where an idea stands in the queue: "3 of 9", and the numbers of its neighbours."""

    at: int
    of: int
    before: int | None
    after: int | None


def place_in_queue(queue: Sequence[Assignment], idea_id: int) -> Place | None:
    """None when it does not wait any more."""
    numbers = [row.idea_id for row in queue]
    if idea_id not in numbers:
        return None
    at = numbers.index(idea_id)
    before = numbers[at - 1] if at else None
    return Place(at + 1, len(numbers), before, numbers[at + 1] if at + 1 < len(numbers) else None)


def criteria_of(rubric: Rubric) -> list[Criterion]:
    """In their order."""
    return list(Criterion.objects.filter(rubric=rubric).select_related("rubric").order_by("position"))


@dataclass(frozen=True)
class ReviewDesk:
    """What a reviewer, and whoever decides, finds on the desk."""

    due: list[Assignment]
    done: list[Assignment]
    deciding: list[Idea]  # with `asked` and `handed`: how many, the last time that it was judged


def review_desk(person: Person) -> ReviewDesk:
    """What waits, what the person has handed in, and the ideas under review that they decide on."""
    done = _mine(person).filter(state=DONE).select_related("idea").defer("idea__search").order_by("-closed_at")[:20]
    newest = Assignment.objects.filter(idea=OuterRef("pk")).order_by("-round").values("round")[:1]
    mine = Idea.objects.visible_to(person).filter(owner=person, state=State.IN_REVIEW).defer("search")
    now_asked = Q(assignments__round=F("newest"), assignments__state__in=[OPEN, DONE])
    counted = mine.annotate(newest=Subquery(newest)).annotate(
        asked=Count("assignments", filter=now_asked),
        handed=Count("assignments", filter=now_asked & Q(assignments__state=DONE)),
    )
    return ReviewDesk(reviews_due(person), list(done), list(counted.order_by("state_since")[:50]))


def rubrics_offered() -> list[Rubric]:
    """What a campaign may choose: the newest version of each, but for what was put away and the house's own."""
    newest = Rubric.objects.filter(archived_at=None, is_house=False, replaced_by=None)
    return list(newest.order_by("name"))


def rubrics_written() -> list[Rubric]:
    """Every rubric, the house's own first; `campaigns`: how many ask for ideas by it."""
    campaigns = Campaign.objects.filter(rubric=OuterRef("pk"))
    rows = Rubric.objects.annotate(is_used=Exists(campaigns)).select_related("replaced_by")
    return list(rows.order_by("-is_house", "name", "-version"))


def rubric_for_reading(pk: int) -> Rubric:
    """For those who write rubrics; raises Rubric.DoesNotExist."""
    return Rubric.objects.select_related("replaced_by", "replaces").get(pk=pk)


def review_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Ideas to judge as subjects of news: the way leads to the screen that does not tell who wrote it."""
    rows = _mine(person).filter(idea__in=ids).select_related("idea").defer("idea__search")
    return {row.idea_id: Subject(row.idea.title, reverse("ideas:review", args=[row.idea_id])) for row in rows}


class Judged(NamedTuple):
    """What the page of an idea says of its review to this reader."""

    asks: bool = False  # for the reader's own
    leads: bool = False  # to what all say
    words: tuple[str, ...] = ()  # of those who judged, to the authors


def judged_part(person: Person, idea: Idea) -> Judged:
    """One query at most: while it is judged, and once it is decided for its authors and whoever decides."""
    if idea.owner_id == person.pk:
        words = words_to_authors(idea) if idea.state in ANSWERED else []
        return Judged(leads=idea.state == State.IN_REVIEW or idea.state in ANSWERED, words=tuple(words))
    if idea.state == State.IN_REVIEW:
        return Judged(asks=Assignment.objects.filter(idea=idea, reviewer=person, state=OPEN).exists())
    if idea.state in ANSWERED and any(part.person_id == person.pk for part in vars(idea)["standing_authors"]):
        return Judged(words=tuple(words_to_authors(idea)))
    return Judged()
