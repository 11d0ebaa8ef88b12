"""One's own desk: what it spares, what waits, and pictures of a case that one may read."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from network.conversations.files import UNKNOWN, WEBP
from network.conversations.views.files import ALONE, streamed
from network.core.http import see_other
from network.moderation.access import can_read_reported
from network.moderation.actions.choices import choose_desk
from network.moderation.forms.choices import DeskChoiceForm
from network.moderation.queries.evidence import evidence_in
from network.moderation.queries.exposure import choice_of, waiting_count
from network.moderation.views.places import found, handler_of


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """What "next" leaves out, and whether pictures are blurred; for oneself alone."""
    person = handler_of(request)
    mine = choice_of(person)
    initial = {"spared": mine.spared, "shows_pictures": mine.shows_pictures}
    form = DeskChoiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        choose_desk(by=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return see_other(request, reverse("moderation:queue"))
    return render(request, "moderation/choices.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """How many cases wait for the person, for the rail."""
    return render(request, "moderation/_waiting.html", {"desk_waiting": waiting_count(handler_of(request))})


@require_safe
def evidence(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    """A picture or file of what was reported, hidden or taken away since, for whoever may read it."""
    person, case = found(request, ref)
    file = evidence_in(case, number) if can_read_reported(person, case) else None
    if file is None:
        raise Http404
    kind = WEBP if file.is_image else UNKNOWN
    response = streamed(file.place, file.part, name=file.name, media_type=kind, as_attachment=not file.is_image)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    return response
