"""Error pages that look like the rest and offer a way on."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from network.core.access import Refused


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or the form could not be understood."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence of the rule that refused, when there is one."""
    sentence = exception.sentence if isinstance(exception, Refused) else ""
    return render(request, "403.html", {"sentence": sentence}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: the page was open too long, or it came from somewhere else."""
    sentence = _("The form had expired, or did not come from this site. Go back, reload the page and send it again.")
    return render(request, "403.html", {"sentence": sentence}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: missing and refused look the same."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After while PostgreSQL is away; one page that needs neither database nor person."""
    page = render_to_string("500.html")
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        connection.close()
        return HttpResponse(page, status=503, headers={"Retry-After": "3"})
    return HttpResponse(page, status=500)
