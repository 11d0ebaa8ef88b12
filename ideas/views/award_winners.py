"""Who wins: the ranking of a category, citations, ties, grants taken back, and what the authors are told."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import access, actions
from ideas.forms import ReasonForm, WinnerForm
from ideas.models import Category
from ideas.queries import Desk, Line, Panel, barred_from, category_on_desk, grant_on_desk, load_desk
from ideas.queries import award_news as award_news_for
from ideas.views.award_rounds import desk_of
from ideas.views.places import fetched, tried
from network.core.http import see_other
from profiles.models import Person
from profiles.sessions import person_of


@require_http_methods(["GET", "POST"])
def category_winners(request: HttpRequest, number: int) -> HttpResponse:
    """The ranking with every ballot, and who is to win; only while the jury talks it over something changes."""
    person = person_of(request)
    shown = fetched(category_on_desk, person, number)
    if not access.can_see_ballots(person, shown.round):
        raise Http404
    desk = load_desk(shown.round)
    panel = desk.panel(shown.pk)
    line = _chosen(panel, request.POST.get("n") or request.GET.get("n", ""))
    form = _form(request, desk, panel, line)
    reason = ReasonForm(request.POST if request.POST.get("do") in _WITH_REASON else None)
    here = reverse("ideas:category_winners", args=[shown.pk])
    if request.method == "POST" and _act(request, person, shown, line, form, reason):
        return see_other(request, here)
    context = {"round": shown.round, "category": shown, "panel": panel, "line": line, "form": form, "reason": reason}
    context |= _rights(person, shown, line) | {"preview": request.POST.get("do") == "preview"}
    faulty = bool(form and form.errors) or bool(reason.errors)
    return render(request, "ideas/category_winners.html", context, status=422 if faulty else 200)


_WITH_REASON = ("nobody", "tie")


def _chosen(panel: Panel, pk: str) -> Line | None:
    return next((line for line in panel.lines if str(line.nomination.pk) == pk), None)


def _form(request: HttpRequest, desk: Desk, panel: Panel, line: Line | None) -> WinnerForm | None:
    """Asks only for the notes that this winner needs."""
    if line is None:
        return None
    said = request.POST if request.POST.get("do") in ("choose", "preview") else None
    again = (panel.category.award_id, line.idea.pk) in barred_from(desk)
    form = WinnerForm(line, expected=line.nomination.pk in panel.expected, again=again, data=said)
    form.is_posted = request.POST.get("do") == "choose"
    return form


def _rights(person: Person, shown: Category, line: Line | None) -> dict[str, Any]:
    if line is not None:
        line.nomination.category = shown
    return {
        "can_choose": line is not None and access.can_choose_winner(person, line.nomination),
        "can_depart": access.can_depart_from_ranking(person, shown),
        "can_vote": line is not None and access.can_vote_on_tie(person, line.nomination),
    }


def _act(
    request: HttpRequest,
    person: Person,
    shown: Category,
    line: Line | None,
    form: WinnerForm | None,
    reason: ReasonForm,
) -> bool:
    """Does what the button says; False: nothing was done, and the page says why."""
    do = request.POST.get("do", "")
    if do == "nobody" and reason.is_valid():
        said = reason.cleaned_data["reason"]
        return tried(request, reason, lambda: actions.say_no_winner(by=person, category=shown, reason=said))
    if line is None:
        return False
    line.nomination.category = shown
    acts: dict[str, Callable[[], None]] = {
        "drop": lambda: actions.drop_winner(by=person, nomination=line.nomination),
        "untie": lambda: actions.drop_tie_vote(by=person, nomination=line.nomination),
    }
    if do in acts:
        return tried(request, None, acts[do])
    if do == "tie" and reason.is_valid():
        note = reason.cleaned_data["reason"]
        return tried(request, reason, lambda: actions.vote_on_tie(by=person, nomination=line.nomination, note=note))
    if do == "choose" and form is not None and form.is_valid():
        choice = form.choice()
        return tried(request, form, lambda: actions.choose_winner(by=person, nomination=line.nomination, choice=choice))
    return False


@require_http_methods(["GET", "POST"])
def grant_revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a grant back with a reason that everybody reads; the row stays."""
    person = person_of(request)
    shown = fetched(grant_on_desk, person, number)
    if not access.can_revoke_grant(person, shown):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None, help_text=_("Everybody reads it."))
    if form.is_valid() and tried(
        request, form, lambda: actions.revoke_grant(by=person, grant=shown, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("The award is taken back. The row stays, struck through."))
        return see_other(request, desk_of(shown.category.round) if shown.category else reverse("ideas:board"))
    context = {"grant": shown, "round": shown.category.round if shown.category else None, "form": form}
    return render(request, "ideas/grant_revoke.html", context, status=422 if form.errors else 200)


@require_GET
def award_news(request: HttpRequest, number: int) -> HttpResponse:
    """For those whose idea is nominated: why, and later the jury's words, and whether it wins."""
    news = fetched(award_news_for, person_of(request), number)
    return render(request, "ideas/award_news.html", {"news": news, "nomination": news.nomination, "round": news.round})
