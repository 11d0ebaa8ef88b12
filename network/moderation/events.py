"""What happened to reports and cases, with ids only."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class ReportMade(Event):
    """Somebody reported something; it has a case, a new one or the open one of the same content."""

    report_id: int
    case_id: int


@dataclass(frozen=True)
class CaseChanged(Event):
    """It was claimed, let go, looked at or moved on."""

    case_id: int


@dataclass(frozen=True)
class AuthorHeard(Event):
    """The author was asked for their word before something is decided."""

    hearing_id: int


@dataclass(frozen=True)
class ApprovalAsked(Event):
    """A decision waits for a second person."""

    decision_id: int


@dataclass(frozen=True)
class CaseDecided(Event):
    """A decision counts: restrictions stand, and both sides may be told."""

    decision_id: int


@dataclass(frozen=True)
class AppealMade(Event):
    """Somebody asks that another person looks at a decision."""

    appeal_id: int


@dataclass(frozen=True)
class AppealDecided(Event):
    """The other person has looked."""

    appeal_id: int


@dataclass(frozen=True)
class AppealWithdrawn(Event):
    """Whoever appealed does not want it looked at any more."""

    appeal_id: int


@dataclass(frozen=True)
class FalseAsked(Event):
    """Somebody proposes to say that a report was made against better knowledge."""

    false_id: int


@dataclass(frozen=True)
class FalseDecided(Event):
    """It stands from now, or an appeal against it is answered."""

    false_id: int


@dataclass(frozen=True)
class FalseAppealed(Event):
    """Whoever made the report says that it was not so."""

    false_id: int
