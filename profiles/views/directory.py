"""The directory, and the few colleagues that the search field on every page suggests."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from network.core.http import SeeOther, is_partial, page_or_part
from network.core.limits import at_most
from profiles.forms import SearchForm
from profiles.live import cards_of, why
from profiles.queries import Facet, Search, Wish, facets_of, page_of, suggested, tally_of
from profiles.sessions import person_of


@at_most("search")
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues by words and by what narrows them; the same address gives a fragment while typing."""
    wish = SearchForm(request.GET).wish()
    search = Search(person_of(request), wish)
    tally = tally_of(search)
    found, facets = page_of(search, tally.people), facets_of(search, tally)
    context = {
        "found": found,
        "wish": wish,
        "cards": cards_of(found.hits),
        "facets": facets,
        "chips": list(_chips(request, wish, facets)),
        "next_url": _address(request.path, wish, page=found.next) if found.next else "",
        "all_url": _address(request.path, Wish(wish.words)),
    }
    return page_or_part(request, "profiles/people.html", "profiles/_people.html", context)


def _chips(request: HttpRequest, wish: Wish, facets: list[Facet]) -> Iterator[tuple[str, str]]:
    """(what it is called, the address without it) for every value that is asked for."""
    for facet in facets:
        for choice in facet.choices:
            if choice.is_chosen:
                left = [value for value in wish.asked[facet.name] if value != choice.value]
                yield str(choice.label), _address(request.path, Wish(wish.words, {**wish.asked, facet.name: left}))


def _address(path: str, wish: Wish, page: int = 1) -> str:
    asked = {"q": wish.words, **wish.asked, "page": page if page > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    return f"{path}?{query}" if query else path


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """The few whom the field on every page suggests while typing; the directory for those who come here themselves."""
    wish = SearchForm(request.GET).wish()
    if not is_partial(request):
        return SeeOther(_address(reverse("profiles:people"), wish))
    people, count = suggested(person_of(request), wish.words)
    context = {
        "words": wish.words,
        "people": [
            (colleague, "" if hit.why in ("name", "alike") else why(hit.why, hit.what)) for colleague, hit in people
        ],
        "count": count,
        "more": count > len(people),
    }
    return render(request, "profiles/_finder.html", context)
