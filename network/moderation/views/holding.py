"""Who works on a case: taking it, letting it go, taking it over, stepping aside."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.moderation.actions import desk as actions
from network.moderation.views.places import case_url, found, refused


@require_POST
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    """The person takes it for half an hour."""
    return _held(request, ref, actions.claim_case)


@require_POST
def take_over(request: HttpRequest, ref: str) -> HttpResponse:
    """A lead goes on where somebody else works."""
    return _held(request, ref, actions.take_over_case)


@require_POST
def let_go(request: HttpRequest, ref: str) -> HttpResponse:
    """Others may take it."""
    return _held(request, ref, actions.let_go_of_case)


@require_POST
def step_aside(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody else handles it, and nobody asks why."""
    person, case = found(request, ref)
    actions.step_aside(by=person, case=case)
    messages.success(request, _("Others handle it now. You do not see it any more."))
    return see_other(request, reverse("moderation:queue"))


def _held(request: HttpRequest, ref: str, act: Callable[..., Any]) -> HttpResponse:
    person, case = found(request, ref)
    try:
        act(by=person, case=case)
    except Refused as refusal:
        return refused(request, case, {}, refusal)
    return see_other(request, case_url(case))
