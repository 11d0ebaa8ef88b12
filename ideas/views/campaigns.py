"""Campaigns: the list, the page of one, starting, changing and closing it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import actions
from ideas.access import can_close_campaign, can_edit_campaign, can_see_shortlist, can_send_to, can_start_campaign
from ideas.forms import AnswerForm, CampaignForm
from ideas.models import Campaign
from ideas.queries import Narrowing, Order, campaign_for, campaigns_on_board, criteria_of, points_of, rounds_about
from ideas.views.boards import list_of
from network.core.access import Refused, require
from network.core.http import page_or_part, see_other
from profiles.models import Person
from profiles.sessions import person_of


def campaign_or_404(person: Person, slug: str) -> Campaign:
    """Refused and missing look the same."""
    try:
        return campaign_for(person, slug)
    except Campaign.DoesNotExist:
        raise Http404 from None


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """What is asked for now, what is coming, and what came of those that are over."""
    person = person_of(request)
    context = {"campaigns": campaigns_on_board(person), "can_start": can_start_campaign(person)}
    return render(request, "ideas/campaigns.html", context)


@require_GET
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked for, by whom, by when it is answered, and what came in."""
    person = person_of(request)
    shown = campaign_or_404(person, slug)
    context = {
        "campaign": shown,
        "can_send": can_send_to(person, shown),
        "points": points_of(person, shown) if shown.takes_votes else None,
        "can_edit": can_edit_campaign(person, shown),
        "can_close": can_close_campaign(person, shown),
        "criteria": criteria_of(actions.rubric_for(shown)),
        "can_see_shortlist": can_see_shortlist(person, shown),
        **list_of(request, person, Narrowing(campaign=slug, order=_order_in(shown))),
        "rounds": rounds_about(person, shown),
    }
    return page_or_part(request, "ideas/campaign.html", "ideas/_rows.html", context)


def _order_in(campaign: Campaign) -> Order:
    """Its results once nobody votes any more."""
    return Order.RECOMMENDED if campaign.takes_votes else Order.RESULTS


@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    """Starts a campaign."""
    person = person_of(request)
    require(can_start_campaign(person), actions.NOT_STARTER)
    form = CampaignForm(person, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.posting():
            made = actions.start_campaign(by=person, brief=form.terms(), key=form.cleaned_data["key"])
        return see_other(request, made.get_absolute_url())
    return render(request, "ideas/campaign_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def campaign_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes a campaign."""
    person = person_of(request)
    shown = campaign_or_404(person, slug)
    require(can_edit_campaign(person, shown), actions.NOT_STARTER)
    form = CampaignForm(person, shown, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with form.posting():
                actions.edit_campaign(by=person, campaign=shown, brief=form.terms())
            return see_other(request, shown.get_absolute_url())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
    context = {"form": form, "campaign": shown}
    return render(request, "ideas/campaign_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def campaign_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Says to everybody what came of it."""
    person = person_of(request)
    shown = campaign_or_404(person, slug)
    require(can_close_campaign(person, shown), actions.NOT_STARTER)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": shown.answer})
    if request.method == "POST" and form.is_valid():
        try:
            with form.posting():
                actions.close_campaign(by=person, campaign=shown, answer=form.cleaned_data["answer"])
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("The campaign is closed."))
            return see_other(request, shown.get_absolute_url())
    context = {"form": form, "campaign": shown, "undecided": actions.undecided_in(shown)}
    return render(request, "ideas/campaign_close.html", context, status=422 if form.errors else 200)
