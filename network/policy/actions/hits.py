"""What is kept of findings: the kind and the reason chosen, never a value and never a person."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from network.policy.models import DetectorHit, HitCount

KEEP_HITS = timedelta(days=30)


def record_hits(*, kinds: Iterable[str], choice: str) -> None:
    """One row for each kind that a published text holds; the caller's transaction is that of the publication."""
    day = localdate()
    DetectorHit.objects.bulk_create(DetectorHit(kind=kind, choice=choice, day=day) for kind in sorted(set(kinds)))


@transaction.atomic
def fold_hits() -> int:
    """Hits older than thirty days become numbers of a month; how many there were. Run twice, it adds nothing twice."""
    old = DetectorHit.objects.select_for_update().filter(day__lt=localdate() - KEEP_HITS)
    ids = list(old.values_list("pk", flat=True))
    chosen = DetectorHit.objects.filter(pk__in=ids)
    months = chosen.annotate(month=TruncMonth("day")).values_list("kind", "choice", "month")
    for kind, choice, month, count in months.annotate(count=Count("pk")).order_by():
        row, _made = HitCount.objects.get_or_create(kind=kind, choice=choice, month=month)
        HitCount.objects.filter(pk=row.pk).update(count=F("count") + count)
    chosen.delete()
    return len(ids)
