"""What the wire tells those who handle reports: that something changed at their desk, and not what."""

from network.live.log import record
from network.moderation.events import CaseChanged, ReportMade
from network.moderation.queries.handlers import handlers_of


def case_changed(event: CaseChanged | ReportMade) -> None:
    """Everybody who may handle the case fetches their desk afresh; whoever is barred hears nothing."""
    for person in handlers_of(event.case_id):
        record(f"person:{person.pk}", "refresh", "inbox", person.pk, "moderation-desk")
        record(f"person:{person.pk}", "refresh", "inbox", person.pk, "moderation-count")
