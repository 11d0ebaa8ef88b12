"""A lasting connection is asked whether it works when there is reason to, and not before each page."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as Plain

from network.core.database.base import ASK_AGAIN, DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def connection() -> Iterator[Any]:
    """A connection of its own, to which nothing happens but what the test does."""
    made = connections.create_connection("default")
    assert isinstance(made, DatabaseWrapper)
    made.ensure_connection()
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The answers to the question itself, whenever it was put."""
    answers: list[bool] = []
    ask = Plain.is_usable

    def noted(self: Any) -> bool:
        answers.append(ask(self))
        return answers[-1]

    monkeypatch.setattr(Plain, "is_usable", noted)
    return answers


def end(connection: Any) -> None:
    """The server ends the connection, as it does when it is stopped."""
    with psycopg.connect(
        **connections["default"].get_connection_params() | {"cursor_factory": psycopg.Cursor, "context": None}
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


def test_one_that_answered_is_not_asked_again_for_a_while(connection: Any, asked: list[bool]) -> None:
    assert [connection.is_usable() for _ in range(5)] == [True] * 5
    assert asked == [True]
    connection.answered = monotonic() - ASK_AGAIN - 1
    assert [connection.is_usable() for _ in range(5)] == [True] * 5
    assert asked == [True, True]


def test_one_that_the_server_ended_is_found_out_at_once(connection: Any, asked: list[bool]) -> None:
    assert connection.is_usable()
    end(connection)
    assert not connection.is_usable()
    assert asked == [True, False]


def test_one_that_was_ended_here_or_never_begun_is_not_usable(connection: Any) -> None:
    assert connection.is_usable()
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
    assert not connection.is_usable()


def test_a_page_begins_anew_where_the_server_ended_its_connection(connection: Any) -> None:
    before = connection.connection.info.backend_pid
    assert connection.is_usable()
    end(connection)
    connection.health_check_enabled, connection.health_check_done = True, False  # as a request begins
    connection.close_if_health_check_failed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != before
