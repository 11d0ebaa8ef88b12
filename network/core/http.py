"""Typed requests and the few answers that views give."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request from somebody signed in; rooms narrow `user` once, as `person_of(request)` in profiles."""

    htmx: "HtmxDetails"


def is_partial(request: HttpRequest) -> bool:
    """True when htmx wants a fragment and not a whole page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


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
