"""Figures of half a year: a list, a page for each, and what whoever leads the moderators does with them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.core.access import Refused, require
from network.core.gate import fewest_people
from network.core.http import see_other
from network.moderation.access.transparency import can_make_figures
from network.moderation.actions.transparency import NOT_YOURS, count_figures, publish_figures
from network.moderation.forms.transparency import PublishForm
from network.moderation.models import TransparencyReport
from network.moderation.periods import period_of
from network.moderation.queries import transparency as queries
from profiles.models import Person
from profiles.sessions import person_of


@require_safe
def all_figures(request: HttpRequest) -> HttpResponse:
    """The latest report, and all that there are."""
    person = person_of(request)
    reports = queries.reports_for(person)
    latest = next((report for report in reports if report.published_at is not None), None)
    context = {
        "reports": reports, "to_count": queries.to_count(person),
        "sheet": queries.sheet_of(latest) if latest is not None else None, "fewest": fewest_people(),
    }  # fmt: skip
    return render(request, "moderation/transparency_all.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest, period: str) -> HttpResponse:
    """One half-year; whoever leads the moderators publishes it here."""
    person = person_of(request)
    report = queries.report_for(person, period_of(period))
    if report is None:
        raise Http404
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        require(can_make_figures(person), NOT_YOURS)
    if form.is_valid() and _published(person, report, form):
        messages.success(request, _("It is published. Everybody reads it now."))
        return see_other(request, reverse("moderation:figures", args=[period]))
    context = {"sheet": queries.sheet_of(report), "form": form, "may_make": can_make_figures(person)}
    context["fewest"] = fewest_people()
    return render(request, "moderation/transparency.html", context, status=422 if form.is_bound else 200)


@require_POST
def count(request: HttpRequest, period: str) -> HttpResponse:
    """A draft, or a draft counted afresh."""
    person, half = person_of(request), period_of(period)
    if half is None or not can_make_figures(person):
        raise Http404
    try:
        count_figures(by=person, period=half)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return see_other(request, reverse("moderation:all_figures"))
    return see_other(request, reverse("moderation:figures", args=[period]))


def _published(person: Person, report: TransparencyReport, form: PublishForm) -> bool:
    try:
        with form.posting():
            publish_figures(by=person, report=report, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("discussed_on", str(refusal.sentence))
        return False
    return True
