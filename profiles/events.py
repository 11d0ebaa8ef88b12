"""What happens to people."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class PersonFollowed(Event):
    person_id: int
    followed_id: int


@dataclass(frozen=True)
class ProfileChanged(Event):
    """Name, title, department or photo changed: cards that show them are renewed."""

    person_id: int


@dataclass(frozen=True)
class FieldsChanged(Event):
    """The organisation decided anew which fields profiles have: cards and what people are found by are renewed."""


@dataclass(frozen=True)
class ProfilesChanged(Event):
    """The same for many at once, as a source brings them."""

    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class PersonErased(Event):
    """What was known of somebody is gone; what they wrote stays without a name."""

    person_id: int
    handle_ids: tuple[int, ...]  # of the handles that they had, by which others mention them


@dataclass(frozen=True)
class InvitationsMade(Event):
    """People without an account were invited: each gets a letter."""

    invitation_ids: tuple[int, ...]


@dataclass(frozen=True)
class SignInRulesChanged(Event):
    """What counts as signing in was decided anew; those whom it concerns are signed out."""


@dataclass(frozen=True)
class FirstStepTaken(Event):
    """A new colleague took a first step; `subject_id` is what came of it."""

    person_id: int
    step: str
    subject_id: int | None = None


@dataclass(frozen=True)
class PersonDeactivated(Event):
    person_id: int


@dataclass(frozen=True)
class ConfirmationAsked(Event):
    """Somebody asks a colleague to stand for a skill that they declared."""

    declared_id: int
    by_id: int
    asked_id: int


@dataclass(frozen=True)
class ConfirmationEnded(Event):
    """The colleague is no longer asked: another one is, or they said no."""

    declared_id: int
    asked_id: int


@dataclass(frozen=True)
class SkillConfirmed(Event):
    declared_id: int
    person_id: int  # whose skill it is
    by_id: int


@dataclass(frozen=True)
class SkillWithdrawn(Event):
    declared_id: int


@dataclass(frozen=True)
class QuietChanged(Event):
    """The person hears somebody no longer, or again."""

    person_id: int
