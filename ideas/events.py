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


@dataclass(frozen=True)
class ReviewAsked(Event):
    """A colleague is asked to judge the idea; by nobody (None) when time did it."""

    idea_id: int
    person_id: int
    by_id: int | None


@dataclass(frozen=True)
class ReviewHandedIn(Event):
    idea_id: int
    person_id: int


@dataclass(frozen=True)
class ReviewerLeft(Event):
    """Stepped back, or is no longer asked."""

    idea_id: int
    person_id: int
    by_id: int | None


@dataclass(frozen=True)
class ReviewsClosed(Event):
    """Nobody is asked to judge the idea any more: it is decided, or has left the board."""

    idea_id: int


@dataclass(frozen=True)
class ReviewDue(Event):
    """A review is due soon, or is overdue; `step` says how far the reminders have come."""

    idea_id: int
    person_id: int
    step: int


@dataclass(frozen=True)
class DeliveryChanged(Event):
    """Another day, another health, a step, an expectation, a measurement, or a word a year later."""

    idea_id: int


@dataclass(frozen=True)
class DeliveryGiven(Event):
    """Somebody else carries it out from now on."""

    idea_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class DeliveryDue(Event):
    """Something is asked of whoever carries it out: "target", "follow-up" or "year"."""

    idea_id: int
    what: str


@dataclass(frozen=True)
class RoundMoved(Event):
    """A round of awards stands in another state now."""

    round_id: int
    change_id: int


@dataclass(frozen=True)
class RoundAnnounced(Event):
    """Everybody may know the winners; announced once a round."""

    round_id: int


@dataclass(frozen=True)
class NominationChanged(Event):
    """Put forward, accepted, refused or withdrawn."""

    nomination_id: int


@dataclass(frozen=True)
class RoundChanged(Event):
    """Something on the desk of a round is different: its days, categories, jury, conflicts or winners."""

    round_id: int


@dataclass(frozen=True)
class JurySeated(Event):
    """Somebody has a seat in the jury from now on."""

    round_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class JuryLeft(Event):
    """Somebody has a seat no more."""

    round_id: int
    person_id: int


@dataclass(frozen=True)
class BallotGiven(Event):
    """A juror has cast a ballot or abstained; what it says is nobody's yet."""

    nomination_id: int
    member_id: int


@dataclass(frozen=True)
class RoundDue(Event):
    """The clock tells somebody about a round: `step` says what (ideas.actions.turning)."""

    round_id: int
    step: str


@dataclass(frozen=True)
class GrantGiven(Event):
    """A spot award counts now."""

    grant_id: int


@dataclass(frozen=True)
class GrantChanged(Event):
    """Somebody answered how their name is told, a prize was handed over, or the award was taken back."""

    grant_id: int


@dataclass(frozen=True)
class SignatureAsked(Event):
    """A spot award waits for a second manager to sign."""

    grant_id: int
