"""Every test of people starts as a fresh process would: nobody counted, no tries remembered."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from profiles.queries import people as people_queries


@pytest.fixture(autouse=True)
def _fresh(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(people_queries, "_somebody", False)
    cache.clear()
    yield
    cache.clear()
