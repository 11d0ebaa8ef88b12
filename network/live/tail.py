"""The tail: once a second each process reads what the log says was told, so that live is honest.

It finds revocations and messages that the channel layer lost, and sockets whose session has ended. It does not depend
on Redis: leaving a group ends listening within two seconds also while Redis is away.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q

from network.core.clock import now
from network.live.models import Entry
from network.live.registry import registry

logger = logging.getLogger("glod.live")
EVERY = 1.0  # seconds
OVERLAP = timedelta(seconds=15)  # an entry becomes visible at commit, up to this long after its moment
PATIENCE = timedelta(seconds=1.5)  # how long the layer may take before it is asked whether an entry is lost
RESUBSCRIBE_TICKS = 1800


def recent_entries(since: datetime, topics: list[str]) -> list[tuple[int, str, str, int | None, datetime]]:
    """Entries since a moment that concern these topics, and every revocation."""
    wanted = Q(topic__in=topics) | Q(verb=Entry.Verb.REVOKE)
    rows = Entry.objects.filter(wanted, created_at__gt=since).order_by("id")
    return list(rows.values_list("id", "topic", "verb", "subject_id", "created_at")[:2000])


def ended_sessions(keys: set[str]) -> set[str]:
    """Those of the session keys that no longer exist or have expired."""
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=now()).values_list("session_key", flat=True)
    return keys - set(alive)


async def follow() -> None:
    """Runs for the life of the process; a database outage costs a log line and widens the next look back."""
    since, tick = now(), 0
    while True:
        await asyncio.sleep(EVERY)
        tick += 1
        try:
            looked = now()
            await _repair(since - OVERLAP, looked)
            await _close_ended()
            await registry.let_go()
            since = looked
            if tick % RESUBSCRIBE_TICKS == 0 or not registry.layer_answers:
                await registry.resubscribe()
        except Exception as problem:
            logger.warning("the tail could not read the log", extra={"kind": type(problem).__name__})


async def _repair(since: datetime, looked: datetime) -> None:
    rows = await registry.in_thread(recent_entries, since, list(registry.listeners))
    suspects = {}
    for number, topic, verb, subject_id, created_at in rows:
        if number in registry.delivered:
            continue
        if verb == Entry.Verb.REVOKE:
            registry.remember(number)
            await registry.revoke(subject_id)
        elif looked - created_at > PATIENCE:
            suspects[number] = topic
    await registry.find_lost(suspects)


async def _close_ended() -> None:
    ended = await registry.in_thread(ended_sessions, {socket.session_key for socket in registry.sockets})
    for socket in [s for s in registry.sockets if s.session_key in ended]:
        await socket.close(4401)
