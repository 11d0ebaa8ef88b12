"""A colleague in small: the card beside a name, and the contact card that a phone takes in."""

from collections.abc import Iterable

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from network.core.images import NotAPicture, jpeg_of
from network.core.limits import at_most
from profiles import actions, queries
from profiles.models import Person
from profiles.sessions import person_of
from profiles.vcard import parts, vcard

PHOTO = 256  # pixels of the photo in a contact card


def hover_card(request: HttpRequest, handle: str) -> HttpResponse:
    """What stands beside a name while it is pointed at: who it is, where, and until when they are away."""
    reader, colleague = person_of(request), _colleague(request, handle)
    shown = queries.shown_of(reader, colleague, queries.profile_fields())
    context = {"colleague": colleague, "shown": shown, "declared": queries.declared_by(colleague)[:3]}
    return render(request, "profiles/_hover_card.html", context)


def contact(request: HttpRequest, handle: str) -> HttpResponse:
    """The contact card as a picture to point a phone at, and as a file."""
    colleague = _colleague(request, handle)
    text = vcard(_lines(request, colleague))
    return render(request, "profiles/contact.html", {"colleague": colleague, "text": text})


@at_most("card")
def vcf(request: HttpRequest, handle: str) -> HttpResponse:
    """The contact card as a file, with the photo; only what the reader may see."""
    colleague = _colleague(request, handle)
    text = vcard(_lines(request, colleague), _photo(colleague))
    answer = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{colleague.handle}.vcf"'
    return answer


def _colleague(request: HttpRequest, handle: str) -> Person:
    try:
        return queries.person_for(person_of(request), handle)
    except Person.DoesNotExist:
        raise Http404 from None


def _lines(request: HttpRequest, colleague: Person) -> Iterable[tuple[str, str]]:
    shown = queries.shown_of(person_of(request), colleague, queries.profile_fields())
    first, _space, last = colleague.name.rpartition(" ")
    home = request.build_absolute_uri(reverse("profiles:person", args=[colleague.handle]))
    unit = colleague.department.name if colleague.department else ""
    return [
        ("KIND", "individual"),
        ("FN", colleague.name),
        ("N", parts(last, first, "", "", "")),
        ("TITLE", colleague.title),
        ("ORG", parts(settings.SITE_NAME, unit) if unit else settings.SITE_NAME),
        ("EMAIL;TYPE=work", str(shown.get("email", ""))),
        ("TEL;TYPE=work", str(shown.get("phone", ""))),
        ("URL", home),
    ]


def _photo(colleague: Person) -> bytes:
    """A JPEG of the photo, as few programs read WebP; nothing when there is none or it cannot be read now."""
    if not colleague.photo:
        return b""
    try:
        with default_storage.open(actions.photo_path(colleague.photo, PHOTO)) as stored:
            return jpeg_of(stored, PHOTO)
    except (FileNotFoundError, NotAPicture):
        return b""
