"""What happens to files that bring people in."""

from dataclasses import dataclass

from network.core.events import Event


@dataclass(frozen=True)
class ImportAsked(Event):
    """Somebody wants the file read, carried out or taken back; its state says which."""

    import_id: int
