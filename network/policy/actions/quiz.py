"""Trying the quiz, of which only "passed" is kept, and writing its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.policy.access.knowing import can_take_quiz, can_write_quiz
from network.policy.models import QuizPass, QuizQuestion, QuizTally, Version
from network.policy.queries.quiz import MOST, Question
from profiles.models import Person

NOT_COUNTING = _("The quiz is about what counts now.")
NOT_WRITER = _("Policy editors write the questions, as long as the text of the version may change.")
ENOUGH = _("A version has five questions at most.")
ELSEWHERE = _("The question must be about a section of this version.")


@dataclass(frozen=True)
class Scenario:
    """What editors write: the situation, its answers and the section that it is about."""

    key: UUID
    text: Mapping[str, str]
    options: list[dict[str, Any]]


@transaction.atomic
def try_quiz(*, by: Person, version: Version, questions: list[Question], chosen: Mapping[int, int]) -> bool:
    """Whether every answer is right. Kept are sums of all and who passed; never who tried, how often or with what."""
    require(can_take_quiz(by, version), NOT_COUNTING)
    wrong = {question.pk for question in questions if chosen.get(question.pk) != question.right}
    for question in sorted(questions, key=lambda each: each.pk):  # in one order: no two wait for each other
        QuizTally.objects.get_or_create(question_id=question.pk)
        QuizTally.objects.filter(question=question.pk).update(
            shown=F("shown") + 1, wrong=F("wrong") + (1 if question.pk in wrong else 0)
        )
    if questions and not wrong:
        QuizPass.objects.get_or_create(person=by, version=version)
    return bool(questions) and not wrong


@transaction.atomic
def write_question(*, by: Person, version: Version, scenario: Scenario, question: QuizQuestion | None) -> QuizQuestion:
    """A new question at the end, or other words for one that is there."""
    version = Version.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)
    require(can_write_quiz(by, version), NOT_WRITER)
    require(version.sections.filter(key=scenario.key).exists(), ELSEWHERE)
    words = {"key": scenario.key, "text": dict(scenario.text), "options": scenario.options}
    if question is not None:
        QuizQuestion.objects.filter(pk=question.pk, version=version).update(**words)
        return question
    places = list(QuizQuestion.objects.filter(version=version).values_list("position", flat=True))
    require(len(places) < MOST, ENOUGH)
    return QuizQuestion.objects.create(version=version, position=max(places, default=0) + 1, **words)


@transaction.atomic
def drop_question(*, by: Person, version: Version, question: QuizQuestion) -> None:
    """Takes a question away."""
    require(can_write_quiz(by, version), NOT_WRITER)
    QuizQuestion.objects.filter(pk=question.pk, version=version).delete()
