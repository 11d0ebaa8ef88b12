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
