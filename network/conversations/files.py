"""The actions of attachments: storing, attaching, describing, discarding and sweeping files and pictures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.conversations.access import can_change_upload, can_see_attachment
from network.conversations.filenames import clean_name, names_a_picture, with_ending
from network.conversations.models import Attachment, Place
from network.core import vault
from network.core.access import require
from network.core.clock import now
from network.core.images import UNREADABLE, NotAPicture, fitted_set, is_picture
from network.core.later import Later
from network.core.text import clean_line
from profiles.models import Person

_puremagic = Later("puremagic")
FILE = "file"  # the part of the vault's folder that holds a file as it was sent
WEBP = "image/webp"
UNKNOWN = "application/octet-stream"
ORPHANED_AFTER = timedelta(hours=20)  # with an hourly sweep, gone within a day
MEGABYTE = 1024 * 1024
NOT_YOUR_FILE = gettext_lazy("You can only change files that you uploaded yourself.")
SENT_IN = gettext_lazy("The file is published with what you wrote: change it there.")
# Photo and print formats that we do not open: their metadata could not be taken out.
CLOSED_FORMATS = (b"II*\x00", b"MM\x00*", b"8BPS", b"%!PS-Adobe")
CLOSED_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class NotStored(Exception):
    """The file was refused; `sentence` tells the person why and how to mend it."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Changes:
    """What a form wants with the files of a place."""

    uploads: Sequence[Attachment] = ()  # to attach: the sender's own
    removed: Collection[int] = ()  # ids of those to take away, for good
    alts: Mapping[int, str] = field(default_factory=dict)  # what pictures that hang there show, by id

    @property
    def adds(self) -> bool:
        """Something comes that was not there; a picture may always be described."""
        return bool(self.uploads)


AS_THEY_ARE = Changes()


class Changed(NamedTuple):
    """What became of it."""

    attached: int
    removed: list[str]  # names of files
    described: int


def store_upload(*, owner: Person, upload: "UploadedFile[bytes]", alt: str = "") -> Attachment:
    """Keeps a file or picture for its owner, not yet attached. Raises NotStored with a sentence."""
    require(owner.is_active, NOT_YOUR_FILE)
    _require_size(upload.size or 0)
    attachment = Attachment(owner=owner, name=clean_name(upload.name or ""))
    attachment.stored = vault.place_of(attachment.pk)
    head = _head(upload)
    if is_picture(head):
        attachment.alt = clean_line(alt)[:300]
        _put_picture(attachment, upload)
    elif names_a_picture(attachment.name) or _is_closed_format(head):
        raise NotStored(UNREADABLE)
    else:
        attachment.kind, attachment.media_type = Attachment.Kind.FILE, _media_type(head, attachment.name)
        attachment.size = vault.put(attachment.stored, {FILE: upload.chunks()})
    try:
        _save_within_quota(attachment)
    except BaseException:
        vault.remove(attachment.stored)
        raise
    return attachment


@transaction.atomic
def set_alt(*, by: Person, attachment: Attachment, alt: str) -> None:
    """Says what a picture shows, before it is attached; afterwards that is said where the text is changed."""
    require(attachment.thread_id is None, SENT_IN)
    require(can_change_upload(by, attachment), NOT_YOUR_FILE)
    Attachment.objects.filter(pk=attachment.pk, thread=None).update(alt=clean_line(alt)[:300])


@transaction.atomic
def discard_upload(*, by: Person, attachment: Attachment) -> None:
    """Takes back a file that is not attached yet; the bytes go with it."""
    require(attachment.thread_id is None, SENT_IN)
    require(can_change_upload(by, attachment), NOT_YOUR_FILE)
    deleted, _rows = Attachment.objects.filter(pk=attachment.pk, thread=None).delete()
    require(bool(deleted), SENT_IN)
    transaction.on_commit(partial(vault.remove, attachment.stored))


@transaction.atomic
def change_files(*, by: Person, place: Place, changes: Changes) -> Changed:
    """Attaches, removes and describes. Whether `by` may do that there, the caller has required.

    Only the person's own uploads that hang nowhere are attached, and only files of the place removed or described.
    """
    ids = [upload.pk for upload in changes.uploads]
    free = Attachment.objects.filter(pk__in=ids, owner=by, thread=None, draft="")
    attached = free.update(thread=place.thread_id, draft=place.draft)
    removed = _remove(place.files().filter(pk__in=changes.removed))
    described = 0
    for file in place.files().filter(pk__in=changes.alts, kind=Attachment.Kind.IMAGE):
        alt = clean_line(changes.alts[file.pk])[:300]
        if alt != file.alt:
            described += Attachment.objects.filter(pk=file.pk).update(alt=alt)
    return Changed(attached, removed, described)


