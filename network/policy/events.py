"""What happens to the rules."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class AcknowledgementGiven(Event):
    """Somebody said that they have received a version, perhaps with a question or an objection."""

    acknowledgement_id: int
    person_id: int
    has_words: bool


@dataclass(frozen=True)
class QuestionAnswered(Event):
    """A policy editor answered what came with an acknowledgement."""

    acknowledgement_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class PeopleReminded(Event):
    """These people are reminded of a version that they have not acknowledged; the claim is already theirs."""

    version_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class EvidenceAsked(Event):
    """An editor asks for a named list; another must approve it."""

    export_id: int
    by_id: int


@dataclass(frozen=True)
class EvidenceApproved(Event):
    """Another editor approved it: whoever asked may fetch it once."""

    export_id: int
    by_id: int


@dataclass(frozen=True)
class VersionMoved(Event):
    """It stands in another state now; nobody (None) moved it when a day came."""

    version_id: int
    before: str
    after: str
    by_id: int | None


@dataclass(frozen=True)
class ApprovalAsked(Event):
    """An editor asks for a step that takes two."""

    approval_id: int


@dataclass(frozen=True)
class RemarkMade(Event):
    """Somebody said something of a draft."""

    remark_id: int


@dataclass(frozen=True)
class RemarkReplied(Event):
    """Somebody answered under a remark."""

    reply_id: int


@dataclass(frozen=True)
class RemarkAnswered(Event):
    """Those who write the rules said what came of it."""

    remark_id: int


@dataclass(frozen=True)
class SignOffAsked(Event):
    """A representative is asked what they say of a finished text."""

    request_id: int


@dataclass(frozen=True)
class SignedOff(Event):
    """A representative answered, or let the day pass."""

    sign_off_id: int


@dataclass(frozen=True)
class MeasureLapsed(Event):
    """A day of a control measure has passed: what it covers is off until it has been looked at."""

    measure_id: int


@dataclass(frozen=True)
class MeasureRenewed(Event):
    """It was looked at, changed or ended: nobody has to do so any more."""

    measure_id: int
