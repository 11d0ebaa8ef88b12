"""What happens to posts."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class PostPublished(Event):
    post_id: int
    mentioned: tuple[int, ...] = ()
    group_id: int | None = None  # None: to everyone


@dataclass(frozen=True)
class PostEdited(Event):
    post_id: int
    mentioned: tuple[int, ...] = ()  # those not mentioned before


@dataclass(frozen=True)
class PostDeleted(Event):
    post_id: int


@dataclass(frozen=True)
class PeopleAsked(Event):
    """A question was sent to these people."""

    post_id: int
    people: tuple[int, ...]


@dataclass(frozen=True)
class QuestionHandedOn(Event):
    post_id: int
    by_id: int
    to_id: int | None  # None: they said "not me" and named nobody


@dataclass(frozen=True)
class PinChanged(Event):
    post_id: int


@dataclass(frozen=True)
class SharingAsked(Event):
    """The author asks whether the post may be shared outside as it reads now."""

    post_id: int


@dataclass(frozen=True)
class SharingTakenBack(Event):
    """The author asks no longer."""

    post_id: int


@dataclass(frozen=True)
class SharingAnswered(Event):
    """Somebody who speaks for us said whether the post may be shared outside."""

    post_id: int
    by_id: int
