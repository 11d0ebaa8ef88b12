"""A web process ends without leaving anybody hanging."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import asyncio, sys
from network.serving import serve

async def application(scope, receive, send):
    if scope["type"] == "http":
        await asyncio.sleep(1 if scope["path"] == "/slow" else 0)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
        await send({"type": "http.response.body", "body": b"done"})
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.send", "text": "heard"})

serve(application, "127.0.0.1", int(sys.argv[1]), ready=lambda: print("ready", flush=True))
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(port: int) -> "subprocess.Popen[str]":
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.fixture
def server(port: int) -> Iterator["subprocess.Popen[str]"]:
    process = start(port)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


def fetch(port: int, path: str) -> bytes:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read()


def test_a_request_under_way_is_finished_after_sigterm(server: "subprocess.Popen[str]", port: int) -> None:
    answers: list[bytes] = []
    visitor = threading.Thread(target=lambda: answers.append(fetch(port, "/slow")))
    visitor.start()
    time.sleep(0.4)
    server.send_signal(signal.SIGTERM)
    visitor.join(10)
    assert answers == [b"done"]
    assert server.wait(10) == 0


def test_a_socket_is_told_to_come_back_later(server: "subprocess.Popen[str]", port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/ws/") as page:
        page.send("hello")
        assert page.recv(5) == "heard"
        server.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionClosed) as closed:
            page.recv(5)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012
    assert server.wait(10) == 0


def test_a_message_that_is_too_long_ends_the_socket(server: "subprocess.Popen[str]", port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/ws/") as page:
        page.send("x" * 70_000)
        with pytest.raises(ConnectionClosed):
            page.recv(5)
    assert server.poll() is None


def test_a_taken_port_is_one_sentence(server: "subprocess.Popen[str]", port: int) -> None:
    second = start(port)
    _, errors = second.communicate(timeout=20)
    assert second.returncode == 1
    assert errors.startswith(f"Glød cannot listen on port {port}:")
    assert len(errors.strip().splitlines()) == 1
    assert fetch(port, "/") == b"done"
