"""Files over http: rights are asked at each request, before anything else is said about a file. And files of forms."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from network.conversations.files import (
    FILE,
    UNKNOWN,
    WEBP,
    Changes,
    NotStored,
    attachment_for,
    discard_upload,
    set_alt,
    store_upload,
    uploads_of,
)
from network.conversations.models import Attachment
from network.core import vault
from network.core.images import WIDTHS, step_for
from network.core.limits import at_most
from network.core.pages import cursor_from
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
    part = part_of(found, WIDTHS[-1]) if found.is_image else FILE
    known = found.media_type in HARMLESS or found.media_type.startswith(HARMLESS_FAMILIES)
    return _sent(request, found, part, media_type=found.media_type if known else UNKNOWN, as_attachment=True)


@require_safe
def picture(request: HttpRequest, attachment_id: int, width: int) -> HttpResponseBase:
    """The picture in one of the widths, or in its own when that is less."""
    found = _found(person_of(request), attachment_id)
    return _sent(request, found, part_of(found, width), media_type=WEBP, as_attachment=False)


@require_POST
@at_most("upload")
def attachment_upload(request: HttpRequest) -> HttpResponse:
    """Keeps what was chosen in a form; a row for each file, or a sentence for each that was refused."""
    sent = sent_files(request, person_of(request))
    context = {"uploads": sent.uploads, "refused": sent.refused}
    return render(request, "conversations/_upload.html", context, status=200 if sent.uploads else 422)


@require_POST
def attachment_alt(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """What the picture shows, as it was typed while it was written."""
    person = person_of(request)
    found = _found(person, attachment_id)
    set_alt(by=person, attachment=found, alt=request.POST.get(f"alt-{found.pk}", ""))
    return HttpResponse(status=204)


@require_POST
def attachment_discard(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Takes an upload back before it is sent in."""
    person = person_of(request)
    discard_upload(by=person, attachment=_found(person, attachment_id))
    return HttpResponse(status=204)


def _found(person: Person, attachment_id: int) -> Attachment:
    """Missing and refused look the same: 404, before any question about versions or parts is answered."""
    try:
        return attachment_for(person, attachment_id)
    except Attachment.DoesNotExist:
        raise Http404 from None


def part_of(found: Attachment, width: int) -> str:
    """The name of the part of the vault that holds a picture in this width; 404 where there is none."""
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
        response = streamed(found.stored, part, name=found.name, media_type=media_type, as_attachment=as_attachment)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def streamed(place: str, part: str, *, name: str, media_type: str, as_attachment: bool) -> FileResponse:
    """The bytes of one part of what lies there; 404 where they are lost."""
    try:
        content = vault.path_of(place, part).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(content, as_attachment=as_attachment, filename=name, content_type=media_type)


class Sent(NamedTuple):
    """What a form says about files."""

    uploads: list[Attachment]  # the sender's own that hang nowhere yet, in the order of upload
    refused: list[tuple[str, str]]  # names, each with the sentence that says why
    removed: set[int]  # ids of those that hang there already and are to go
    alts: dict[int, str]  # what pictures show, as it was typed, by id

    def changes(self) -> Changes:
        """The same, for the action."""
        return Changes(self.uploads, self.removed, self.alts)

    def texts(self) -> dict[str, str]:
        """What is posted with the form besides its fields: names of files, and what pictures show."""
        names = {f"name-{file.pk}": file.name for file in self.uploads}
        alts = {f"alt-{file.pk}": file.alt for file in self.uploads}
        return names | alts | {f"alt-{pk}": alt for pk, alt in self.alts.items()}

    def as_shown(self) -> dict[str, Any]:
        """What the templates of the field read."""
        return {"uploads": self.uploads, "refused": self.refused, "removed": self.removed}

    def shown_on(self, files: Iterable[Attachment]) -> list[Attachment]:
        """The files of the place as the form shows them again: what was typed about them is kept, unsaved."""
        shown = list(files)
        for file in shown:
            file.alt = self.alts.get(file.pk, file.alt)
        return shown


NOTHING_SENT = Sent([], [], set(), {})


def sent_files(request: HttpRequest, person: Person) -> Sent:
    """The files of a form, those sent before it and those sent with it, described; and what was refused, with why."""
    alts = {pk: str(said) for name, said in request.POST.items() if (pk := _numbered(name, "alt-")) is not None}
    kept, refused = uploads_of(person, numbers_of(request, "attachments")), []
    for file in kept:
        if alts.get(file.pk, file.alt) != file.alt:
            file.alt = alts[file.pk]
            set_alt(by=person, attachment=file, alt=file.alt)
    for upload in request.FILES.getlist("files"):
        try:
            kept.append(store_upload(owner=person, upload=upload))
        except NotStored as refusal:
            refused.append((upload.name or "", str(refusal.sentence)))
    return Sent(kept, refused, numbers_of(request, "remove"), alts)


def numbers_of(request: HttpRequest, name: str) -> set[int]:
    """The ids that a form names so; what is no number is left out."""
    return {number for raw in request.POST.getlist(name) if (number := cursor_from(raw)) is not None}


def _numbered(name: str, start: str) -> int | None:
    return cursor_from(name.removeprefix(start)) if name.startswith(start) else None
