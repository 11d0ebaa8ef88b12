"""What was reported is kept as it was, its pictures and files too: as long as the case, and for nobody outside it."""

from datetime import timedelta

from network.conversations.models import Attachment
from network.core import vault
from network.core.clock import now
from network.moderation.models import Case, KeptFile
from network.moderation.queries import photos
from network.moderation.queries.content import Content

UNDER_WAY = timedelta(days=1)  # a report that is being made keeps bytes before its row is there


def keep_files(case: Case, content: Content) -> None:
    """In the report's transaction: the bytes stay when their owner takes the file away, or all of the text."""
    for file in Attachment.objects.filter(pk__in=[file["id"] for file in content.files]):
        if vault.keep(file.stored):
            row = {"stored": file.stored, "width": file.width if file.is_image else None}
            KeptFile.objects.get_or_create(case=case, number=file.pk, defaults=row)
    photo = content.photo
    if photo and vault.keep(photos.place_of(photo), photos.kept_as(photo)):
        row = {"stored": photos.kept_as(photo), "width": photos.WIDTH}
        KeptFile.objects.get_or_create(case=case, number=photos.number_of(photo), defaults=row)


def sweep_kept_bytes() -> int:
    """Deletes bytes whose row went with its case, or never came because a report broke off; how many."""
    places = set(vault.kept_before(now() - UNDER_WAY))
    gone = places.difference(KeptFile.objects.filter(stored__in=places).values_list("stored", flat=True))
    for place in gone:
        vault.remove(vault.kept_place(place))
    return len(gone)
