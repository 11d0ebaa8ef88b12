"""Judging an idea: a draft that keeps itself, handing in once, stepping back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.access import can_judge
from ideas.events import ReviewerLeft, ReviewHandedIn
from ideas.models import Assignment, Criterion, Review, Score
from ideas.models.rubrics import HIGHEST, LOWEST
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line, clean_text
from profiles.models import Person

NOT_ASKED = _("You are not asked to judge this idea, or no longer: it may be decided, or you have handed in already.")
NO_WHY = _("Write in a few words why you step back.")


@dataclass(frozen=True)
class Answer:
    """What a reviewer says on one criterion: a step, or that they cannot judge it, or nothing yet; and a note."""

    value: int | None = None
    is_skipped: bool = False
    note: str = ""


@dataclass(frozen=True)
class Opinion:
    """What a reviewer says on an idea, by criterion and on the whole."""

    answers: Mapping[int, Answer] = field(default_factory=dict)
    verdict: str = ""
    to_owner: str = ""
    to_authors: str = ""


def opinion_faults(criteria: "list[Criterion]", opinion: Opinion) -> dict[str, "str | Promise"]:
    """What is missing before it can be handed in: the field and a sentence that names the criterion."""
    faults: dict[str, str | Promise] = {}
    for criterion in criteria:
        answer = opinion.answers.get(criterion.pk, Answer())
        if answer.value is None and not (answer.is_skipped and criterion.may_skip):
            faults[f"score_{criterion.pk}"] = _("Not judged yet: %(name)s.") % {"name": criterion.shown_name}
        elif answer.value is not None and not LOWEST <= answer.value <= HIGHEST:
            faults[f"score_{criterion.pk}"] = _("Choose a step from 1 to 5: %(name)s.") % {"name": criterion.shown_name}
    if opinion.verdict not in Review.Verdict.values:
        faults["verdict"] = _("Say what you would do.")
    return faults


@transaction.atomic
def keep_review(*, by: Person, assignment: Assignment, opinion: Opinion) -> None:
    """Keeps what is written so far, whole or not; nobody else sees it."""
    assignment = _locked(assignment)
    require(can_judge(by, assignment), NOT_ASKED)
    _write(assignment, opinion)


@transaction.atomic
def hand_in(*, by: Person, assignment: Assignment, opinion: Opinion) -> None:
    """Hands the review in, whole, once: it does not change afterwards. A second sending of the same changes nothing."""
    assignment = _locked(assignment)
    if assignment.reviewer_id == by.pk and assignment.state == Assignment.State.DONE:
        return
    require(can_judge(by, assignment), NOT_ASKED)
    criteria = list(Criterion.objects.filter(rubric=assignment.rubric_id).select_related("rubric"))
    for sentence in opinion_faults(criteria, opinion).values():
        require(False, sentence)
    review = _write(assignment, opinion)
    Review.objects.filter(pk=review.pk).update(submitted_at=now())
    _close(assignment, Assignment.State.DONE)
    announce(ReviewHandedIn(assignment.idea_id, by.pk))


@transaction.atomic
def step_back(*, by: Person, assignment: Assignment, reason: str) -> None:
    """Does not judge this one, and says why; who answers for the idea asks somebody else."""
    assignment = _locked(assignment)
    require(can_judge(by, assignment), NOT_ASKED)
    require(bool(clean_line(reason)), NO_WHY)
    _close(assignment, Assignment.State.RECUSED, clean_line(reason)[:300])
    announce(ReviewerLeft(assignment.idea_id, by.pk, by.pk))


def _close(assignment: Assignment, state: Assignment.State, recusal: str = "") -> None:
    Assignment.objects.filter(pk=assignment.pk).update(state=state, recusal=recusal, closed_at=now())


def _write(assignment: Assignment, opinion: Opinion) -> Review:
    """Every criterion of the rubric has a row from the first saving on; what is not a step of it is left out."""
    said = {
        "verdict": opinion.verdict if opinion.verdict in Review.Verdict.values else "",
        "to_owner": clean_text(opinion.to_owner)[:4_000],
        "to_authors": clean_text(opinion.to_authors)[:4_000],
        "saved_at": now(),
    }
    review = Review.objects.update_or_create(assignment=assignment, defaults=said)[0]
    Score.objects.filter(review=review).delete()
    Score.objects.bulk_create(
        [
            _score(review, c, opinion.answers.get(c.pk, Answer()))
            for c in Criterion.objects.filter(rubric=assignment.rubric_id)
        ]
    )
    return review


def _score(review: Review, criterion: Criterion, answer: Answer) -> Score:
    value = answer.value if answer.value is not None and LOWEST <= answer.value <= HIGHEST else None
    skipped = value is None and answer.is_skipped and criterion.may_skip
    return Score(
        review=review, criterion=criterion, value=value, is_skipped=skipped, note=clean_line(answer.note)[:300]
    )


def _locked(assignment: Assignment) -> Assignment:
    """The idea first, as its moves do: a decision and a review at the same moment come one after the other."""
    Assignment.objects.select_related("idea").select_for_update(of=("idea",)).get(pk=assignment.pk)
    return Assignment.objects.select_for_update(of=("self",)).select_related("idea__campaign").get(pk=assignment.pk)
