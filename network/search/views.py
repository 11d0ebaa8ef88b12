"""One page over what every room finds."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from network.core.http import page_or_part
from network.core.limits import at_most
from network.search.queries import asked
from network.search.queries import search as search_all
from profiles.sessions import person_of


@require_safe
@at_most("search")
def search(request: HttpRequest) -> HttpResponse:
    """People, groups and posts by words; as you type htmx asks for the hits alone."""
    found = search_all(person_of(request), asked(request.GET.get("q", "")))
    return page_or_part(request, "search/search.html", "search/_hits.html", {"found": found})
