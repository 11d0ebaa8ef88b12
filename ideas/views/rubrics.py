"""What ideas are judged by: the list, one rubric, writing, changing and putting away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas import actions
from ideas.access import can_edit_rubric, can_write_rubrics
from ideas.forms import RubricForm
from ideas.models import Rubric
from ideas.queries import criteria_of, rubric_for_reading, rubrics_written
from network.core.access import Refused, require
from network.core.http import see_other
from network.core.pages import cursor_from
from profiles.models import Person
from profiles.sessions import person_of


def _rubric(person: Person, number: int) -> Rubric:
    """For those who write rubrics; refused and missing look the same."""
    if not can_write_rubrics(person):
        raise Http404
    try:
        return rubric_for_reading(number)
    except Rubric.DoesNotExist:
        raise Http404 from None


@require_GET
def rubrics(request: HttpRequest) -> HttpResponse:
    """Every rubric with its versions, the house's own first."""
    if not can_write_rubrics(person_of(request)):
        raise Http404
    actions.house_rubric()
    return render(request, "ideas/rubrics.html", {"rubrics": rubrics_written()})


@require_GET
def rubric(request: HttpRequest, number: int) -> HttpResponse:
    """Its criteria, what each step means, and the weights."""
    person = person_of(request)
    shown = _rubric(person, number)
    context = {
        "rubric": shown,
        "criteria": criteria_of(shown),
        "can_edit": can_edit_rubric(person, shown),
        "is_kept": actions.is_kept(shown),
    }
    return render(request, "ideas/rubric.html", context)


@require_http_methods(["GET", "POST"])
def rubric_new(request: HttpRequest) -> HttpResponse:
    """Writes a new one, from nothing or from another."""
    person = person_of(request)
    if not can_write_rubrics(person):
        raise Http404
    other = cursor_from(request.GET.get("from"))
    first = criteria_of(_rubric(person, other)) if other else []
    form = RubricForm(request.POST if request.method == "POST" else None, criteria=first)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            name = form.cleaned_data["name"]
            with form.posting():
                made = actions.write_rubric(by=person, name=name, questions=form.questions, key=key)
            return see_other(request, made.get_absolute_url())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    return render(request, "ideas/rubric_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def rubric_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Changes it; of one that is in use a new version is made."""
    person = person_of(request)
    shown = _rubric(person, number)
    require(can_edit_rubric(person, shown), actions.NOT_WRITER)
    data = request.POST if request.method == "POST" else None
    form = RubricForm(data, shown, criteria_of(shown))
    if request.method == "POST" and form.is_valid():
        try:
            name = form.cleaned_data["name"]
            with form.posting():
                made = actions.edit_rubric(by=person, rubric=shown, name=name, questions=form.questions)
            return see_other(request, made.get_absolute_url())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    context = {"form": form, "rubric": shown, "is_kept": actions.is_kept(shown)}
    return render(request, "ideas/rubric_form.html", context, status=422 if form.errors else 200)


@require_POST
def rubric_archive(request: HttpRequest, number: int) -> HttpResponse:
    """No longer offered to campaigns."""
    person = person_of(request)
    shown = _rubric(person, number)
    try:
        actions.archive_rubric(by=person, rubric=shown)
        messages.success(request, _("It is no longer offered. What was judged by it keeps it."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return see_other(request, reverse("ideas:rubrics"))
