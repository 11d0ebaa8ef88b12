"""Writing the log: each entry holds the hash of the one before, so that nothing can be taken out unseen."""

import hashlib

from django.db import connection

from network.core.clock import now
from network.moderation.models import LogCheckpoint, LogEntry
from network.moderation.seals import mark_of
from profiles.models import Person

_LOCK = 0x610D_6D0D  # one writer at a time, until its transaction ends
BEGINNING = "0" * 64
Verb = LogEntry.Verb


def note(verb: LogEntry.Verb, case_ref: str, *, by: Person | None, about: str = "") -> LogEntry:
    """One entry more, in the caller's transaction; `by` None is the clock, `about` a reference of what it concerns."""
    writing_log()
    last = LogEntry.objects.order_by("-seq").values_list("hash", flat=True).first()
    entry = LogEntry(
        at=now(), actor=mark_of(by.pk) if by else "", verb=verb, case_ref=case_ref, object_ref=about,
        before=last or beginning(),
    )  # fmt: skip
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


def writing_log() -> None:
    """Nobody else writes the log, or cuts it, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def beginning() -> str:
    """What the first entry that is there follows: the last one that was cut away, or nothing."""
    return LogCheckpoint.objects.order_by("-seq").values_list("hash", flat=True).first() or BEGINNING


def hash_of(entry: LogEntry) -> str:
    """SHA-256 over everything that the entry says, and the hash of the one before."""
    said = (entry.at.isoformat(), entry.actor, entry.verb, entry.case_ref, entry.object_ref, entry.before)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def first_break() -> int | None:
    """The number of the first entry that does not follow from the one before; None where the chain is whole."""
    before = beginning()
    for entry in LogEntry.objects.order_by("seq").iterator():
        if entry.before != before or entry.hash != hash_of(entry):
            return entry.seq
        before = entry.hash
    return None
