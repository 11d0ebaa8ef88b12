"""Control measures as everybody reads them, and what is counted by them."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse

from network.notifications.subjects import Subject
from network.policy.access.measures import can_keep_measures
from network.policy.models import ControlMeasure, DetectorHit, HitCount, MeasureEvaluation, OwnWord
from profiles.models import Person


def measures() -> QuerySet[ControlMeasure]:
    """All of them with what was said when they were looked at, newest first; those that ended come last."""
    talks = MeasureEvaluation.objects.select_related("by")
    return ControlMeasure.objects.prefetch_related(Prefetch("evaluations", talks)).order_by("-is_on", "code")


def measure_named(code: str) -> ControlMeasure | None:
    """The measure of that code."""
    return measures().filter(code=code).first()


def own_words() -> QuerySet[OwnWord]:
    """The organisation's own words, with who added them."""
    return OwnWord.objects.select_related("by")


def hits_told() -> dict[str, int | None]:
    """How often a text was posted in spite of a finding, by kind, in all time: None where it was too seldom to tell."""
    total: Counter[str] = Counter()
    for kind, count in DetectorHit.objects.values_list("kind").annotate(count=Count("pk")).order_by():
        total[kind] += count
    for kind, count in HitCount.objects.values_list("kind", "count"):
        total[kind] += count
    return {kind: count if count >= settings.K_ANONYMITY else None for kind, count in total.items()}


def measure_subjects(person: Person, ids: Iterable[int]) -> dict[int, Subject]:
    """Measures as subjects of news, for those who look after them."""
    if not can_keep_measures(person):
        return {}
    found = ControlMeasure.objects.filter(pk__in=ids)
    return {m.pk: Subject(str(m), reverse("policy:measure", args=[m.code])) for m in found}
