"""What became of an idea: the page of whoever carries it out, its steps, what it gave, and a word a year later."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas import actions
from ideas.access import (
    can_change_delivery,
    can_expect_benefit,
    can_measure_benefit,
    can_write_year_note,
)
from ideas.forms import ExpectForm, MeasureForm, PersonForm, ReportForm, StepForm, TargetForm, YearForm
from ideas.models import Idea
from ideas.queries import Became, became, expected_benefit, milestone_for
from ideas.views.places import idea_or_404
from network.core.access import Refused, require
from network.core.http import is_partial, page_or_part, see_other
from network.core.pages import cursor_from
from network.core.warned import posting
from profiles.models import Person
from profiles.sessions import person_of

Act = Callable[[Person, Idea, Any], object]
_FORMS: dict[str, type[forms.Form]] = {
    "report": ReportForm,
    "target": TargetForm,
    "step": StepForm,
    "expect": ExpectForm,
    "person": PersonForm,
}


def _give(by: Person, idea: Idea, form: PersonForm) -> None:
    person = form.chosen()
    if person is not None:
        actions.hand_over_delivery(by=by, idea=idea, person=person)


_ACTS: dict[str, Act] = {
    "report": lambda by, idea, form: actions.report_delivery(by=by, idea=idea, report=form.report()),
    "target": lambda by, idea, form: actions.move_target(
        by=by, idea=idea, day=form.cleaned_data["target_on"], reason=form.cleaned_data["reason"]
    ),
    "step": lambda by, idea, form: actions.add_milestone(by=by, idea=idea, **form.cleaned_data),
    "expect": lambda by, idea, form: actions.expect_benefit(
        by=by, idea=idea, benefit=form.benefit(), key=form.cleaned_data["benefit_key"]
    ),
    "person": _give,
}


def panel(person: Person, shown: Idea, found: Became | None = None) -> dict[str, Any]:
    """What templates/ideas/_became.html reads: what everybody sees, and what this reader may add."""
    return {
        "idea": shown,
        "became": found or became(shown),
        "can_change": can_change_delivery(person, shown),
        "can_expect": can_expect_benefit(person, shown),
        "can_measure": can_measure_benefit(person, shown),
        "can_write_note": can_write_year_note(person, shown),
    }


@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, number: int) -> HttpResponse:
    """How the work goes; whoever carries it out or answers for it changes it here. As a part: the panel of the idea."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    found = became(shown)
    if found.delivery is None and not is_partial(request):
        raise Http404
    forms_shown = _forms(shown, request)
    sent = forms_shown.get(request.POST.get("do", "")) if request.method == "POST" else None
    if request.method == "POST" and _acted(request, person, shown, sent):
        return see_other(request, reverse("ideas:delivery", args=[shown.pk]))
    context = panel(person, shown, found)
    faulty = any(form.is_bound and form.errors for form in forms_shown.values())
    context |= {"forms": forms_shown}
    return page_or_part(request, "ideas/delivery.html", "ideas/_became.html", context, status=422 if faulty else 200)


def _acted(request: HttpRequest, person: Person, shown: Idea, form: forms.Form | None) -> bool:
    """Does what the form says; False: it stays, with its faults."""
    do = request.POST.get("do", "")
    if do == "drop":
        number = cursor_from(request.POST.get("benefit"))
        benefit = expected_benefit(shown, number) if number else None
        if benefit is None:
            raise Http404
        actions.drop_benefit(by=person, idea=shown, benefit=benefit)
        return True
    may = can_expect_benefit if do == "expect" else can_change_delivery
    require(may(person, shown), actions.NOT_DELIVERER)
    if form is None:
        raise Http404
    if not form.is_valid():
        return False
    try:
        with posting(form):
            _ACTS[do](person, shown, form)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
    return not form.errors


def _forms(shown: Idea, request: HttpRequest) -> dict[str, forms.Form]:
    """Each form of the page; the one that was sent holds what was written."""
    row = getattr(shown, "delivery", None)
    if row is None:
        return {}
    initial = {"health": row.health, "health_note": row.health_note, "ticket_url": row.ticket_url}
    initial |= {"target_on": row.target_on}
    sent = request.POST.get("do") if request.method == "POST" else None
    return {name: form(request.POST if name == sent else None, initial=initial) for name, form in _FORMS.items()}


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """One step: ticks it, changes it, or takes it away."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    found = milestone_for(shown, pk)
    if found is None:
        raise Http404
    require(can_change_delivery(person, shown), actions.NOT_DELIVERER)
    form = StepForm(
        request.POST if request.POST.get("do") == "save" else None,
        initial={"title": found.title, "due_on": found.due_on},
    )
    if request.method == "POST" and _stepped(request, person, found, form):
        return see_other(request, reverse("ideas:delivery", args=[shown.pk]))
    context = {"idea": shown, "step": found, "form": form}
    return render(request, "ideas/step.html", context, status=422 if form.errors else 200)


def _stepped(request: HttpRequest, person: Person, found: Any, form: StepForm) -> bool:
    do = request.POST.get("do", "")
    if do in ("done", "undone"):
        actions.tick_milestone(by=person, step=found, done=do == "done")
    elif do == "remove":
        actions.remove_milestone(by=person, step=found)
    elif do != "save":
        raise Http404
    elif not form.is_valid():
        return False
    else:
        given = form.cleaned_data
        with form.posting():
            actions.change_milestone(by=person, step=found, title=given["title"], due_on=given["due_on"])
    return True


@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, number: int) -> HttpResponse:
    """What it gave, ninety days after: numbers with their method, or why nothing can be measured."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    require(can_measure_benefit(person, shown), actions.NOT_MEASURER)
    benefits = list(shown.benefits.all())
    data = request.POST if request.method == "POST" else None
    form = MeasureForm(benefits, data, reason=shown.delivery.unmeasurable)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["unmeasurable"]
        with form.posting():
            actions.measure_benefits(by=person, idea=shown, measured=form.measured, unmeasurable=words)
        messages.success(request, _("Noted. A colleague who neither wrote it nor carried it out confirms it."))
        return see_other(request, shown.get_absolute_url())
    context = {"idea": shown, "form": form, "benefits": benefits}
    return render(request, "ideas/measure.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def year(request: HttpRequest, number: int) -> HttpResponse:
    """A short note a year later: still in use, changed, or gone."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    require(can_write_year_note(person, shown), actions.NOT_A_YEAR)
    form = YearForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.posting():
            actions.write_year_note(by=person, idea=shown, **form.cleaned_data)
        messages.success(request, _("Thank you. It stands on the idea's page."))
        return see_other(request, shown.get_absolute_url())
    return render(request, "ideas/year.html", {"idea": shown, "form": form}, status=422 if form.errors else 200)
