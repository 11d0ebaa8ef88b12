"""Faults under writes: nothing acknowledged is lost, nothing is doubled by trying again, nothing hangs."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from network.live.queries import OVERLAP
from network.stack import Stack
from tests.faults.visitor import History, Visitor, Writer
from tests.journeys.conftest import Site
from tests.prepared import clean_environment

pytestmark = [pytest.mark.slow, pytest.mark.redis, pytest.mark.timed]
PEOPLE = ("ann", "ben", "cleo", "mona", "mo", "pia")


@pytest.fixture
def writers(stack: Stack) -> Iterator[list[Writer]]:
    """Six people writing, three on each web process."""
    history = History()
    people = [Visitor(stack.addresses[n % 2]).sign_in(handle) for n, handle in enumerate(PEOPLE)]
    threads = [
        Writer(visitor, f"{visitor.address[-4:]}-{n}-{time.time_ns()}", history) for n, visitor in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    yield threads
    for thread in threads:
        thread.stop()


def rest(writers: list[Writer]) -> History:
    for writer in writers:
        writer.stop()
    return writers[0].history


def count_of(stack: Stack, texts: list[str]) -> dict[str, int]:
    """How often each text was published, asked of the database."""
    code = (
        "import json,sys; from network.feed.models import Post; from collections import Counter; "
        f"print(json.dumps(Counter(Post.objects.filter(text__in={texts!r}).values_list('text', flat=True))))"
    )
    with closing(Site(stack.addresses, clean_environment(stack.var) | stack.env)) as site:
        return json.loads(site.python(code).strip().splitlines()[-1])


def assert_each_once(stack: Stack, writers: list[Writer]) -> None:
    """Acknowledged: once. Unknown: once after a retry with the same key."""
    history = rest(writers)
    assert history.acknowledged
    for text, key in list(history.unknown.items()):
        owner = next(writer for writer in writers if f" {writer.label} " in text)
        assert owner.write(text, key).status in (204, 302, 303)
    texts = list(history.acknowledged)
    counts = count_of(stack, texts)
    assert {text: counts.get(text, 0) for text in texts if counts.get(text) != 1} == {}


class Listener(threading.Thread):
    """A page that stays open: hears frames, reconnects, and asks the log after every gap."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(daemon=True)
        self.visitor, self.since, self.seen = visitor, int(time.time() * 1000), ""
        self.ending, self.refreshes = threading.Event(), 0

    def run(self) -> None:
        while not self.ending.is_set():
            with suppress(OSError, ConnectionClosed, TimeoutError):
                self._listen()
            self.ending.wait(0.5)

    def _listen(self) -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in self.visitor.cookies.items())
        address = self.visitor.address.replace("http", "ws") + "/ws/"
        with connect(address, origin=self.visitor.address, additional_headers={"Cookie": cookie}) as ws:  # type: ignore[arg-type]
            ws.send(json.dumps({"listen": ["home"], "since": self.since}))
            while not self.ending.is_set():
                with suppress(TimeoutError):
                    self._hear(json.loads(ws.recv(timeout=0.5)))

    def _hear(self, frame: dict[str, object]) -> None:
        if frame["verb"] == "gap" or frame.get("behind"):
            answer = self.visitor.ask("GET", f"/live/catch-up/?since={self.since}&listen=home")
            if answer.status == 200:
                caught = json.loads(answer.body)
                self.refreshes += caught["refresh"]
                self.seen += "".join(told.get("html", "") for told in caught["frames"])
        self.seen += str(frame.get("html", ""))
        self.since = max(self.since, int(frame.get("at", 0)))  # type: ignore[call-overload]


def test_fault_redis_killed_and_back_under_writes(stack: Stack, writers: list[Writer]) -> None:
    for writer in writers:
        writer.pause = 0.5  # within what the log gives a page back without asking it to load afresh
    time.sleep(OVERLAP.total_seconds() + 1)  # what other tests wrote lies outside the look back
    listener = Listener(Visitor(stack.addresses[1]).sign_in("ada"))
    listener.start()
    time.sleep(2)
    assert stack.redis is not None
    stack.redis.kill()
    time.sleep(5)
    during = len(writers[0].history.acknowledged)
    stack.redis.start()
    time.sleep(3)
    history = rest(writers)
    assert (history.refused, history.unknown) == ([], {})
    assert during > 20
    end = time.monotonic() + 15
    missing = list(history.acknowledged)
    while missing and time.monotonic() < end:
        time.sleep(0.5)
        missing = [text for text in missing if text not in listener.seen]
    listener.ending.set()
    assert (missing, listener.refreshes) == ([], 0)
    assert_each_once(stack, writers)


def test_fault_a_web_process_killed_under_writes(stack: Stack, writers: list[Writer]) -> None:
    for _ in range(3):
        time.sleep(1)
        stack.web[0].kill()
        time.sleep(1)
        stack.web[0].start()
        stack.wait_until_ready(0)
    time.sleep(1)
    assert_each_once(stack, writers)


def test_fault_postgresql_restarted_under_writes(stack: Stack, writers: list[Writer]) -> None:
    assert stack.postgres is not None
    time.sleep(1)
    stack.postgres.kill()
    time.sleep(2)
    stack.postgres.relaunch()
    time.sleep(4)
    history = rest(writers)
    assert history.slowest < 5
    assert set(history.refused) <= {503}
    assert_each_once(stack, writers)


def test_fault_a_web_process_told_to_end_finishes_what_it_does(stack: Stack, writers: list[Writer]) -> None:
    time.sleep(1)
    pid = stack.web[1].pid
    assert pid
    os.kill(pid, signal.SIGTERM)
    time.sleep(2)
    stack.web[1].start()
    stack.wait_until_ready(1)
    history = rest(writers)
    assert [status for status in history.refused if status >= 500] == []
    assert_each_once(stack, writers)
