"""The rules as people read them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from network.policy import queries
from network.policy.access import is_editor
from network.policy.models import Document, Version
from network.policy.queries.comparing import moved_rules
from network.policy.queries.knowing import foot_for
from profiles.sessions import person_of


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The house rules that count now; where there are none, what to do."""
    try:
        return _page(request, Document.Kind.HOUSE_RULES)
    except Version.DoesNotExist:
        person = person_of(request)
        context = {"versions": queries.in_force_for(person), "is_editor": is_editor(person)}
        return render(request, "policy/rules.html", context)


@require_GET
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """What counts now of one document."""
    return _found(request, slug)


@require_GET
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version at its lasting address."""
    return _found(request, slug, number)


@require_GET
def compare(request: HttpRequest, slug: str, a: int, b: int) -> HttpResponse:
    """Two versions side by side: first in plain words what changed, then word by word."""
    older, newer = sorted((a, b))
    try:
        reading = queries.reading(person_of(request), slug, newer, since=older)
    except Version.DoesNotExist:
        raise Http404 from None
    if reading.before is None:
        raise Http404
    context = {"reading": reading, "notes": queries.notes_between(reading.document, older, newer)}
    context["moves"] = moved_rules(reading)
    return render(request, "policy/compare.html", context)


@require_GET
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """The section of that name in the rules that count now: the lasting address that `§` in a text leads to."""
    found = queries.section_named(person_of(request), slug)
    if found is None:
        raise Http404
    response = HttpResponse(status=302)
    response["Location"] = f"{found.section.version.document.get_absolute_url()}#section-{slug}"
    return response


@require_GET
def section_card(request: HttpRequest, slug: str) -> HttpResponse:
    """What a link to the section shows before one follows it."""
    found = queries.section_named(person_of(request), slug)
    if found is None:
        raise Http404
    return render(request, "policy/_section_card.html", {"text": found})


def _found(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    try:
        return _page(request, slug, number)
    except Version.DoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    person, since = person_of(request), request.GET.get("changes", "")
    reading = queries.reading(person, slug, number, since=int(since) if since.isdecimal() and len(since) < 5 else None)
    foot = foot_for(person, reading.version, reading.language)
    mine = foot.mine or foot.before if foot else queries.last_acknowledged(person, reading.document)
    context = {"reading": reading, "foot": foot, "mine": mine, "today": localdate()}
    return render(request, "policy/document.html", context)
