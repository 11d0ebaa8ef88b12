"""What happens to files that bring people in."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class ImportAsked(Event):
    """Somebody wants the file read, carried out or taken back; its state says which."""

    import_id: int


@dataclass(frozen=True)
class ScheduleStopped(Event):
    """A file that is fetched by itself does not go on by itself: an administrator has to look at it."""

    schedule_id: int


@dataclass(frozen=True)
class ScheduleWentOn(Event):
    """Nobody has to look at it any more."""

    schedule_id: int


@dataclass(frozen=True)
class DirectoryGroupFilled(Event):
    """A directory counts more people to a group that is linked to one of ours."""

    directory_group_id: int
