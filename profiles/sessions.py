"""The signed-in person of a request, typed once for every view."""

from typing import cast

from django.http import HttpRequest

from profiles.models import Person


def person_of(request: HttpRequest) -> Person:
    """The signed-in person; only for views behind SignInRequired."""
    return cast(Person, request.user)
