"""Identifiers that order by time and tell nothing else."""

import secrets
from datetime import UTC, datetime

from network.core.clock import now

_EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00Z
_RANDOM_BITS = 22


def new_id(moment: datetime | None = None) -> int:
    """A 63-bit id: 41 bits of milliseconds since 2020 (UTC), then 22 random bits; newest first is ORDER BY -id."""
    milliseconds = int((moment or now()).timestamp() * 1000) - _EPOCH_MS
    return (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)


def moment_of(identifier: int) -> datetime:
    """The UTC moment that `new_id` put into an id, to the millisecond."""
    return datetime.fromtimestamp(((identifier >> _RANDOM_BITS) + _EPOCH_MS) / 1000, tz=UTC)
