"""Where an administrator starts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from network.core.access import require
from profiles.access import can_administer
from profiles.sessions import person_of


def administration(request: HttpRequest) -> HttpResponse:
    """The pages that only an administrator has, each with a word about what it is for."""
    require(can_administer(person_of(request)), _("This page is for administrators."))
    return render(request, "profiles/administration.html")
