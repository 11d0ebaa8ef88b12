"""Report, Case, Decision, Appeal and the log. Nothing here is deleted by what moderators do."""

from network.moderation.models.appeals import Appeal
from network.moderation.models.cases import Bar, Case, Hearing, Party
from network.moderation.models.choices import DeskChoice
from network.moderation.models.custody import CustodyRequest
from network.moderation.models.decisions import Decision
from network.moderation.models.evidence import KeptFile
from network.moderation.models.false import FalseReport
from network.moderation.models.handovers import EmployerCopy, HandOver
from network.moderation.models.hosts import HostAct
from network.moderation.models.keeping import KeepingReceipt, LogCheckpoint
from network.moderation.models.log import LogEntry
from network.moderation.models.meetings import Attendance, Meeting
from network.moderation.models.redactions import Redaction
from network.moderation.models.reports import Report, ReportIdentity, Snapshot
from network.moderation.models.transparency import TransparencyReport

__all__ = [
    "Appeal",
    "Attendance",
    "Bar",
    "Case",
    "CustodyRequest",
    "Decision",
    "DeskChoice",
    "EmployerCopy",
    "FalseReport",
    "HandOver",
    "Hearing",
    "HostAct",
    "KeepingReceipt",
    "KeptFile",
    "LogCheckpoint",
    "LogEntry",
    "Meeting",
    "Party",
    "Redaction",
    "Report",
    "ReportIdentity",
    "Snapshot",
    "TransparencyReport",
]
