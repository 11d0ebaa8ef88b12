"""Report, Case, Decision, Appeal and the log. Nothing here is deleted by what moderators do."""

from network.moderation.models.appeals import Appeal
from network.moderation.models.cases import Bar, Case, Hearing, Party
from network.moderation.models.choices import DeskChoice
from network.moderation.models.decisions import Decision
from network.moderation.models.false import FalseReport
from network.moderation.models.hosts import HostAct
from network.moderation.models.log import LogEntry
from network.moderation.models.reports import Report, ReportIdentity, Snapshot

__all__ = [
    "Appeal", "Bar", "Case", "Decision", "DeskChoice", "FalseReport", "Hearing", "HostAct", "LogEntry", "Party",
    "Report", "ReportIdentity", "Snapshot",
]  # fmt: skip
