"""Figures for everybody: counted when half a year is over, talked over with representatives, then published."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.text import clean_line
from network.moderation.access.transparency import can_make_figures
from network.moderation.models import TransparencyReport
from network.moderation.periods import Period
from network.moderation.queries.figures import figures_of
from profiles.models import Person

NOT_YOURS = _("Those who lead the moderators make this report.")
NOT_OVER = _("This half-year is not over yet.")
THERE = _("There is a report of this half-year already.")
PUBLISHED = _("It is published, and stays as it is.")
TALK_FIRST = _("Talk it over with representatives first: with whom, and on which day?")
NOT_THEN = _("That day is not between the day on which it was counted and today.")


@transaction.atomic
def count_figures(*, by: Person, period: Period) -> TransparencyReport:
    """A draft with the figures of half a year that is over; counted afresh while it is a draft, and never after."""
    require(can_make_figures(by), NOT_YOURS)
    require(period.is_over, NOT_OVER)
    report = TransparencyReport.objects.select_for_update().filter(period=period.key).first()
    require(report is None or report.published_at is None, PUBLISHED)
    report = report or TransparencyReport(period=period.key)
    report.figures, report.counted_at, report.made_by = figures_of(period), now(), by
    report.save()
    return report


@transaction.atomic
def publish_figures(*, by: Person, report: TransparencyReport, discussed_on: date, discussed_with: str) -> None:
    """From now everybody reads it; not before it was talked over, and what is published is what was talked over."""
    require(can_make_figures(by), NOT_YOURS)
    report = TransparencyReport.objects.select_for_update().get(pk=report.pk)
    require(report.published_at is None, PUBLISHED)
    require(bool(clean_line(discussed_with)), TALK_FIRST)
    require(localdate(report.counted_at) <= discussed_on <= localdate(), NOT_THEN)
    report.discussed_on, report.discussed_with = discussed_on, clean_line(discussed_with)[:200]
    report.published_at, report.published_by = now(), by
    report.save()
