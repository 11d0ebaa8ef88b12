"""The quiz, and writing its questions while the version is open."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.policy.access import is_editor
from network.policy.access.knowing import can_write_quiz
from network.policy.actions.quiz import drop_question, try_quiz, write_question
from network.policy.forms.knowing import QuizForm, ScenarioForm
from network.policy.models import QuizQuestion, Version
from network.policy.queries.knowing import counting
from network.policy.queries.quiz import (
    FEWEST,
    MOST,
    has_passed,
    open_version,
    question_of,
    questions_of,
    section_choices,
    tallies_of,
)
from profiles.sessions import person_of


@require_http_methods(["GET", "POST"])
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions on one page; the answers come back with why. Try as often as you like."""
    person, version = person_of(request), counting(slug)
    questions = questions_of(version) if version is not None else []
    if version is None or not questions:
        raise Http404
    form = QuizForm(questions, request.POST if request.method == "POST" else None)
    is_right = None
    if form.is_bound and form.is_valid():
        is_right = try_quiz(by=person, version=version, questions=questions, chosen=form.chosen)
    context = {
        "version": version, "form": form, "rows": form.rows(), "is_right": is_right,
        "has_passed": has_passed(person, version),
    }  # fmt: skip
    return render(request, "policy/quiz.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def draft_quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions of the version that is on its way, one more, and what the ones before showed."""
    version = _draft_or_404(request, slug)
    questions = questions_of(version)
    can_write = can_write_quiz(person_of(request), version)
    is_full = len(questions) >= MOST
    form = None
    if can_write and (not is_full or request.method == "POST"):
        form = ScenarioForm(section_choices(version), request.POST if request.method == "POST" else None)
    if form is not None and form.is_bound and _is_written(request, version, form, None):
        return see_other(request, reverse("policy:draft_quiz", args=[slug]))
    now_counting = counting(slug)
    context = {
        "version": version, "questions": questions, "form": form, "can_write": can_write, "is_full": is_full,
        "is_few": len(questions) < FEWEST, "tallies": tallies_of(now_counting) if now_counting else [],
    }  # fmt: skip
    return render(request, "policy/draft_quiz.html", context, status=422 if form and form.errors else 200)


@require_http_methods(["GET", "POST"])
def draft_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Other words for one question."""
    version, question = _question_or_404(request, slug, pk)
    form = ScenarioForm(section_choices(version), request.POST if request.method == "POST" else None, question)
    if form.is_bound and _is_written(request, version, form, question):
        return see_other(request, reverse("policy:draft_quiz", args=[slug]))
    context = {"version": version, "question": question, "form": form}
    return render(request, "policy/draft_question.html", context, status=422 if form.errors else 200)


@require_POST
def drop_draft_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a question away."""
    version, question = _question_or_404(request, slug, pk)
    drop_question(by=person_of(request), version=version, question=question)
    messages.success(request, _("The question is gone."))
    return see_other(request, reverse("policy:draft_quiz", args=[slug]))


def _is_written(request: HttpRequest, version: Version, form: ScenarioForm, question: QuizQuestion | None) -> bool:
    if not form.is_valid():
        return False
    try:
        write_question(by=person_of(request), version=version, scenario=form.scenario, question=question)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The question is saved."))
    return True


def _draft_or_404(request: HttpRequest, slug: str) -> Version:
    version = open_version(slug) if is_editor(person_of(request)) else None
    if version is None:
        raise Http404
    return version


def _question_or_404(request: HttpRequest, slug: str, pk: int) -> tuple[Version, QuizQuestion]:
    version = _draft_or_404(request, slug)
    question = question_of(version, pk) if can_write_quiz(person_of(request), version) else None
    if question is None:
        raise Http404
    return version, question
