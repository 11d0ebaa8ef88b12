"""The employer's side: what was handed over to the HR adviser, and nobody else's. For others nothing is there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network.core.access import Refused
from network.core.http import see_other
from network.moderation.actions import handovers as actions
from network.moderation.models import HandOver
from network.moderation.queries import employer as queries
from profiles.access import has_role
from profiles.models import Person, Role
from profiles.sessions import person_of


def held(request: HttpRequest, ref: str) -> tuple[Person, HandOver]:
    """The adviser and what lies with them; everybody else gets the answer of a page that is not there."""
    person = person_of(request)
    handover = queries.file_for(person, ref)
    if handover is None:
        raise Http404
    return person, handover


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """All that lies with this adviser."""
    person = person_of(request)
    if not has_role(person, Role.Kind.HR_ADVISER):
        raise Http404
    return render(request, "moderation/files.html", {"files": queries.held_by(person)})


@require_safe
def file(request: HttpRequest, ref: str) -> HttpResponse:
    """The package, and the talks about it."""
    _person, handover = held(request, ref)
    context = {
        "handover": handover, "package": queries.file_package(handover),
        "meetings": handover.meetings.order_by("-starts_at"),
    }  # fmt: skip
    return render(request, "moderation/file.html", context)


@require_POST
def receive(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirms that it has come."""
    person, handover = held(request, ref)
    return _done(request, handover, actions.receive_hand_over, person, _("Moderators are told that you have it."))


@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """The matter is done; moderators hear only that."""
    person, handover = held(request, ref)
    return _done(request, handover, actions.close_hand_over, person, _("It is closed."))


def _done(request: HttpRequest, handover: HandOver, act, person: Person, sentence: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    try:
        act(by=person, handover=handover)
        messages.success(request, sentence)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return see_other(request, queries.file_url(handover))
