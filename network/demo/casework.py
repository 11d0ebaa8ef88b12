"""The rows of cases on their way to the database, and the log that tells of them in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Model

from network.conversations.models import Restriction
from network.moderation.actions.log import BEGINNING, Verb, hash_of
from network.moderation.models import (
    Appeal,
    Bar,
    Case,
    CustodyRequest,
    Decision,
    Hearing,
    LogEntry,
    Party,
    Report,
    ReportIdentity,
    Snapshot,
)
from network.moderation.seals import mark_of
from profiles.models import Person

_TABLES = (Case, Report, ReportIdentity, Snapshot, Party, Bar, Hearing, Restriction, Decision, Appeal, CustodyRequest)


@dataclass
class Files:
    """Collects rows of every kind and writes them in the order that keys demand."""

    rows: dict[type[Model], list[Model]] = field(default_factory=lambda: {table: [] for table in _TABLES})
    _told: list[tuple[datetime, int, LogEntry]] = field(default_factory=list)

    def add(self, *rows: Model) -> None:
        """To be written later."""
        for row in rows:
            self.rows[type(row)].append(row)

    def note(self, verb: Verb, case: Case, at: datetime, *, by: Person | None = None, about: str = "") -> None:
        """One entry of the log; `by` None is the clock, or somebody whom the log does not name."""
        entry = LogEntry(
            at=at.astimezone(UTC), actor=mark_of(by.pk) if by else "", verb=verb, case_ref=case.ref, object_ref=about
        )
        self._told.append((entry.at, len(self._told), entry))

    def write(self) -> None:
        """Everything, and the log as one chain."""
        for table in _TABLES:
            self._insert(table, self.rows[table])
        before = BEGINNING
        entries = [entry for _at, _number, entry in sorted(self._told, key=lambda told: told[:2])]
        for entry in entries:
            entry.before = before
            entry.hash = before = hash_of(entry)
        self._insert(LogEntry, entries)

    @staticmethod
    def _insert(table: type[Model], rows: Iterable[Model]) -> None:
        table._default_manager.bulk_create(rows, batch_size=2000)
