"""Work of a worker that was killed is taken up again, and that of a living one is left alone."""

from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from network.conversations.tasks import renew_cards_of
from network.core.tasks import app, retry_stalled

pytestmark = pytest.mark.django_db


def taken_by_a_worker(silent_for: str) -> int:
    """A job that a worker began, whose last sign of life is so long ago."""
    job = renew_cards_of.defer(person_id=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
            [silent_for],
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])
    return job


def test_the_jobs_of_a_worker_that_fell_silent_wait_again() -> None:
    silent, forgotten, alive = (taken_by_a_worker(silent_for) for silent_for in ("61 s", "1 hour", "50 s"))
    async_to_sync(retry_stalled.func)(SimpleNamespace(app=app), 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        assert dict(cursor.fetchall()) == {silent: "todo", forgotten: "todo", alive: "doing"}
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (2,)
