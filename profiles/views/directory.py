"""The directory."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from network.core.http import is_partial, page_or_part
from profiles.forms import SearchForm
from profiles.live import cards_of
from profiles.queries import Wish, directory_page, facets
from profiles.sessions import person_of


def people(request: HttpRequest) -> HttpResponse:
    """Colleagues by words, department, place and skill; the same address gives a fragment while typing."""
    person = person_of(request)
    wish = SearchForm(request.GET).wish()
    found = directory_page(person, wish)
    context = {
        "found": found,
        "wish": wish,
        "cards": cards_of(found.hits),
        "next_url": _address(request, wish, found.next) if found.next else "",
    }
    if not is_partial(request):
        context["facets"] = facets()
    return page_or_part(request, "profiles/people.html", "profiles/_people.html", context)


def _address(request: HttpRequest, wish: Wish, page: int) -> str:
    asked = {"q": wish.words, "department": wish.department, "place": wish.place, "skill": wish.skill, "page": page}
    return f"{request.path}?{urlencode({name: value for name, value in asked.items() if value})}"
