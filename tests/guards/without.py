"""A plugin of pytest (`-p tests.guards.without`): tests on a database of their own that lacks a guard, and what they said.

GLOD_GUARD_DATABASE names the database, GLOD_GUARD_SQL is run on it once it is there, and GLOD_GUARD_REPORT is the file
for how each test ended.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ENDS: list[dict[str, str]] = []


def pytest_configure(config: pytest.Config) -> None:
    """Two of these at once do not share a database."""
    from django.conf import settings

    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = os.environ["GLOD_GUARD_DATABASE"]


@pytest.fixture(scope="session", autouse=True)
def _without_guard(django_db_setup: None, django_db_blocker: Any) -> None:
    """Takes the guard out of the database; a statement that does not fit is an error, and no red test."""
    statement = os.environ.get("GLOD_GUARD_SQL")
    if not statement:
        return
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Notes how a test ended, and by what."""
    report: Any = yield
    if report.when == "call" or report.outcome == "failed":
        raised = call.excinfo.type if call.excinfo else None
        kinds = [] if raised is None else [kind.__name__ for kind in raised.__mro__]
        if call.excinfo and "deadlock detected" in str(call.excinfo.value):  # two that wait for each other
            kinds.append("Deadlock")
        ENDS.append({"test": item.nodeid, "when": report.when, "outcome": report.outcome, "raised": " ".join(kinds)})
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hands the notes over."""
    Path(os.environ["GLOD_GUARD_REPORT"]).write_text(json.dumps(ENDS))
