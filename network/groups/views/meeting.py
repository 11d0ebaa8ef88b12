"""People one may not know: shown with why, and taken away when not wanted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from network.core.http import is_partial, page_or_part, see_other
from network.groups.queries import people_to_meet
from profiles.actions import pass_over
from profiles.models import Person
from profiles.sessions import person_of


@require_GET
def meet(request: HttpRequest) -> HttpResponse:
    """The suggestions of today, as a page and as a panel."""
    return _page(request, person_of(request))


@require_POST
def pass_by(request: HttpRequest, handle: str) -> HttpResponse:
    """Never suggests this colleague again; nobody is told."""
    person = person_of(request)
    pass_over(person=person, colleague=get_object_or_404(Person.objects.visible_to(person), handle=handle))
    return _page(request, person) if is_partial(request) else see_other(request, reverse("groups:meet"))


def _page(request: HttpRequest, person: Person) -> HttpResponse:
    return page_or_part(request, "groups/meet.html", "groups/_meet.html", {"meetings": people_to_meet(person)})
