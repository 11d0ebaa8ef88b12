"""The durable log: a row is written with the change, told after commit, and read again after a gap."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from network.core.clock import now
from network.live import broadcast
from network.live.models import Entry

CONTROL = "control"


def record(topic: str, verb: str, fragment: str, subject_id: int, target: str = "") -> None:
    """Writes an entry in the caller's transaction and tells it after commit; a dead channel layer costs a log line."""
    entry = Entry.objects.create(topic=topic, verb=verb, fragment=fragment, subject_id=subject_id, target=target)
    transaction.on_commit(lambda: _tell(entry), robust=True)


def _tell(entry: Entry) -> None:
    """After commit. A refresh bears the moment from which every page that begins shows what it is about."""
    if entry.verb == Entry.Verb.REFRESH:
        entry.created_at = now()
        entry.save(update_fields=["created_at"])
    broadcast.tell_soon(entry)


def record_revocation(person_id: int | None = None) -> None:
    """Makes every process ask again what the person (None: everybody) may listen to, within two seconds."""
    entry = Entry.objects.create(topic=CONTROL, verb=Entry.Verb.REVOKE, subject_id=person_id)
    transaction.on_commit(lambda: broadcast.tell_soon(entry), robust=True)


def forget_old_entries() -> int:
    """Deletes entries past the horizon; a client away longer than that is told to refresh."""
    horizon = now() - timedelta(hours=settings.LIVE_LOG_HORIZON_HOURS)
    deleted, _ = Entry.objects.filter(created_at__lt=horizon).delete()
    return deleted
