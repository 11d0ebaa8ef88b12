"""What was reported is kept as it was, its pictures and files too: as long as the case, and for nobody outside it."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction

from network.conversations.models import Attachment
from network.core import vault
from network.core.clock import now
from network.moderation.models import Case, KeptFile
from network.moderation.queries.content import Content

UNDER_WAY = timedelta(days=1)  # a report that is being made keeps bytes before its row is there


def keep_files(case: Case, content: Content) -> None:
    """In the report's transaction: the bytes stay when their owner takes the file away, or all of the text."""
    for file in Attachment.objects.filter(pk__in=[file["id"] for file in content.files]):
        if vault.keep(file.stored):
            row = {"stored": file.stored, "width": file.width if file.is_image else None}
            KeptFile.objects.get_or_create(case=case, number=file.pk, defaults=row)


def let_files_go(case_id: int) -> None:
    """The time of the case is over: its rows go, and the bytes that no other case relies on."""
    rows = KeptFile.objects.filter(case=case_id)
    places = list(rows.values_list("stored", flat=True))
    rows.delete()
    transaction.on_commit(partial(_remove, places))


def sweep_kept_bytes() -> int:
    """Deletes bytes whose row is gone, or never came: a report that broke off; how many."""
    places = list(vault.kept_before(now() - UNDER_WAY))
    return _remove(places)


def _remove(places: Iterable[str]) -> int:
    needed = set(KeptFile.objects.filter(stored__in=places).values_list("stored", flat=True))
    gone = [place for place in places if place not in needed]
    for place in gone:
        vault.remove(vault.kept_place(place))
    return len(gone)
