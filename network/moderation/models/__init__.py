"""Report, Case, Decision, Appeal and the log. Nothing here is deleted by what moderators do."""

from network.moderation.models.appeals import Appeal
from network.moderation.models.cases import Bar, Case, Hearing, Party
from network.moderation.models.decisions import Decision
from network.moderation.models.handovers import EmployerCopy, HandOver
from network.moderation.models.log import LogEntry
from network.moderation.models.meetings import Attendance, Meeting
from network.moderation.models.reports import Report, ReportIdentity, Snapshot
from network.moderation.models.transparency import TransparencyReport

__all__ = [
    "Appeal", "Bar", "Case", "Decision", "Hearing", "LogEntry", "Party", "Report", "ReportIdentity", "Snapshot",
    "Attendance", "EmployerCopy", "HandOver", "Meeting", "TransparencyReport",
]  # fmt: skip
