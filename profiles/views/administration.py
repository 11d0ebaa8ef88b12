"""Where an administrator starts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profiles.sessions import administrator_of


def administration(request: HttpRequest) -> HttpResponse:
    """The pages that only an administrator has, each with a word about what it is for."""
    administrator_of(request)
    return render(request, "profiles/administration.html")
