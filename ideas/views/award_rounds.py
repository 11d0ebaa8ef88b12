"""Rounds of awards on the desk: the list, the desk of one, planning it and moving it on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import access, actions
from ideas.forms import CategoryForm, ReasonForm, RoundForm, WordsForm
from ideas.models import AwardRound, Category
from ideas.queries import (
    awards_for_round,
    campaigns_on_board,
    category_on_desk,
    load_desk,
    nominated_in,
    open_points,
    past_shares,
    prizes_offered,
    round_on_desk,
    rounds_for,
    rubrics_for_juries,
)
from ideas.states import ROUND_MOVES, RoundState
from ideas.views.places import fetched, tried
from network.core.http import page_or_part, see_other
from profiles.models import Person
from profiles.sessions import person_of


@require_GET
def award_rounds(request: HttpRequest) -> HttpResponse:
    """The rounds that the person runs or judges; whoever has none finds no such page."""
    person = person_of(request)
    if not access.can_open_desk(person):
        raise Http404
    running, over = rounds_for(person)
    context = {"running": running, "over": over, "can_manage": access.can_manage_awards(person)}
    return render(request, "ideas/award_rounds.html", context)


@require_GET
def award_desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about a round for those who run and judge it; under htmx only the part that changes."""
    person = person_of(request)
    shown = fetched(round_on_desk, person, slug)
    return page_or_part(request, "ideas/award_desk.html", "ideas/_round_desk.html", _desk(person, shown))


def _desk(person: Person, shown: AwardRound) -> dict[str, Any]:
    desk = load_desk(shown)
    points = open_points(desk)
    seat = access.voting_seat(person, shown)
    owed = [line for line in desk.lines if seat is not None and any(s.pk == seat.pk for s in line.owing)]
    return {
        "round": shown,
        "desk": desk,
        "points": points,
        "blocked": any(point.blocks for point in points),
        "next": _next(person, shown),
        "runs": access.can_run_round(person, shown),
        "can_edit": access.can_edit_round(person, shown),
        "can_change_jury": access.can_change_jury(person, shown),
        "sees_ballots": access.can_see_ballots(person, shown),
        "mine": len(owed) if shown.state == RoundState.JUDGING else 0,
        "judges": seat is not None and shown.state == RoundState.JUDGING,
        "given": sum(line.able - len(line.owing) for line in desk.lines),
        "wanted": sum(line.able for line in desk.lines),
        "waiting": sum(len(panel.waiting) for panel in desk.panels),
        "nominees": sum(len(panel.lines) for panel in desk.panels),
        "shares": past_shares(),
    }


def _next(person: Person, shown: AwardRound) -> RoundState | None:
    """The next state, if the person may move the round there."""
    after = (to for before, to in ROUND_MOVES if before == shown.state and to != RoundState.CANCELLED)
    return next((to for to in after if access.can_move_round(person, shown, to)), None)


