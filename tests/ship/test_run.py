"""`manage.py run` as a newcomer meets it: from an empty folder to a page, and cleanly back."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.urls import reverse

from network.embedded.place import Place
from tests.prepared import lay_out

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    folder = Path("/tmp") / f"glod-run-{os.getpid()}-{tmp_path.name}"  # noqa: S108 (reachable for root's database account)
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(var: Path, port: int, **settings: str) -> "subprocess.Popen[str]":
    outer = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "GLOD_PROFILE")
    }
    environment = outer | {
        "GLOD_VAR": str(var),
        "PORT": str(port),
        "GLOD_DEMO": "0",
        "DJANGO_SETTINGS_MODULE": "network.settings",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT,
        env=environment | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until_ready(process: "subprocess.Popen[str]", port: int) -> None:
    give_up = time.monotonic() + 120
    while time.monotonic() < give_up and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    process.kill()
    pytest.fail(process.communicate()[0])


def end(process: "subprocess.Popen[str]", how: signal.Signals) -> str:
    process.send_signal(how)
    printed, _ = process.communicate(timeout=40)
    assert process.returncode == 0, printed
    return printed


def refusal(process: "subprocess.Popen[str]") -> str:
    printed, _ = process.communicate(timeout=60)
    assert process.returncode == 1, printed
    assert "Traceback" not in printed
    return printed.strip()


@pytest.mark.timed
def test_the_first_start_is_complete_and_the_second_is_quick(var: Path, port: int) -> None:
    first = start(var, port)
    wait_until_ready(first, port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
        assert page.status == 200
        assert page.url.endswith(reverse("profiles:set_up"))
    printed = end(first, signal.SIGINT)
    assert re.search(rf"Glød is ready: +http://localhost:{port}/", printed)
    assert f"http://localhost:{port}{reverse('profiles:set_up')}" in printed
    assert printed.rstrip().endswith("Stopped.")
    assert not (Place(var).data / "postmaster.pid").exists()

    began = time.monotonic()
    second = start(var, port, COVERAGE_PROCESS_CONFIG="")  # timed, so never measured
    wait_until_ready(second, port)
    assert time.monotonic() - began <= 5
    end(second, signal.SIGTERM)


def test_a_busy_port_is_one_sentence(var: Path, port: int) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert re.fullmatch(rf"Port {port} cannot be used \(.+\): choose another, as in .+", refusal(start(var, port)))


def test_a_second_process_on_the_same_folder_is_one_sentence(var: Path, port: int) -> None:
    lay_out(var, demo=False)
    first = start(var, port)
    wait_until_ready(first, port)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        other = int(probe.getsockname()[1])
    assert re.fullmatch(r"Glød is already running on the folder .+", refusal(start(var, other)))
    end(first, signal.SIGTERM)


def test_a_folder_that_cannot_be_written_is_one_sentence(port: int) -> None:
    said = refusal(start(Path("/dev/null/var"), port))
    assert re.fullmatch(r"Glød cannot write to the folder .+: set GLOD_VAR to a folder it may write to\.", said)


def test_a_database_that_does_not_answer_is_one_sentence(var: Path, port: int) -> None:
    said = refusal(start(var, port, DATABASE_URL="postgresql://glod@127.0.0.1:1/glod"))
    assert said.startswith("The database does not answer:")
    assert len(said.splitlines()) == 1


def test_a_weak_key_is_refused(var: Path, port: int) -> None:
    process = start(var, port, SECRET_KEY="changeme")
    printed, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "SECRET_KEY must be" in printed.strip().splitlines()[-1]


def test_a_missing_python_is_one_sentence(tmp_path: Path) -> None:
    for program in ("bash", "dirname"):
        found = subprocess.run(["/bin/sh", "-c", f"command -v {program}"], capture_output=True, text=True, check=True)
        (tmp_path / program).symlink_to(found.stdout.strip())
    done = subprocess.run(
        [tmp_path / "bash", "bin/environment", "runtime"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.fullmatch(r"Glød needs Python 3\.11 or later and found none: .+\n", done.stderr)
