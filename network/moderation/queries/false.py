"""What is said of a report: for those who may handle its case, and for whoever made it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.moderation.models import Case, FalseReport, Report
from network.moderation.seals import mark_of
from network.notifications.subjects import Subject
from profiles.models import Person


def report_in(case: Case, ref: str) -> Report | None:
    """The report with this reference in this case."""
    return Report.objects.filter(case=case, ref=ref).select_related("case").first()


def said_of(report: Report) -> FalseReport | None:
    """What is said of it, if anything is."""
    return FalseReport.objects.filter(report=report).select_related("report__case").first()


def false_for(person: Person, ref: str) -> FalseReport | None:
    """What whoever made the report is told; nobody else finds it, and nobody is told of a mere proposal."""
    told = (FalseReport.Standing.STANDS, FalseReport.Standing.OVERTURNED)
    mine = FalseReport.objects.filter(mark=mark_of(person.pk), standing__in=told, ref=ref)
    return mine.select_related("report__case").first()


def false_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """As a subject of news, for whoever made the report."""
    rows = FalseReport.objects.filter(pk__in=ids, mark=mark_of(person.pk)).select_related("report")
    return {
        row.pk: Subject(
            _("Your report %(ref)s") % {"ref": row.report.ref}, reverse("moderation:told_false", args=[row.ref])
        )
        for row in rows
    }
