"""What happens in conversations. Ids only; `thread_id` is also the id of the post or idea."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class CommentPublished(Event):
    thread_id: int
    comment_id: int
    mentioned: tuple[int, ...] = ()


@dataclass(frozen=True)
class CommentEdited(Event):
    thread_id: int
    comment_id: int
    mentioned: tuple[int, ...] = ()  # those not mentioned before


@dataclass(frozen=True)
class CommentDeleted(Event):
    thread_id: int
    comment_id: int


@dataclass(frozen=True)
class ReactionsChanged(Event):
    thread_id: int
    comment_id: int | None
    by_id: int
    added: bool


@dataclass(frozen=True)
class RestrictionPlaced(Event):
    thread_id: int
    comment_id: int | None


@dataclass(frozen=True)
class RestrictionLifted(Event):
    thread_id: int
    comment_id: int | None


@dataclass(frozen=True)
class FilesChanged(Event):
    """A file of the thread was hidden, or is there again."""

    thread_id: int
