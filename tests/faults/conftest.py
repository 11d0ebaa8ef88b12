"""The stack that every fault happens to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from network.stack import Stack
from tests.journeys.conftest import free_port
from tests.prepared import lay_out

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Two web processes, worker, PostgreSQL and Redis, with the personas."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "GLOD_PROFILE", "GLOD_VAR"):
            patch.delenv(name, raising=False)
        var = ROOT / "var" / "faults"
        lay_out(var, demo=True)
        with Stack(var, ports=(free_port(), free_port()), extra={"GLOD_DEMO": "1", "GLOD_LIMITS": "0"}) as running:
            yield running