@transaction.atomic
def move_files(*, draft: str, thread_id: int) -> None:
    """The draft is sent in: whoever reads the thread has its files from now on."""
    Place(draft=draft).files().update(thread=thread_id, draft="")


@transaction.atomic
def discard_files(*, place: Place) -> list[str]:
    """All files of the place go, rows and bytes; their names."""
    return _remove(place.files())


def _remove(files: "QuerySet[Attachment]") -> list[str]:
    gone = list(files.values_list("pk", "name", "stored"))
    Attachment.objects.filter(pk__in=[pk for pk, _name, _stored in gone]).delete()
    for _pk, _name, stored in gone:
        transaction.on_commit(partial(vault.remove, stored))
    return [name for _pk, name, _stored in gone]


def attachment_for(person: Person, attachment_id: int) -> Attachment:
    """The file, if the person may have it now; raises Attachment.DoesNotExist alike for refused and missing."""
    attachment = Attachment.objects.get(pk=attachment_id)
    if not can_see_attachment(person, attachment):
        raise Attachment.DoesNotExist
    return attachment


def uploads_of(owner: Person, ids: Iterable[int]) -> list[Attachment]:
    """Those of the ids that the person uploaded and has not attached yet, in the order of upload."""
    known = [number for number in ids if 0 < number < 2**63]
    if not known:
        return []
    return list(Attachment.objects.filter(owner=owner, thread=None, draft="", pk__in=known))


def sweep_orphans() -> int:
    """Deletes uploads that nothing was written around, rows and bytes; how many. What a draft keeps stays."""
    orphans = Attachment.objects.filter(thread=None, draft="", created_at__lt=now() - ORPHANED_AFTER)
    swept = 0
    for pk, stored in orphans.values_list("pk", "stored").order_by("pk")[:5000]:
        if Attachment.objects.filter(pk=pk, thread=None, draft="").delete()[0]:
            vault.remove(stored)
            swept += 1
    return swept


def sweep_lost_bytes() -> int:
    """Deletes bytes whose row is gone (a text deleted for good, a transaction that never committed); how many."""
    swept = 0
    for places in vault.places_before(now() - ORPHANED_AFTER):
        for place in _without_row(places):
            vault.remove(place)
            swept += 1
    return swept


def _without_row(places: Sequence[str]) -> set[str]:
    return set(places) - set(Attachment.objects.filter(stored__in=places).values_list("stored", flat=True))


def _require_size(size: int) -> None:
    if size == 0:
        raise NotStored(_("The file is empty."))
    if size > settings.UPLOAD_MAX_BYTES:
        raise NotStored(_("The file is larger than %(limit)s MB.") % {"limit": settings.UPLOAD_MAX_BYTES // MEGABYTE})


def _head(upload: "UploadedFile[bytes]") -> bytes:
    upload.seek(0)
    return bytes(upload.read(4096))


def _put_picture(attachment: Attachment, upload: "UploadedFile[bytes]") -> None:
    """Only what we encoded is kept: no original, so no metadata and nothing hidden behind the pixels."""
    try:
        picture = fitted_set(upload)
    except NotAPicture as refusal:
        raise NotStored(refusal.sentence) from None
    attachment.kind, attachment.media_type = Attachment.Kind.IMAGE, WEBP
    attachment.name = with_ending(attachment.name, ".webp")
    attachment.width, attachment.height = picture.width, picture.height
    parts = {f"{step}.webp": [content] for step, content in picture.renditions.items()}
    attachment.size = vault.put(attachment.stored, parts)


def _is_closed_format(head: bytes) -> bool:
    return head.startswith(CLOSED_FORMATS) or (head[4:8] == b"ftyp" and head[8:12] in CLOSED_BRANDS)


def _media_type(head: bytes, name: str) -> str:
    """By content; the name is a hint between kinds that begin alike. The view trusts only a list of harmless ones."""
    with suppress(LookupError, ValueError):  # its PureError, where nothing fits, is a LookupError
        found: str = _puremagic.from_string(head, mime=True, filename=name)
        return found[:100] or UNKNOWN
    return UNKNOWN


@transaction.atomic
def _save_within_quota(attachment: Attachment) -> None:
    """One upload of a person is counted at a time, so that two can never share the last room."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"files:{attachment.owner_id}"])
    used = Attachment.objects.filter(owner=attachment.owner_id).aggregate(total=Sum("size"))["total"] or 0
    if used + attachment.size > settings.FILES_QUOTA_MB * MEGABYTE:
        sentence = _("You have used your %(quota)s MB for files. Delete a post with files you no longer need.")
        raise NotStored(sentence % {"quota": settings.FILES_QUOTA_MB})
    attachment.save(force_insert=True)
