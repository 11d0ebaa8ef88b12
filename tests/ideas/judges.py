"""A panel and what it says, as a test wants it."""

from ideas.actions import Answer, Opinion, hand_in
from ideas.models import Assignment, Criterion, Idea
from profiles.models import Person


def criteria_of(idea: Idea) -> list[Criterion]:
    """Those that the idea is judged by, in their order."""
    assignment = Assignment.objects.filter(idea=idea).select_related("rubric").latest("pk")
    return list(assignment.rubric.criteria.order_by("position"))


def opinion(idea: Idea, *values: int | None, verdict: str = "go", **words: str) -> Opinion:
    """One value a criterion, the last one for those that follow; None: cannot judge this."""
    criteria = criteria_of(idea)
    filled = [*values, *[values[-1]] * len(criteria)][: len(criteria)]
    answers = {c.pk: Answer(v, is_skipped=v is None) for c, v in zip(criteria, filled, strict=True)}
    return Opinion(answers, verdict, **words)


def asked(idea: Idea) -> list[Assignment]:
    """Who is asked now."""
    return list(idea.assignments.filter(state="open").select_related("reviewer", "idea").order_by("pk"))


def judged(idea: Idea, *totals: int, **words: str) -> list[Person]:
    """So many of those asked hand in, each with this step on everything; who they were."""
    people = []
    for row, value in zip(asked(idea), totals, strict=False):
        hand_in(by=row.reviewer, assignment=row, opinion=opinion(idea, value, **words))
        people.append(row.reviewer)
    return people
