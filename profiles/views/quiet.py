"""Muting and blocking a colleague, and one's own list of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from network.core.http import see_other
from profiles import queries
from profiles.access import can_mute
from profiles.actions.quiet import end_mute, mute_person
from profiles.models import Person, PersonMute
from profiles.queries.quiet import mute_of, muted_by
from profiles.sessions import person_of


@require_http_methods(["GET", "HEAD", "POST"])
def quiet(request: HttpRequest, handle: str) -> HttpResponse:
    """What muting and blocking mean, and the buttons: value is "mute", "block", or empty to hear again."""
    person = person_of(request)
    colleague = _colleague(person, handle)
    if request.method != "POST":
        context = {"colleague": colleague, "mute": mute_of(person, colleague)}
        return render(request, "profiles/quiet.html", context)
    wanted = request.POST.get("value")
    if wanted is None or wanted not in ("", *PersonMute.Kind):
        return HttpResponse(status=422)
    if wanted:
        mute_person(by=person, colleague=colleague, kind=PersonMute.Kind(wanted))
        messages.success(request, _("Done. Nobody is told, and you can undo it here."))
    else:
        end_mute(by=person, colleague=colleague)
        messages.success(request, _("You hear from %(name)s again.") % {"name": colleague.name})
    return see_other(request, reverse("profiles:quiet_list"))


@require_GET
def quiet_list(request: HttpRequest) -> HttpResponse:
    """Whom one has muted or blocked; nobody else sees it."""
    return render(request, "profiles/quiet_list.html", {"mutes": muted_by(person_of(request))})


def _colleague(person: Person, handle: str) -> Person:
    """Refused (oneself, somebody who left) and missing are the same; whoever is muted already can be undone."""
    try:
        colleague = queries.person_for(person, handle)
    except Person.DoesNotExist:
        raise Http404 from None
    if not can_mute(person, colleague) and mute_of(person, colleague) is None:
        raise Http404
    return colleague
