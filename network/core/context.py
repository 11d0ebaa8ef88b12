"""What the shell of every page needs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from network.core.clock import now
from network.core.http import is_unfinished


class Beginning:
    """Notes when a request began, before anything is read: the page shows whatever was committed by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.META["glod.began"] = now()
        return self.get_response(request)


def began(request: HttpRequest) -> datetime:
    """When the request began."""
    moment: datetime = request.META.get("glod.began") or now()
    return moment


_more: list[Callable[[HttpRequest], dict[str, Any]]] = []


def install(*more: Callable[[HttpRequest], dict[str, Any]]) -> None:
    """Replaces what rooms above add to the shell; called once when Django is ready."""
    _more[:] = more


# The part of the house that a page belongs to, by how its address begins.
_SECTIONS = {
    "": "home",
    "people": "people", "skills": "people", "meet": "people",
    "groups": "groups",
    "ideas": "ideas", "campaigns": "ideas", "desk": "ideas",
    "hall-of-fame": "awards", "awards": "awards",
    "policy": "policy", "channels": "policy",
    "moderation": "moderation",
    "notifications": "notifications",
}  # fmt: skip


def shell(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person (or None), the site's name and whether the font is installed."""
    user = getattr(request, "user", None)
    added = {name: value for more in _more for name, value in more(request).items()}
    return added | {
        "person": user if user is not None and user.is_authenticated and not is_unfinished(request) else None,
        "site_name": settings.SITE_NAME,
        "font_available": settings.FONT_AVAILABLE,
        "demo": settings.DEMO,
        "section": _SECTIONS.get(request.path.split("/", 2)[1], ""),  # which link of the rail is marked
        "moment": int(began(request).timestamp() * 1000),  # from here on the page asks the live log
    }
