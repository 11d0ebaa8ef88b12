"""The jury: seats and conflicts, what is said to nominations, and one ballot a screen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import access, actions
from ideas.forms import BallotForm, ConflictForm, ReasonForm, SeatForm
from ideas.models import Ballot, JuryMember, Nomination
from ideas.queries import (
    conflict_on_desk,
    criteria_in,
    effects_of,
    jury_of,
    load_desk,
    nomination_on_desk,
    own_ballots,
    round_on_desk,
    to_judge,
    votes_in_jury,
)
from ideas.views.award_rounds import desk_of
from ideas.views.places import fetched, tried
from network.core.http import see_other
from profiles.models import Person
from profiles.sessions import person_of


@require_http_methods(["GET", "POST"])
def round_jury(request: HttpRequest, slug: str) -> HttpResponse:
    """Who judges, who does not judge what and why; until the jury talks it over seats are given and taken."""
    person = person_of(request)
    shown = fetched(round_on_desk, person, slug)
    can_change = access.can_change_jury(person, shown)
    form = SeatForm(request.POST if request.POST.get("do") == "seat" else None)
    here = reverse("ideas:round_jury", args=[shown.slug])
    if request.method == "POST":
        handle = request.POST.get("leave", "")
        leaving = next((seat.person for seat in jury_of(shown) if seat.person.handle == handle), None)
        chosen = form.chosen() if form.is_bound else None
        if leaving is not None and tried(
            request, None, lambda: actions.leave_jury(by=person, round=shown, person=leaving)
        ):
            return see_other(request, here if access.can_see_round_desk(person, shown) else reverse("ideas:board"))
        if chosen is not None and tried(
            request,
            form,
            lambda: actions.seat_member(by=person, round=shown, person=chosen, role=form.cleaned_data["role"]),
        ):
            return see_other(request, here)
    desk = load_desk(shown)
    context = {"round": shown, "form": form, "desk": desk, "can_change": can_change, "owing": desk.owing}
    context |= {"is_chair": access.is_chair(person, shown), "runs": access.can_run_round(person, shown)}
    return render(request, "ideas/round_jury.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def nomination(request: HttpRequest, number: int) -> HttpResponse:
    """Says yes to a nomination, or why the idea cannot be nominated."""
    person = person_of(request)
    shown = fetched(nomination_on_desk, person, number)
    refuses = request.POST.get("do") == "refuse"
    form = ReasonForm(request.POST if refuses else None, label=_("Why it cannot be nominated"))
    if request.POST.get("do") == "accept" and tried(
        request, None, lambda: actions.accept_nomination(by=person, nomination=shown)
    ):
        return see_other(request, desk_of(shown.category.round))
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.refuse_nomination(by=person, nomination=shown, reason=form.cleaned_data["reason"]),
    ):
        return see_other(request, desk_of(shown.category.round))
    context = {"nomination": shown, "idea": shown.idea, "round": shown.category.round, "form": form}
    context |= {"can_decide": access.can_decide_nomination(person, shown), "effects": effects_of(shown.idea)}
    context |= {"is_eligible": access.is_eligible(shown.idea, shown.category)}
    return render(request, "ideas/nomination.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, number: int) -> HttpResponse:
    """A juror steps back from an idea, or points out that another should."""
    person = person_of(request)
    shown = fetched(nomination_on_desk, person, number)
    if not access.can_declare_conflict(person, shown):
        raise Http404
    form = ConflictForm(person, votes_in_jury(shown.category.round), request.POST or None)
    if form.is_valid() and tried(request, form, lambda: _say_conflict(person, shown, form)):
        messages.success(request, _("It is written down. The idea is seen, and not judged, by whoever it is about."))
        return see_other(request, desk_of(shown.category.round))
    context = {"nomination": shown, "idea": shown.idea, "round": shown.category.round, "form": form}
    return render(request, "ideas/conflict.html", context, status=422 if form.errors else 200)


def _say_conflict(person: Person, shown: Nomination, form: ConflictForm) -> None:
    said: dict[str, Any] = {"by": person, "nomination": shown}
    said |= {"kind": form.cleaned_data["kind"], "note": form.cleaned_data["note"]}
    if form.seat.person_id == person.pk:
        actions.declare_conflict(**said)
    else:
        actions.challenge_conflict(**said, member=form.seat)


@require_http_methods(["GET", "POST"])
def conflict_look(request: HttpRequest, number: int) -> HttpResponse:
    """The chair looks at a conflict: it is none, with the reason, or it stands."""
    person = person_of(request)
    shown = fetched(conflict_on_desk, person, number)
    if not access.can_lift_conflict(person, shown):
        raise Http404
    form = ReasonForm(request.POST if request.POST.get("do") == "lift" else None, label=_("Why it is none"))
    done = reverse("ideas:round_jury", args=[shown.member.round.slug])
    if request.POST.get("do") == "uphold" and tried(
        request, None, lambda: actions.uphold_conflict(by=person, conflict=shown)
    ):
        return see_other(request, done)
    if form.is_valid() and tried(
        request, form, lambda: actions.lift_conflict(by=person, conflict=shown, reason=form.cleaned_data["reason"])
    ):
        return see_other(request, done)
    context = {"conflict": shown, "round": shown.member.round, "form": form}
    context |= {"can_uphold": access.can_uphold_conflict(person, shown)}
    return render(request, "ideas/conflict_look.html", context, status=422 if form.errors else 200)


@require_GET
def ballots(request: HttpRequest, slug: str) -> HttpResponse:
    """The juror's next nomination to judge; when none is left, what they have said."""
    person = person_of(request)
    shown = fetched(round_on_desk, person, slug)
    seat = access.voting_seat(person, shown)
    if seat is None:
        raise Http404
    desk = load_desk(shown)
    lines, said = to_judge(desk), own_ballots(person, shown)
    waiting = [line for line in lines if any(s.pk == seat.pk for s in line.owing)]
    if waiting and shown.state == "judging":
        return see_other(request, reverse("ideas:ballot", args=[waiting[0].nomination.pk]))
    rows = [(line, said.get(line.nomination.pk), line.bar_of(seat)) for line in lines]
    return render(request, "ideas/ballots.html", {"round": shown, "rows": rows})


