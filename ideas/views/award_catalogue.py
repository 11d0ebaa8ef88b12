"""The catalogue of awards and prizes, and the limit for tax-free gifts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas import actions
from ideas.access import can_manage_awards
from ideas.forms import AwardForm, LimitForm, PrizeForm
from ideas.models import Award, Prize
from ideas.queries import award_in_catalogue, awards_in_catalogue, prize_in_catalogue, prizes_in_catalogue
from ideas.views.places import fetched, tried
from network.core.http import see_other
from profiles.models import Person
from profiles.sessions import person_of


def _keeper(request: HttpRequest) -> Person:
    """Whoever does not keep the catalogue finds no such page."""
    person = person_of(request)
    if not can_manage_awards(person):
        raise Http404
    return person


@require_http_methods(["GET", "POST"])
def award_catalogue(request: HttpRequest) -> HttpResponse:
    """What can be awarded and what goes with it; the limit is set here."""
    person = _keeper(request)
    limit = actions.award_rules().gift_limit
    form = LimitForm(request.POST if request.method == "POST" else None, initial={"kroner": limit})
    if form.is_valid():
        kroner = form.cleaned_data["kroner"]
        if tried(request, form, lambda: actions.set_gift_limit(by=person, kroner=kroner)):
            messages.success(request, _("The limit is saved. It holds for prizes saved from now on."))
            return see_other(request, reverse("ideas:award_catalogue"))
    context = {"awards": awards_in_catalogue(), "prizes": prizes_in_catalogue(), "form": form}
    return render(request, "ideas/award_catalogue.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def award_new(request: HttpRequest) -> HttpResponse:
    """A new award."""
    person = _keeper(request)
    form = AwardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = form.cleaned_data["key"]
        if tried(request, form, lambda: actions.save_award(by=person, words=form.words(), key=key)):
            return see_other(request, reverse("ideas:award_catalogue"))
    return render(request, "ideas/award_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def award_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Changes an award, archives it, or offers it again."""
    person = _keeper(request)
    shown = fetched(award_in_catalogue, number)
    return _edit(request, person, shown, AwardForm, ("name", "description", "kind", "emblem"))


@require_http_methods(["GET", "POST"])
def prize_new(request: HttpRequest) -> HttpResponse:
    """A new prize."""
    person = _keeper(request)
    form = PrizeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = form.cleaned_data["key"]
        if tried(request, form, lambda: actions.save_prize(by=person, words=form.words(), key=key)):
            return see_other(request, reverse("ideas:award_catalogue"))
    return render(
        request, "ideas/award_form.html", {"form": form, "is_prize": True}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def prize_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Changes a prize, archives it, or offers it again."""
    person = _keeper(request)
    shown = fetched(prize_in_catalogue, number)
    return _edit(request, person, shown, PrizeForm, ("title", "kind", "value", "tax_note"))


def _edit(
    request: HttpRequest, person: Person, shown: Award | Prize, form_of: Any, names: tuple[str, ...]
) -> HttpResponse:
    do = request.POST.get("do", "save")
    initial = {name: getattr(shown, name) for name in names}
    form = form_of(request.POST if request.method == "POST" and do == "save" else None, initial=initial)
    done = reverse("ideas:award_catalogue")
    if do in ("archive", "offer"):
        actions.archive(by=person, kept=shown, on=do == "archive")
        return see_other(request, done)
    if form.is_valid() and tried(request, form, lambda: _save(person, shown, form.words())):
        return see_other(request, done)
    context = {"form": form, "shown": shown, "is_prize": isinstance(shown, Prize)}
    return render(request, "ideas/award_form.html", context, status=422 if form.errors else 200)


def _save(person: Person, shown: Award | Prize, words: Any) -> None:
    if isinstance(shown, Prize):
        actions.save_prize(by=person, words=words, prize=shown)
    else:
        actions.save_award(by=person, words=words, award=shown)
