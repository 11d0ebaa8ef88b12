"""Who is proposed to judge an idea, and what those who judged it say together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import MD5, Cast, Concat

from ideas.access import MOST_OPEN, at_home, current_round, fitting_skills, judges_of, open_reviews, panel_faults
from ideas.judging import ENOUGH, Scores, deviation, differs, is_disputed, mean, total
from ideas.models import Assignment, Criterion, Idea, Review, Score, Talk
from ideas.models.rubrics import HIGHEST, LOWEST
from profiles.models import Person, PersonSkill

_LOOKED_AT = 60  # colleagues of each kind, in an order that is another for each idea


class Why(StrEnum):
    """Why somebody is proposed."""

    SKILL = "skill"
    HOME = "home"
    ELSEWHERE = "elsewhere"
    MIX = "mix"  # of an idea whose authors are hidden: the department would tell


class Proposed(NamedTuple):
    """A colleague who is proposed to judge an idea, why, and how many ideas wait for them already."""

    person: Person
    why: Why
    skill: str
    waiting: int


def propose_panel(idea: Idea) -> list[Proposed]:
    """Three who may judge it together, or as many as there are; [] when no panel can be made just now.

    One who knows the field, then people from other departments, each from another one, and those first for whom the
    fewest ideas wait. Colleagues who are away are left out.
    """
    skills = {skill.pk: skill.name for skill in fitting_skills(idea)}
    can = judges_of(idea)
    skilled = dict(PersonSkill.objects.filter(skill__in=skills).order_by("-pk").values_list("person", "skill"))
    away = _free(_mixed(can.exclude(at_home(idea)), idea))
    home = _free(_mixed(can.filter(at_home(idea)), idea))
    knowing = _free(_mixed(can.filter(pk__in=skilled), idea))
    chosen = _take([*knowing, *home], 1, [])
    chosen = _take(away, ENOUGH, chosen)
    chosen = _take([*home, *away], ENOUGH, chosen)
    if not chosen or panel_faults(idea, [person for person, _load in chosen]):
        return []
    return [_reasoned(idea, person, load, skills.get(skilled.get(person.pk, 0), "")) for person, load in chosen]


def _mixed(people: "QuerySet[Person]", idea: Idea) -> list[Person]:
    """Some of them, in an order that chance gives each idea once and for all."""
    order = MD5(Concat(Cast("pk", CharField()), Value(f":{idea.pk}"), output_field=CharField()))
    return list(people.select_related("department").order_by(order)[:_LOOKED_AT])


Loaded = tuple[Person, int]


def _free(people: Sequence[Person]) -> list[Loaded]:
    """Those who have room for one more and are not away, the least busy first."""
    loads = open_reviews([person.pk for person in people])
    free = [(p, loads.get(p.pk, 0)) for p in people if loads.get(p.pk, 0) < MOST_OPEN and not p.is_away]
    return sorted(free, key=lambda pair: pair[1])


def _take(people: Iterable[Loaded], size: int, chosen: list[Loaded]) -> list[Loaded]:
    """Fills the panel up to its size: first one of each department, then whoever comes."""
    chosen = list(chosen)
    for apart in (True, False):
        for person, load in people:
            taken = {one.pk for one, _load in chosen}
            units = {one.department_id for one, _load in chosen}
            if len(chosen) < size and person.pk not in taken and not (apart and person.department_id in units):
                chosen.append((person, load))
    return chosen


def _reasoned(idea: Idea, person: Person, load: int, skill: str) -> Proposed:
    if skill:
        return Proposed(person, Why.SKILL, skill, load)
    if idea.hides_authors:
        return Proposed(person, Why.MIX, "", load)
    is_home = person.department_id == idea.department_id
    return Proposed(person, Why.HOME if is_home else Why.ELSEWHERE, "", load)


@dataclass(frozen=True)
class Row:
    """One criterion: how many gave each step, what that makes together, and whether people see it differently."""

    criterion: Criterion
    steps: list[int]
    skipped: int
    mean: float | None
    deviation: float | None
    differs: bool
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Spread:
    """What the reviews that are handed in say together. Nothing of it is told before there are enough of them."""

    count: int
    rows: list[Row] = field(default_factory=list)
    mean: float | None = None
    deviation: float | None = None
    is_disputed: bool = False

    @property
    def is_told(self) -> bool:
        """There are enough of them."""
        return self.count >= ENOUGH

    @property
    def missing(self) -> int:
        """How many more it takes."""
        return max(0, ENOUGH - self.count)


def spread_of_reviews(idea: Idea) -> Spread:
    """Of the present round."""
    handed = Review.objects.filter(assignment__idea=idea, assignment__round=current_round(idea))
    reviews = list(handed.filter(submitted_at__isnull=False).values_list("pk", "assignment__rubric"))
    if len(reviews) < ENOUGH:
        return Spread(len(reviews))
    # a panel judges by one rubric; who was added later was asked by the same one
    criteria = list(Criterion.objects.filter(rubric__in={rubric for _pk, rubric in reviews}).select_related("rubric"))
    scores = list(Score.objects.filter(review__in=[pk for pk, _rubric in reviews]))
    by_review: dict[int, dict[int, int | None]] = {}
    for score in scores:
        by_review.setdefault(score.review_id, {})[score.criterion_id] = score.value
    weights = {criterion.pk: criterion.weight for criterion in criteria}
    said: list[Scores] = list(by_review.values())
    totals = [value for one in said if (value := total(one, weights)) is not None]
    rows = [_row(criterion, [s for s in scores if s.criterion_id == criterion.pk]) for criterion in criteria]
    return Spread(len(reviews), rows, mean(totals), deviation(totals), is_disputed(said, weights))


def _row(criterion: Criterion, scores: Sequence[Score]) -> Row:
    values = [score.value for score in scores if score.value is not None]
    return Row(
        criterion,
        [values.count(step) for step in range(LOWEST, HIGHEST + 1)],
        len(scores) - len(values),
        mean(values),
        deviation(values),
        differs(values),
        [score.note for score in scores if score.note],
    )


def talks_of(idea: Idea) -> list[Talk]:
    """What came of talking about it in the present round."""
    return list(Talk.objects.filter(idea=idea, round=current_round(idea)).select_related("by"))


def owes_talk(idea: Idea) -> bool:
    """Those who judged it see it differently, and nobody has noted that they talked about it."""
    return spread_of_reviews(idea).is_disputed and not talks_of(idea)


def panel_of(idea: Idea) -> list[Assignment]:
    """Everybody who was asked in the present round, whatever came of it."""
    asked = Assignment.objects.filter(idea=idea, round=current_round(idea))
    return list(asked.select_related("reviewer__department", "review").order_by("pk"))


def standing_panel(idea: Idea) -> list[Person]:
    """Those who are asked now or have judged it, in the present round."""
    asked = Q(assignments__state__in=[Assignment.State.OPEN, Assignment.State.DONE])
    rows = Person.objects.get_queryset().filter(asked, assignments__idea=idea, assignments__round=current_round(idea))
    return list(rows.distinct().order_by("pk"))


def words_to_authors(idea: Idea) -> list[str]:
    """What those who judged it want its authors to know, without their names, in no order that tells who."""
    handed = Review.objects.filter(assignment__idea=idea, submitted_at__isnull=False).exclude(to_authors="")
    return sorted(handed.values_list("to_authors", flat=True))
