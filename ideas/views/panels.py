"""What whoever decides sees of those who judge: who they are, what they say, where they differ."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import actions
from ideas.access import can_lead_review, can_read_reviews
from ideas.forms import AskForm, TalkForm
from ideas.forms.reviews import reason_of
from ideas.models import Assignment, Idea
from ideas.queries import panel_of, propose_panel, spread_of_reviews, talks_of
from ideas.views.places import idea_or_404
from network.core.access import Refused
from network.core.http import page_or_part, see_other
from profiles.models import Person
from profiles.sessions import person_of


def _idea(person: Person, number: int, may: Any) -> Idea:
    """Refused and missing look the same."""
    shown = idea_or_404(person, number)
    if not may(person, shown):
        raise Http404
    return shown


@require_GET
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Dots of all scores, the mean, the spread and the words; fetched again when somebody hands in."""
    person = person_of(request)
    shown = _idea(person, number, can_read_reviews)
    asked = panel_of(shown)
    spread = spread_of_reviews(shown)
    talks = talks_of(shown)
    context = {
        "idea": shown,
        "asked": asked,
        "handed": [row for row in asked if row.state == Assignment.State.DONE],
        "spread": spread,
        "talks": talks,
        "owes_talk": spread.is_disputed and not talks,
        "can_lead": can_lead_review(person, shown),
        "today": localdate(),
    }
    return page_or_part(request, "ideas/panel.html", "ideas/_panel.html", context)


@require_http_methods(["GET", "POST"])
def ask_reviewer(request: HttpRequest, number: int) -> HttpResponse:
    """Asks one more to judge, or somebody else in place of a colleague who has not handed in."""
    person = person_of(request)
    shown = _idea(person, number, can_lead_review)
    asked = panel_of(shown)
    initial = {"instead_of": request.GET.get("instead", "")}
    form = AskForm(asked, request.POST if request.method == "POST" else None, initial)
    if request.method == "POST" and (chosen := form.chosen()) is not None:
        try:
            actions.ask_reviewer(by=person, idea=shown, person=chosen, instead_of=form.replaced)
        except Refused as refusal:
            form.add_error("person", str(refusal.sentence))
        else:
            messages.success(request, _("%(name)s is asked to judge the idea.") % {"name": chosen.name})
            return see_other(request, reverse("ideas:panel", args=[shown.pk]))
    proposed = [(one.person, reason_of(one)) for one in propose_panel(shown)]
    context = {"idea": shown, "form": form, "proposed": proposed}
    return render(request, "ideas/ask_reviewer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, number: int) -> HttpResponse:
    """Notes what came of talking, where those who judged it see it differently."""
    person = person_of(request)
    shown = _idea(person, number, can_lead_review)
    form = TalkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with form.posting():
                actions.note_talk(by=person, idea=shown, note=form.cleaned_data["note"])
            return see_other(request, reverse("ideas:panel", args=[shown.pk]))
        except Refused as refusal:
            form.add_error("note", str(refusal.sentence))
    return render(request, "ideas/talk.html", {"idea": shown, "form": form}, status=422 if form.errors else 200)
