"""The desk of those who judge: what waits, one idea a screen, stepping back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas import actions
from ideas.access import can_open_reviews, can_read_reviews, can_screen, can_write_rubrics
from ideas.forms import ReviewForm, StepBackForm
from ideas.models import Assignment
from ideas.queries import assignment_for, criteria_of, place_in_queue, review_desk, reviews_due, spread_of_reviews
from ideas.views.places import idea_or_404
from network.core.access import Refused
from network.core.http import is_partial, see_other
from network.notifications.actions import mark_read
from profiles.models import Person
from profiles.sessions import person_of


def _assignment(person: Person, number: int) -> Assignment:
    """Refused and missing look the same."""
    try:
        return assignment_for(person, number)
    except Assignment.DoesNotExist:
        raise Http404 from None


def _form(assignment: Assignment, data: Any = None) -> ReviewForm:
    kept = getattr(assignment, "review", None)
    return ReviewForm(criteria_of(assignment.rubric), data, kept)


@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for one's review, what one has handed in, and the ideas that one decides on."""
    person = person_of(request)
    if not can_open_reviews(person):
        raise Http404
    context = {"desk": review_desk(person), "can_screen": can_screen(person), "can_write": can_write_rubrics(person)}
    return render(request, "ideas/reviews.html", context)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: int) -> HttpResponse:
    """One idea to judge, without a word about who wrote it; whoever decides is led to what others say."""
    person = person_of(request)
    if request.method == "GET" and not _is_asked(person, number) and _decides(person, number):
        return see_other(request, reverse("ideas:panel", args=[number]))
    assignment = _assignment(person, number)
    if assignment.state == Assignment.State.DONE:
        return _handed_in(request, assignment)
    form = _form(assignment, request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("do") == "draft":
        return review_draft(request, number)
    if request.method == "POST" and form.is_valid():
        return _hand_in(request, person, assignment, form)
    return _screen(request, person, assignment, form)


def _is_asked(person: Person, number: int) -> bool:
    try:
        return bool(assignment_for(person, number))
    except Assignment.DoesNotExist:
        return False


def _decides(person: Person, number: int) -> bool:
    return can_read_reviews(person, idea_or_404(person, number))


def _hand_in(request: HttpRequest, person: Person, assignment: Assignment, form: ReviewForm) -> HttpResponse:
    place = place_in_queue(reviews_due(person), assignment.idea_id)
    try:
        with form.posting():
            actions.hand_in(by=person, assignment=assignment, opinion=form.opinion())
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _screen(request, person, assignment, form)
    messages.success(request, _("Your review is handed in. Thank you."))
    following = (place.after or place.before) if place else None
    return see_other(request, reverse("ideas:review", args=[following]) if following else reverse("ideas:reviews"))


def _screen(request: HttpRequest, person: Person, assignment: Assignment, form: ReviewForm) -> HttpResponse:
    if person.unread_count:
        mark_read(by=person, subject=f"review:{assignment.idea_id}")
        person.refresh_from_db(fields=["unread_count"])
    context = {
        "assignment": assignment,
        "idea": assignment.idea,
        "form": form,
        "place": place_in_queue(reviews_due(person), assignment.idea_id),
        "saved_at": kept.saved_at if (kept := getattr(assignment, "review", None)) else None,
    }
    return render(request, "ideas/review.html", context, status=422 if form.errors else 200)


def _handed_in(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """One's own review as it stands, and beside it what all say together, without names."""
    if request.method == "POST":
        return see_other(request, reverse("ideas:reviews"))
    scores = {score.criterion_id: score for score in assignment.review.scores.all()}
    rows = [(criterion, scores.get(criterion.pk)) for criterion in criteria_of(assignment.rubric)]
    context = {"assignment": assignment, "idea": assignment.idea, "rows": rows}
    context["spread"] = spread_of_reviews(assignment.idea)
    return render(request, "ideas/handed_in.html", context)


@require_POST
def review_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps what is being written; script sends it every few seconds and when the page is left."""
    person = person_of(request)
    assignment = _assignment(person, number)
    actions.keep_review(by=person, assignment=assignment, opinion=_form(assignment, request.POST).opinion())
    if is_partial(request):
        return HttpResponse(status=204)
    messages.success(request, _("The draft is saved."))
    return see_other(request, reverse("ideas:review", args=[number]))


@require_http_methods(["GET", "POST"])
def step_back(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody else judges this one; why is said to whoever decides."""
    person = person_of(request)
    assignment = _assignment(person, number)
    if assignment.state == Assignment.State.DONE:
        raise Http404
    form = StepBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.posting():
            actions.step_back(by=person, assignment=assignment, reason=form.cleaned_data["reason"])
        messages.success(request, _("Somebody else is asked to judge it."))
        return see_other(request, reverse("ideas:reviews"))
    context = {"form": form, "idea": assignment.idea}
    return render(request, "ideas/step_back.html", context, status=422 if form.errors else 200)
