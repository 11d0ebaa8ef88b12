"""Under which rules something may be judged: those in force when it was written (M3)."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from network.policy.models import Section, SectionText, Version


def sections_at(moment: datetime) -> "QuerySet[Section]":
    """The sections of every version that counted then, in the order of their documents."""
    versions = Version.objects.in_force_at(moment)
    texts = Prefetch("texts", SectionText.objects.only("section_id", "language", "heading"))
    rows = Section.objects.filter(version__in=versions).select_related("version__document").prefetch_related(texts)
    return rows.order_by("version__document__position", "position")


def was_in_force(section: Section, moment: datetime) -> bool:
    """The rule counted when the text was written."""
    return Version.objects.in_force_at(moment).filter(pk=section.version_id).exists()
