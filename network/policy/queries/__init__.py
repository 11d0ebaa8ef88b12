"""What the pages of the rules read; the parts are split by noun."""

from network.policy.queries.reading import (
    Reading,
    hash_of,
    in_force_for,
    last_acknowledged,
    notes_between,
    reading,
    section_named,
    versions_seen_by,
)

__all__ = [
    "Reading",
    "hash_of",
    "in_force_for",
    "last_acknowledged",
    "notes_between",
    "reading",
    "section_named",
    "versions_seen_by",
]
