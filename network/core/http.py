"""Typed requests and the few answers that views give."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request from somebody signed in; rooms narrow `user` once, as `person_of(request)` in profiles."""

    htmx: "HtmxDetails"


UNFINISHED = "unfinished"  # in a session: the person must still finish signing in, and until then it opens nothing


def is_unfinished(request: HttpRequest) -> bool:
    """True while the session is signed in only so far that its person can finish it."""
    return UNFINISHED in getattr(request, "session", ())


def is_partial(request: HttpRequest) -> bool:
    """True when htmx wants a fragment and not a whole page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The whole page, or only the fragment when htmx asked; the same URL serves both."""
    response = render(request, part if is_partial(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


class SeeOther(HttpResponse):
    """303: the form was accepted, now read this page."""

    status_code = 303

    def __init__(self, url: str) -> None:
        super().__init__()
        self["Location"] = url


def see_other(request: HttpRequest, url: str) -> HttpResponse:
    """303 to a page of ours; under htmx an HX-Redirect, which the browser follows as a whole page."""
    if is_partial(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return SeeOther(url)


def back(request: HttpRequest, otherwise: str, anchor: str = "") -> HttpResponse:
    """303 to the page that the form stood on, if it is one of ours, else to `otherwise`; 204 under htmx or script."""
    if is_partial(request):
        return HttpResponse(status=204)
    came_from = request.headers.get("Referer", "").partition("#")[0]
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return SeeOther(f"{came_from if ours else otherwise}{'#' if anchor else ''}{anchor}")
