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
class CaseLate(Event):
    """Somebody should have looked, or decided, by now."""

    case_id: int


@dataclass(frozen=True)
class WentOutside(Event):
    """Nobody inside may handle it any more."""

    case_id: int


@dataclass(frozen=True)
class AuthorAnswered(Event):
    """The author has said their word, or their time is out: the case goes on."""

    hearing_id: int


@dataclass(frozen=True)
class InterimLapsed(Event):
    """What was hidden for the time being is there again by itself."""

    decision_id: int


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
class LimitLifted(Event):
    """A posting limit ended before its time."""

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
class CustodyAsked(Event):
    """Somebody asks for what only a custodian opens."""

    request_id: int


@dataclass(frozen=True)
class CustodyAnswered(Event):
    """A custodian has answered."""

    request_id: int


@dataclass(frozen=True)
class NameClosed(Event):
    """The time has passed in which somebody saw who made a report."""

    request_id: int


@dataclass(frozen=True)
class HandOverProposed(Event):
    """A hand-over to the employer's side waits for a second person."""

    handover_id: int


@dataclass(frozen=True)
class HandedOver(Event):
    """The employer's side has it: the receiver and the author may be told."""

    handover_id: int


@dataclass(frozen=True)
class MeetingCalled(Event):
    """People are invited to a talk on the employer's side, or its record waits for them to read it."""

    meeting_id: int


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
