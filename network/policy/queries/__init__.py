"""What the pages of the rules read; the parts are split by noun."""

from network.policy.queries.reading import (
    Reading,
    in_force_for,
    last_acknowledged,
    notes_between,
    reading,
    section_named,
    versions_seen_by,
)
from network.policy.queries.searching import matching

__all__ = [
    "Reading",
    "in_force_for",
    "last_acknowledged",
    "matching",
    "notes_between",
    "reading",
    "section_named",
    "versions_seen_by",
]
