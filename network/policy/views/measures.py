"""Control measures, the organisation's own words, and what is seen of each."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.policy.access.measures import can_keep_measures
from network.policy.actions import measures as actions
from network.policy.actions.founding import begin_with_measures
from network.policy.forms.measures import EvaluationForm, MeasureForm, OwnWordForm
from network.policy.models import ControlMeasure
from network.policy.queries import inventory
from network.policy.queries import measures as queries
from profiles.models import Person
from profiles.sessions import person_of

PAGE = ["GET", "HEAD", "POST"]


@require_GET
def what_is_seen(request: HttpRequest) -> HttpResponse:
    """For everybody: what is kept about a person, what is looked for, and what the house cannot see."""
    context = {"entries": inventory.ENTRIES, "unseen": inventory.UNSEEN, "measures": queries.measures()}
    return render(request, "policy/what_is_seen.html", context | {"may_keep": can_keep_measures(person_of(request))})


@require_http_methods(PAGE)
def measures(request: HttpRequest) -> HttpResponse:
    """Those that are kept, for who keeps them; where there is none yet, one button writes down what there can be."""
    person = _keeper(request)
    if request.method == "POST":
        begin_with_measures(by=person)
        return see_other(request, reverse("policy:measures"))
    context = {"measures": queries.measures(), "hits": queries.hits_told(), "fewest": settings.K_ANONYMITY}
    return render(request, "policy/measures.html", context)


@require_http_methods(PAGE)
def measure_new(request: HttpRequest) -> HttpResponse:
    """A new measure."""
    person = _keeper(request)
    form = MeasureForm(data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.start_measure(by=person, terms=form.terms(), key=form.cleaned_data["key"])
        return see_other(request, reverse("policy:measure", args=[made.code]))
    return render(request, "policy/measure_edit.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(PAGE)
def measure(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure with its history; looking at it together adds a line."""
    person, shown = _keeper(request), _measure(slug)
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with form.posting():
                actions.evaluate_measure(by=person, measure=shown, evaluation=form.evaluation())
            messages.success(request, _("It is written down."))
            return see_other(request, reverse("policy:measure", args=[shown.code]))
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    return render(
        request, "policy/measure.html", {"measure": shown, "form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(PAGE)
def measure_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Other words or days."""
    person, shown = _keeper(request), _measure(slug)
    form = MeasureForm(shown, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.change_measure(by=person, measure=shown, terms=form.terms())
            return see_other(request, reverse("policy:measure", args=[shown.code]))
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    context = {"form": form, "measure": shown}
    return render(request, "policy/measure_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(PAGE)
def own_words(request: HttpRequest) -> HttpResponse:
    """The organisation's own words: the list, and one more."""
    person = _keeper(request)
    form = OwnWordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.add_own_word(by=person, word=form.cleaned_data["word"], why=form.cleaned_data["why"])
        return see_other(request, reverse("policy:own_words"))
    context = {"form": form, "words": queries.own_words()}
    return render(request, "policy/own_words.html", context, status=422 if form.is_bound else 200)


@require_POST
def own_word_remove(request: HttpRequest, word_id: int) -> HttpResponse:
    """One word less."""
    person = _keeper(request)
    word = queries.own_words().filter(pk=word_id).first()
    if word is not None:
        actions.remove_own_word(by=person, word=word)
    return see_other(request, reverse("policy:own_words"))


def _keeper(request: HttpRequest) -> Person:
    """Whoever keeps measures; for others the page is missing."""
    person = person_of(request)
    if not can_keep_measures(person):
        raise Http404
    return person


def _measure(code: str) -> ControlMeasure:
    found = queries.measure_named(code)
    if found is None:
        raise Http404
    return found
