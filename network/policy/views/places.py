"""What the pages of making rules begin with."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from network.core.access import Refused
from network.core.warned import posting
from network.policy.access.drafts import can_see_drafts
from network.policy.models import Version
from network.policy.queries.drafts import draft_of
from profiles.models import Person
from profiles.sessions import person_of

T = TypeVar("T")


def fetched(fetch: Callable[..., T], *given: Any) -> T:
    """What a query finds; refused and missing look the same."""
    try:
        return fetch(*given)
    except ObjectDoesNotExist:
        raise Http404 from None


def editor_of(request: HttpRequest) -> Person:
    """For everybody but editors the desk does not exist."""
    person = person_of(request)
    if not can_see_drafts(person):
        raise Http404
    return person


def desk(request: HttpRequest, slug: str) -> tuple[Person, Version]:
    """The editor and the version of the document that is on its way."""
    return editor_of(request), fetched(draft_of, slug)


def tried(form: forms.BaseForm, act: Callable[[], object], place: str | None = None) -> bool:
    """Does it if the form is complete; False: it was refused, and the form says why."""
    if not form.is_valid():
        return False
    try:
        with posting(form):
            act()
    except Refused as refusal:
        form.add_error(place, str(refusal.sentence))
        return False
    return True
