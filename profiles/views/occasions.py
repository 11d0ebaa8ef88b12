"""The days that people tell of, and who is away."""

from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from network.core.http import see_other
from network.core.templatetags.ui import whole_day
from profiles import actions, queries
from profiles.forms import OccasionsForm
from profiles.models import Person
from profiles.sessions import person_of

MOST = 40  # people asked about at once


@require_http_methods(["GET", "HEAD", "POST"])
def occasions(request: HttpRequest) -> HttpResponse:
    """Birthday, anniversary, introduction and questions: only as the person wants."""
    person = person_of(request)
    form = OccasionsForm.of(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.edit_profile(person=person, changes=form.changes())
        return see_other(request, reverse("profiles:settings"))
    return render(request, "profiles/occasions.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def away(request: HttpRequest) -> JsonResponse:
    """Which of the named colleagues are away today, in words, by handle; those who are here are left out."""
    handles = request.GET.get("handles", "")[:2000].split(",")[:MOST]
    found = queries.away_among(person_of(request), handles)
    return JsonResponse({person.handle: _words(person) for person in found})


def _words(person: Person) -> str:
    day = whole_day(cast(date, person.away_until))
    if person.stand_in is None or not person.stand_in.is_active:
        return _("away until %(day)s") % {"day": day}
    return _("away until %(day)s, %(name)s stands in") % {"day": day, "name": person.stand_in.name}
