"""`manage.py stack`: what docker-compose.yml runs, on this machine, and cleanly back."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from network import stack as topology
from network.embedded import CannotStart
from network.embedded.place import Place
from network.stack import Program, Stack
from tests.journeys.conftest import ROOT, free_port
from tests.prepared import clean_environment, lay_out
from tests.ship.test_run import end, refusal


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    folder = Path("/tmp") / f"glod-stack-{os.getpid()}-{tmp_path.name}"  # noqa: S108 (reachable for root's database account)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def start(var: Path, *ports: int, **settings: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "stack", "--ports", *map(str, ports)],
        cwd=ROOT,
        env=clean_environment(var) | {"GLOD_DEMO": "0"} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def answers(address: str) -> bool:
    try:
        return urllib.request.urlopen(f"{address}/readyz", timeout=5).status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.mark.slow
@pytest.mark.redis
def test_all_of_it_starts_and_ends_together(var: Path) -> None:
    lay_out(var, demo=False)
    running = start(var, free_port(), free_port())
    assert running.stdout is not None
    said = next(line for line in running.stdout if line.startswith("Glød is ready") or running.poll() is not None)
    addresses = re.findall(r"http://127\.0\.0\.1:\d+", said)
    assert [answers(address) for address in addresses] == [True, True]
    assert (Place(var).data / "postmaster.pid").exists()
    assert end(running, signal.SIGINT).rstrip().endswith("Stopped.")
    assert [answers(address) for address in addresses] == [False, False]
    assert not (Place(var).data / "postmaster.pid").exists()
    assert {path.stem for path in (var / "logs").iterdir()} == {"redis", "worker", "web-1", "web-2"}


@pytest.mark.slow
def test_a_missing_redis_is_one_sentence(var: Path) -> None:
    said = refusal(start(var, free_port(), PATH=str(var))).splitlines()[-1]
    assert said == "The stack needs Redis: install redis-server, or set REDIS_URL."
    assert not (Place(var).data / "postmaster.pid").exists()


def test_a_part_that_does_not_start_names_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Stack(tmp_path, web=1, ports=[free_port()])
    parts.web.append(Program([sys.executable, "-c", "raise SystemExit('no')"], tmp_path / "logs" / "web-1.log", {}))
    parts.web[0].start()
    with pytest.raises(CannotStart, match=r"^A web process did not start: .*/web-1\.log\.$"):
        parts.wait_until_ready(0)
    assert (tmp_path / "logs" / "web-1.log").read_text() == "no\n"
    parts.env = clean_environment(tmp_path) | {"SECRET_KEY": "changeme"}
    with pytest.raises(CannotStart, match=r"(?s)^`manage.py build` failed:\n.*SECRET_KEY must be"):
        parts._migrate()
    deaf = tmp_path / "redis-server"
    deaf.write_text("#!/bin/sh\nexit 1\n")
    deaf.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotStart, match=r"^Redis did not start: .*/redis\.log\.$"):
        parts._start_redis()


STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def test_a_program_comes_back_after_it_was_killed_and_ends_also_against_its_will(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topology, "END", 0.2)
    log = tmp_path / "logs" / "program.log"
    program = Program([sys.executable, "-c", STUBBORN], log, {})
    program.stop()
    assert program.pid is None
    program.start()
    first = program.pid
    program.kill()
    assert program.pid is None
    program.start()
    assert program.pid not in (None, first)
    give_up = time.monotonic() + 10
    while not log.read_text() and time.monotonic() < give_up:
        time.sleep(0.01)
    program.stop()
    assert program.pid is None