@require_http_methods(["GET", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    """Plans a round."""
    person = person_of(request)
    if not access.can_manage_awards(person):
        raise Http404
    form = RoundForm(person, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made: list[AwardRound] = []
        key = form.cleaned_data["key"]
        if tried(request, form, lambda: made.append(actions.plan_round(by=person, plan=form.plan(), key=key))):
            return see_other(request, reverse("ideas:round_categories", args=[made[0].slug]))
    return render(request, "ideas/round_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def round_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes the title and the days that have not passed."""
    person = person_of(request)
    shown = fetched(round_on_desk, person, slug)
    _only_if(access.can_edit_round(person, shown))
    form = RoundForm(person, shown, request.POST if request.method == "POST" else None)
    if form.is_valid() and tried(request, form, lambda: actions.edit_round(by=person, round=shown, plan=form.plan())):
        return see_other(request, desk_of(shown))
    return render(request, "ideas/round_form.html", {"form": form, "round": shown}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def round_categories(request: HttpRequest, slug: str) -> HttpResponse:
    """What the round awards; while it is planned awards are added."""
    person = person_of(request)
    shown = fetched(round_on_desk, person, slug)
    can_change = access.can_change_categories(person, shown)
    form = CategoryForm(_offered(person, shown), data=request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _only_if(can_change)
        if form.is_valid() and tried(
            request, form, lambda: actions.add_category(by=person, round=shown, plan=form.plan())
        ):
            return see_other(request, reverse("ideas:round_categories", args=[shown.slug]))
    context = {"round": shown, "form": form, "panels": load_desk(shown).panels, "can_change": can_change}
    return render(request, "ideas/round_categories.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def category_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Changes how an award is given in a round that is being planned, or takes it out."""
    person = person_of(request)
    shown = fetched(category_on_desk, person, number)
    _only_if(access.can_change_categories(person, shown.round))
    dropped = request.POST.get("do") == "drop"
    form = CategoryForm(
        _offered(person, shown.round, shown), shown, request.POST if request.method == "POST" and not dropped else None
    )
    done = reverse("ideas:round_categories", args=[shown.round.slug])
    if dropped and tried(request, None, lambda: actions.drop_category(by=person, category=shown)):
        return see_other(request, done)
    if form.is_valid() and tried(
        request, form, lambda: actions.edit_category(by=person, category=shown, plan=form.plan())
    ):
        return see_other(request, done)
    context = {"form": form, "category": shown, "round": shown.round}
    return render(request, "ideas/category_edit.html", context, status=422 if form.errors else 200)


def _offered(person: Person, round: AwardRound, category: Category | None = None) -> Any:
    awards = awards_for_round(round, besides=category)
    return awards, rubrics_for_juries(), prizes_offered(), campaigns_on_board(person)


@require_http_methods(["GET", "POST"])
def round_move(request: HttpRequest, slug: str, state: str) -> HttpResponse:
    """Says what moving the round on means, and does it."""
    person = person_of(request)
    shown = fetched(round_on_desk, person, slug)
    to = next((to for to in RoundState if to == state and access.can_move_round(person, shown, to)), None)
    if to is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" and to == RoundState.CANCELLED else None)
    ready = request.method == "POST" and (to != RoundState.CANCELLED or form.is_valid())
    reason = form.cleaned_data["reason"] if form.is_bound and ready else ""
    if ready and tried(request, form, lambda: actions.move_round(by=person, round=shown, to=to, reason=reason)):
        messages.success(request, _("The round moved on: %(state)s.") % {"state": to.label})
        return see_other(request, desk_of(shown))
    desk = load_desk(shown)
    open_ones = [p for p in open_points(desk) if p.blocks] if to not in _UNGUARDED else []
    context = {"round": shown, "to": to, "form": form, "points": open_ones, "desk": desk}
    return render(request, "ideas/round_move.html", context, status=422 if form.errors or request.POST else 200)


_UNGUARDED = (RoundState.CANCELLED, RoundState.CLOSED)


@require_http_methods(["GET", "POST"])
def round_words(request: HttpRequest, slug: str) -> HttpResponse:
    """The jury's words to everybody nominated, and to the authors of each idea."""
    person = person_of(request)
    shown = fetched(round_on_desk, person, slug)
    _only_if(access.can_edit_round(person, shown))
    form = WordsForm(shown, nominated_in(load_desk(shown)), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text, each = form.cleaned_data["thanks"], form.to_each
        if tried(request, form, lambda: actions.write_thanks(by=person, round=shown, text=text, to_each=each)):
            return see_other(request, desk_of(shown))
    return render(request, "ideas/round_words.html", {"round": shown, "form": form}, status=422 if form.errors else 200)


@require_GET
def award_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two to four nominated ideas side by side."""
    person = person_of(request)
    shown = fetched(round_on_desk, person, slug)
    wanted = set(request.GET.getlist("n")[:4])
    lines = [line for line in nominated_in(load_desk(shown)) if str(line.nomination.pk) in wanted]
    context = {"round": shown, "lines": lines, "sees_ballots": access.can_see_ballots(person, shown)}
    return render(request, "ideas/award_compare.html", context)


def desk_of(round: AwardRound) -> str:
    """The address of its desk."""
    return reverse("ideas:award_desk", args=[round.slug])


def _only_if(allowed: bool) -> None:
    """Who may not do it finds no such page."""
    if not allowed:
        raise Http404