@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, number: int) -> HttpResponse:
    """One nomination, its rubric with words for every step, and what the juror says: begun, cast or abstained."""
    person = person_of(request)
    shown = fetched(nomination_on_desk, person, number)
    seat = access.voting_seat(person, shown.category.round)
    if seat is None or shown.state != Nomination.State.ACCEPTED or shown.category.award.kind != "jury":
        raise Http404
    desk, own = load_desk(shown.category.round), own_ballots(person, shown.category.round)
    mine, criteria = own.get(shown.pk), criteria_in(shown.category)
    form = BallotForm(criteria, request.POST or None, initial=_kept(mine))
    form.is_posted = request.POST.get("do") in ("cast", "abstain")
    if request.method == "POST" and form.is_valid() and _keep(request, person, shown, form):
        return see_other(request, reverse("ideas:ballots", args=[shown.category.round.slug]))
    context = {"nomination": shown, "idea": shown.idea, "round": shown.category.round, "form": form, "ballot": mine}
    context |= _place(desk, seat, own, shown) | {"can_judge": access.can_judge_nomination(person, shown)}
    context |= {"effects": effects_of(shown.idea), "criteria": criteria}
    return render(request, "ideas/ballot.html", context, status=422 if form.errors else 200)


def _kept(mine: Ballot | None) -> dict[str, Any]:
    given = {f"c{score.criterion_id}": score.value for score in mine.scores.all()} if mine else {}
    return given | {"comment": mine.comment if mine else ""}


def _keep(request: HttpRequest, person: Person, shown: Nomination, form: BallotForm) -> bool:
    """Does what the button says; False: something has to be mended first."""
    said: dict[str, Any] = {"by": person, "nomination": shown, "comment": form.cleaned_data["comment"]}
    do = request.POST.get("do", "draft")
    if do == "abstain":
        return tried(request, form, lambda: actions.abstain(**said))
    if do == "cast":
        return form.is_complete() and tried(request, form, lambda: actions.cast_ballot(**said, scores=form.scores))
    kept = tried(request, form, lambda: actions.save_ballot(**said, scores=form.scores))
    if kept:
        messages.success(request, _("Your draft is kept. Nobody else sees it."))
    return kept


def _place(desk: Any, seat: JuryMember, own: dict[int, Ballot], shown: Nomination) -> dict[str, Any]:
    """Where the nomination stands in the row of those to judge, and the ones beside it."""
    lines = to_judge(desk)
    at = next((n for n, line in enumerate(lines) if line.nomination.pk == shown.pk), 0)
    line = lines[at] if lines else None
    return {
        "at": at + 1,
        "of": len(lines),
        "before": lines[at - 1] if at else None,
        "after": lines[at + 1] if at + 1 < len(lines) else None,
        "bar": line.bar_of(seat) if line else None,
    }
