"""The actions of attachments: storing, describing, discarding and sweeping files and pictures."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.conversations.actions import touch
from network.core import vault
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.images import UNREADABLE, NotAPicture, fitted_set, is_picture
from network.core.text import clean_line
from network.feed.access import can_edit_post, can_see_attachment
from network.feed.events import PostEdited
from network.feed.filenames import clean_name, names_a_picture, with_ending
from network.feed.models import Attachment
from profiles.models import Person

FILE = "file"  # the part of the vault's folder that holds a file as it was sent
WEBP = "image/webp"
UNKNOWN = "application/octet-stream"
ORPHANED_AFTER = timedelta(hours=20)  # with an hourly sweep, gone within a day
MEGABYTE = 1024 * 1024
NOT_YOUR_FILE = gettext_lazy("You can only change files that you uploaded yourself.")
# Photo and print formats that we do not open: their metadata could not be taken out.
CLOSED_FORMATS = (b"II*\x00", b"MM\x00*", b"8BPS", b"%!PS-Adobe")
CLOSED_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class NotStored(Exception):
    """The file was refused; `sentence` tells the person why and how to mend it."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


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
    """The owner says what a picture shows: before it is attached, and while they may edit the post, which shows it."""
    require(attachment.owner_id == by.pk, NOT_YOUR_FILE)
    if attachment.post is not None:
        require(can_edit_post(by, attachment.post), NOT_YOUR_FILE)
    attachment.alt = clean_line(alt)[:300]
    attachment.save(update_fields=["alt"])
    if attachment.post_id is not None:
        touch(attachment.post_id)
        announce(PostEdited(attachment.post_id))


@transaction.atomic
def discard_upload(*, by: Person, attachment: Attachment) -> None:
    """The owner takes back a file that is not attached yet; the bytes go with it."""
    require(attachment.owner_id == by.pk, NOT_YOUR_FILE)
    deleted, _rows = Attachment.objects.filter(pk=attachment.pk, post=None).delete()
    require(bool(deleted), gettext_lazy("The file belongs to a post: edit or delete the post."))
    transaction.on_commit(lambda: vault.remove(attachment.stored))


def attachment_for(person: Person, attachment_id: int) -> Attachment:
    """The file, if the person may have it now; raises Attachment.DoesNotExist alike for refused and missing."""
    attachment = Attachment.objects.get(pk=attachment_id)
    if not can_see_attachment(person, attachment):
        raise Attachment.DoesNotExist
    return attachment


def uploads_of(owner: Person, ids: Iterable[int]) -> list[Attachment]:
    """Those of the ids that the person uploaded and has not attached yet, in the order of upload."""
    known = [number for number in ids if 0 < number < 2**63]
    return list(Attachment.objects.filter(owner=owner, post=None, pk__in=known))


def sweep_orphans() -> int:
    """Deletes uploads that nothing was written around, rows and bytes; how many."""
    orphans = Attachment.objects.filter(post=None, created_at__lt=now() - ORPHANED_AFTER)
    swept = 0
    for pk, stored in orphans.values_list("pk", "stored").order_by("pk")[:5000]:
        if Attachment.objects.filter(pk=pk, post=None).delete()[0]:
            vault.remove(stored)
            swept += 1
    return swept


def sweep_lost_bytes() -> int:
    """Deletes bytes whose row is gone (a post deleted for good, a transaction that never committed); how many."""
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
    with suppress(puremagic.PureError, ValueError):
        return puremagic.from_string(head, mime=True, filename=name)[:100] or UNKNOWN
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
