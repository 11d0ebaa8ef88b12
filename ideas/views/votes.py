"""Wanting an idea, taking a vote back after a merge, and customers who ask for it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import actions
from ideas.access import can_add_customer_voice
from ideas.forms import VoiceForm, VoteForm
from ideas.models import CustomerVoice, Idea
from ideas.queries import voices_on
from ideas.views.places import idea_or_404
from network.core.access import Refused, require
from network.core.http import back, is_partial, see_other
from network.core.limits import at_most
from network.core.pages import cursor_from
from profiles.sessions import person_of


@require_POST
@at_most("reaction")
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """Gives or takes back one's vote."""
    person, form = person_of(request), VoteForm(request.POST)
    shown = idea_or_404(person, number)
    if not form.is_valid():
        raise Http404
    try:
        actions.set_vote(by=person, idea=shown, on=form.gives, points=form.cleaned_data["points"] or 1)
    except Refused as refusal:
        if is_partial(request):
            raise
        messages.error(request, str(refusal.sentence))
    return back(request, shown.get_absolute_url(), f"support-{shown.pk}")


@require_POST
def regret(request: HttpRequest, number: int) -> HttpResponse:
    """Takes back a vote that a merge brought along."""
    person = person_of(request)
    merged = idea_or_404(person, number)
    actions.take_vote_back(by=person, merged=merged)
    messages.success(request, _("Your vote is taken back."))
    return see_other(request, (merged.merged_into or merged).get_absolute_url())


@require_http_methods(["GET", "POST"])
def voices(request: HttpRequest, number: int) -> HttpResponse:
    """Notes that a customer asks for it too, or takes such a note away."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    require(can_add_customer_voice(person, shown), actions.NO_VOICE)
    form = VoiceForm(request.POST if request.POST.get("do") == "add" else None)
    if request.POST.get("do") == "remove":
        actions.remove_customer_voice(by=person, voice=_voice(shown, request.POST.get("voice", "")))
        return see_other(request, request.path)
    if form.is_valid():
        with form.posting():
            actions.add_customer_voice(by=person, idea=shown, organisation=form.cleaned_data["organisation"])
        return see_other(request, shown.get_absolute_url())
    context = {"idea": shown, "form": form, "voices": voices_on(person, shown)}
    return render(request, "ideas/voices.html", context, status=422 if form.errors else 200)


def _voice(idea: Idea, number: str) -> CustomerVoice:
    found = idea.customer_voices.filter(pk=cursor_from(number) or 0).first()
    if found is None:
        raise Http404
    return found
