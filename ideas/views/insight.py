"""The page of figures about the idea board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from ideas.access import can_open_exports
from ideas.forms import span_from
from ideas.models import Campaign
from ideas.queries import insight as insight_of
from ideas.queries import open_campaigns
from profiles.sessions import person_of

PERIODS: tuple[tuple[str, "str | Promise"], ...] = (
    ("90", _("90 days")),
    ("365", _("A year")),
    ("730", _("Two years")),
    ("all", _("Since the beginning")),
)


@require_GET
def insight(request: HttpRequest) -> HttpResponse:
    """Figures that are the same for everybody who works here."""
    person = person_of(request)
    campaigns = open_campaigns()
    span = span_from(request.GET, campaigns)
    asked = span.campaign or "always-open"
    promises = next((campaign for campaign in campaigns if campaign.slug == asked), Campaign())
    context = {
        "span": span,
        "campaigns": campaigns,
        "periods": PERIODS,
        "can_export": can_open_exports(person),
        "found": insight_of(span),
        "promises": promises,
    }
    return render(request, "ideas/insight.html", context)
