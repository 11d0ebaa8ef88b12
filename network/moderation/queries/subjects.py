"""Reports, cases, decisions and appeals as subjects of news, as their reader may see them now."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.moderation.access import cases_for
from network.moderation.models import Appeal, Decision, Report
from network.moderation.queries.sides import hearings_of
from network.moderation.seals import mark_of
from network.notifications.subjects import Subject
from profiles.models import Person


def report_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """One's own reports, on one's own page."""
    mine = Report.objects.filter(pk__in=ids, identity__mark=mark_of(person.pk))
    where = reverse("moderation:reports")
    return {row.pk: Subject(_("Your report %(ref)s") % {"ref": row.ref}, f"{where}#report-{row.ref}") for row in mine}


def case_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Cases that the person may handle."""
    rows = cases_for(person).filter(pk__in=ids)
    return {
        row.pk: Subject(_("Case %(ref)s") % {"ref": row.ref}, reverse("moderation:case", args=[row.ref]))
        for row in rows
    }


def decision_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """What is decided about what the person wrote."""
    mine = Decision.objects.about(person.pk, mark_of(person.pk)).remembered()  # a letter leads to no closed door
    rows = mine.filter(pk__in=ids, stands_at__isnull=False)
    return {
        row.pk: Subject(_("Decision %(ref)s") % {"ref": row.ref}, reverse("moderation:statement", args=[row.ref]))
        for row in rows
    }


def hearing_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """What the person is asked about something they wrote."""
    rows = hearings_of(person).filter(pk__in=ids)
    return {
        row.pk: Subject(_("A question about what you wrote"), reverse("moderation:hearing", args=[row.case.ref]))
        for row in rows
    }


def appeal_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """One's own appeals."""
    rows = Appeal.objects.filter(pk__in=ids, mark=mark_of(person.pk)).select_related("decision")
    return {
        row.pk: Subject(
            _("Your appeal %(ref)s") % {"ref": row.ref}, reverse("moderation:statement", args=[row.decision.ref])
        )
        for row in rows
    }
