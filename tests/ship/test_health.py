"""What the proxy and the container ask: does it run, can it serve, and is it the only one where it must be."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from network.embedded import CannotStart
from network.live.registry import registry
from network.management.alone import claim
from network.management.ready import is_ready

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ready(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(registry, "layer_answers", True)

    def ask() -> tuple[int, dict[str, str]]:
        answer = Client().get("/readyz")
        return answer.status_code, answer.json()

    return ask


def test_it_can_serve_when_the_database_is_as_this_version_wants_it(ready: Any) -> None:
    assert ready() == (200, {"status": "ok", "database": "ok", "live": "ok"})


def test_without_redis_it_serves_and_says_that_live_is_less(
    ready: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(registry, "layer_answers", False)
    assert ready() == (200, {"status": "degraded", "database": "ok", "live": "degraded"})


def test_before_its_migrations_it_cannot_serve(ready: Any) -> None:
    MigrationRecorder.Migration.objects.filter(app="live").delete()
    assert ready() == (503, {"status": "unavailable", "database": "not migrated"})


def test_without_a_database_it_runs_but_cannot_serve(ready: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object) -> None:
        raise OperationalError

    monkeypatch.setattr("network.health.MigrationRecorder", away)
    assert ready() == (503, {"status": "unavailable", "database": "away"})
    assert Client().get("/livez").status_code == 200


class Answering(http.server.BaseHTTPRequestHandler):
    """A web process that answers to its own name alone."""

    def do_GET(self) -> None:
        known = self.path == "/readyz" and self.headers["Host"] == "intranet.example"
        self.send_response(self.server.says if known else 400)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[http.server.HTTPServer]:
    monkeypatch.setenv("GLOD_ORIGINS", "https://intranet.example,https://other.example")
    with http.server.HTTPServer(("127.0.0.1", 0), Answering) as server:
        server.says = 200  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def health_check(port: int) -> int:
    command = [sys.executable, "-m", "network.management.ready", str(port)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def test_the_health_check_asks_under_the_sites_own_name(
    web: http.server.HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_ready(web.server_port)
    assert health_check(web.server_port) == 0
    web.says = 503  # type: ignore[attr-defined]
    assert not is_ready(web.server_port)
    assert health_check(web.server_port) == 1
    monkeypatch.delenv("GLOD_ORIGINS")
    web.says = 200  # type: ignore[attr-defined]
    assert not is_ready(web.server_port)


def test_a_process_that_does_not_answer_is_not_ready(web: http.server.HTTPServer) -> None:
    web.shutdown()
    web.server_close()
    assert not is_ready(web.server_port)


@pytest.mark.django_db
def test_without_redis_one_process_alone_serves_a_database(settings: Any) -> None:
    settings.REDIS_URL = ""
    first = claim()
    assert first is not None
    with closing(first), pytest.raises(CannotStart, match=r"^Another Glød process .*set REDIS_URL"):
        claim()
    second = claim()
    assert second is not None
    second.close()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert claim() is None
