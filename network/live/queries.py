"""Catching up: what a page missed, as far as the person may see it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from network.core.clock import now
from network.core.prepared import prepared
from network.live import contract
from network.live.broadcast import authors_in, frame
from network.live.models import Entry

MAX_ENTRIES = 300
OVERLAP = timedelta(seconds=15)
GLANCE = timedelta(seconds=3)  # how far before its moment a fresh page may have missed something


@dataclass(frozen=True)
class CaughtUp:
    """Frames in order, or the order to load the page afresh when too much was missed."""

    frames: list[dict[str, Any]]
    refresh: bool


def moment_from(raw: str | None) -> datetime | None:
    """A moment out of milliseconds since 1970, or None when malformed or in the future."""
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > 14:
        return None
    moment = datetime.fromtimestamp(int(raw) / 1000, tz=UTC)
    return moment if moment <= now() + timedelta(minutes=1) else None


def is_behind(topics: Iterable[str], since: datetime) -> bool:
    """Something was told on these topics since then, so the page should catch up."""
    return bool(_told.rows(sorted(topics), since - GLANCE))


@prepared()
def _told(topics: list[str], since: datetime) -> "QuerySet[Entry, int]":
    return Entry.objects.filter(topic__in=topics, created_at__gt=since).values_list("pk", flat=True)[:1]


def catch_up(person: Any, since: datetime, asked: Iterable[str]) -> CaughtUp:
    """What was told since a moment, on topics the person may hear; with an overlap, as entries appear at commit."""
    if now() - since > timedelta(hours=settings.LIVE_LOG_HORIZON_HOURS):
        return CaughtUp([], refresh=True)
    topics = contract.topics_for(person, asked)
    entries = _entries.rows(sorted(topics), since - OVERLAP)
    if len(entries) > MAX_ENTRIES:
        return CaughtUp([], refresh=True)
    return CaughtUp(_frames(person, entries), refresh=False)


@prepared()
def _entries(topics: list[str], since: datetime) -> "QuerySet[Entry]":
    told = Entry.objects.filter(topic__in=topics, created_at__gt=since).exclude(verb=Entry.Verb.REVOKE)
    return told.order_by("id")[: MAX_ENTRIES + 1]


def _frames(person: Any, entries: list[Entry]) -> list[dict[str, Any]]:
    """One frame per entry; what is gone or no longer visible becomes a removal, and nothing more is said of it."""
    html: dict[tuple[str, int], str] = {}
    for name in {entry.fragment for entry in entries if entry.fragment}:
        piece = contract.fragment(name)
        ids = list({e.subject_id for e in entries if e.fragment == name and e.subject_id is not None})
        visible = piece.visible(person, ids)
        html.update({(name, pk): text for pk, text in piece.render([i for i in ids if i in visible]).items()})
    frames = [_frame(entry, html.get((entry.fragment, entry.subject_id or 0))) for entry in entries]
    quiet = set(person.quiet)
    return [told for told in frames if quiet.isdisjoint(authors_in({"": told.get("html", "")}))] if quiet else frames


def _frame(entry: Entry, text: str | None) -> dict[str, Any]:
    """As it is now: what was taken away and has come back since is shown, not taken away once more."""
    if entry.verb == Entry.Verb.REFRESH:
        return frame(entry)
    if text is None:
        return {**frame(entry), "verb": Entry.Verb.REMOVE.value}
    told = frame(entry, text)
    return {**told, "verb": Entry.Verb.REPLACE.value} if entry.verb == Entry.Verb.REMOVE else told
