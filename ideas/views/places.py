"""What every view of ideas begins with."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from ideas.models import Idea
from ideas.queries import idea_for
from network.core.access import Refused
from network.core.warned import posting
from profiles.models import Person


def idea_or_404(person: Person, number: int) -> Idea:
    """Refused and missing look the same."""
    try:
        return idea_for(person, number)
    except Idea.DoesNotExist:
        raise Http404 from None


def say(request: HttpRequest, form: forms.Form, refusal: Refused) -> None:
    """What was refused, beside the field if the form was sent, else above the page."""
    if form.is_bound:
        form.add_error("person", str(refusal.sentence))
    else:
        messages.error(request, str(refusal.sentence))


T = TypeVar("T")


def fetched(fetch: Callable[..., T], *given: Any) -> T:
    """What a query finds; refused and missing look the same."""
    try:
        return fetch(*given)
    except ObjectDoesNotExist:
        raise Http404 from None


def tried(request: HttpRequest, form: forms.Form | None, act: Callable[[], object]) -> bool:
    """Does it; False: it was refused, and the form or the page says why."""
    try:
        with posting(form):
            act()
    except Refused as refusal:
        if form is not None and form.is_bound:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.error(request, str(refusal.sentence))
        return False
    return True
