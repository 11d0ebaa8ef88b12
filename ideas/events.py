"""What happens to ideas."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class CoAuthorAsked(Event):
    idea_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class CoAuthorAnswered(Event):
    """Said yes or no, left, or is no longer asked."""

    idea_id: int
    person_id: int


@dataclass(frozen=True)
class IdeaMoved(Event):
    """It stands in another state now; sending it in is the first move."""

    idea_id: int
    change_id: int


@dataclass(frozen=True)
class IdeaEdited(Event):
    idea_id: int


@dataclass(frozen=True)
class IdeaOwned(Event):
    """Somebody answers for it from now on."""

    idea_id: int
    owner_id: int
    by_id: int | None


@dataclass(frozen=True)
class VotesChanged(Event):
    idea_id: int


@dataclass(frozen=True)
class CampaignChanged(Event):
    """Started, changed or closed."""

    campaign_id: int


@dataclass(frozen=True)
class AnswerDue(Event):
    """An answer is due soon, or is overdue; `step` says how far the reminders have come."""

    idea_id: int
    step: int
