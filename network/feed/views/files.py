"""Files over http: rights are asked at each request, before anything else is said about a file."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from network.core import vault
from network.core.images import WIDTHS, step_for
from network.core.limits import at_most
from network.feed.files import FILE, UNKNOWN, WEBP, attachment_for, discard_upload, set_alt
from network.feed.models import Attachment
from network.feed.views.compose import sent_files
from profiles.models import Person
from profiles.sessions import person_of

# Kinds that no browser runs as part of a page; everything else travels as plain bytes.
HARMLESS = frozenset(["application/pdf", "application/zip", "text/plain", "text/csv", WEBP])
HARMLESS_FAMILIES = ("audio/", "video/", "application/vnd.openxmlformats-officedocument.")
ALONE = "sandbox; default-src 'none'"  # a file opened by itself may run nothing and fetch nothing


@require_safe
def attachment(request: HttpRequest, attachment_id: int, name: str) -> HttpResponseBase:
    """The file as a download under its own name; a picture in its largest width."""
    found = _found(person_of(request), attachment_id)
    if found.name != name:
        raise Http404
    part = _part_of(found, WIDTHS[-1]) if found.is_image else FILE
    known = found.media_type in HARMLESS or found.media_type.startswith(HARMLESS_FAMILIES)
    return _sent(request, found, part, media_type=found.media_type if known else UNKNOWN, as_attachment=True)


@require_safe
def picture(request: HttpRequest, attachment_id: int, width: int) -> HttpResponseBase:
    """The picture in one of the widths, or in its own when that is less."""
    found = _found(person_of(request), attachment_id)
    return _sent(request, found, _part_of(found, width), media_type=WEBP, as_attachment=False)


@require_POST
@at_most("upload")
def attachment_upload(request: HttpRequest) -> HttpResponse:
    """Keeps what was chosen in the composer; a row for each file, or a sentence for each that was refused."""
    uploads, refused = sent_files(request, person_of(request))
    context = {"uploads": uploads, "refused": refused}
    return render(request, "feed/_upload.html", context, status=200 if uploads else 422)


@require_POST
def attachment_alt(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """What the picture shows, as it was typed in the composer."""
    person = person_of(request)
    found = _found(person, attachment_id)
    set_alt(by=person, attachment=found, alt=request.POST.get(f"alt-{found.pk}", ""))
    return HttpResponse(status=204)


@require_POST
def attachment_discard(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Takes an upload back before it is published."""
    person = person_of(request)
    discard_upload(by=person, attachment=_found(person, attachment_id))
    return HttpResponse(status=204)


def _found(person: Person, attachment_id: int) -> Attachment:
    """Missing and refused look the same: 404, before any question about versions or parts is answered."""
    try:
        return attachment_for(person, attachment_id)
    except Attachment.DoesNotExist:
        raise Http404 from None


def _part_of(found: Attachment, width: int) -> str:
    step = step_for(width, found.width) if found.is_image and found.width else None
    if step is None:
        raise Http404
    return f"{step}.webp"


def _sent(
    request: HttpRequest, found: Attachment, part: str, *, media_type: str, as_attachment: bool
) -> HttpResponseBase:
    """The bytes, or 304 when the browser has them; it must ask each time, for rights end."""
    etag = f'"{found.pk:x}-{part}"'  # a file never changes
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = _streamed(vault.path_of(found.stored, part), found.name, media_type, as_attachment)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _streamed(path: Path, name: str, media_type: str, as_attachment: bool) -> FileResponse:
    try:
        content = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=as_attachment, filename=name, content_type=media_type)
