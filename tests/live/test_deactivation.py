"""On a running site: closing an account ends its sessions, its sockets, its ways in and its letters at once."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from network.live.consumers import CLOSE_SIGNED_OUT
from tests.faults.visitor import Visitor
from tests.journeys.conftest import ROOT, Site, start_embedded

pytestmark = pytest.mark.slow
PATIENCE = 60  # seconds; the goal is two, and what it took is printed: other work on the machine may slow it
Close = Callable[[Site, str], float]  # gives the moment at which it was done


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The demo company as `manage.py run` serves it."""
    var = ROOT / "var" / "deactivation"
    with ExitStack() as ending:
        yield start_embedded(ending, var, GLOD_DEMO="1")


class Socket(threading.Thread):
    """A page that listens to the feed until it is told no more."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(daemon=True)
        self.cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        self.origin, self.listening = visitor.address, threading.Event()
        self.code, self.closed_at = 0, 0.0
        self.start()
        assert self.listening.wait(PATIENCE)

    def run(self) -> None:
        address = self.origin.replace("http", "ws", 1) + "/ws/"
        with connect(address, origin=self.origin, additional_headers={"Cookie": self.cookies}) as socket:
            socket.send('{"listen": ["home"]}')
            try:
                while True:
                    if "listening" in socket.recv():
                        self.listening.set()
            except ConnectionClosed as ending:
                self.code, self.closed_at = (ending.rcvd.code if ending.rcvd else 0), time.monotonic()


def by_page(site: Site, handle: str) -> float:
    """An administrator presses the button."""
    ada = Visitor(site.addresses[0]).sign_in("ada")
    token = ada.token(f"/administration/people/{handle}/")
    began = time.monotonic()
    answer = ada.ask("POST", f"/administration/people/{handle}/close/", {"csrfmiddlewaretoken": token})
    assert answer.status == 303, answer
    return began


def by_command(site: Site, handle: str) -> float:
    """Another process, which has no socket and no session at hand; it says so once it has committed."""
    command = [sys.executable, "-m", "network.embedded", sys.executable, "-u", "manage.py", "deactivate_person", handle]
    with subprocess.Popen(command, cwd=ROOT, env=site.env, stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline() if process.stdout else ""
        done = time.monotonic()
    assert f"{handle} is deactivated" in said
    return done


def until(happened: Callable[[], object], what: str) -> float:
    """The moment at which it had happened."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if happened():
            return time.monotonic()
        time.sleep(0.02)
    raise AssertionError(what)


def gets_in(address: str, handle: str) -> bool:
    """Whether the password opens the door."""
    visitor = Visitor(address)
    way = {"csrfmiddlewaretoken": visitor.token("/account/login/"), "password": "glod-demo"}
    visitor.ask("POST", "/account/login/", {**way, "login": f"{handle}@glod.example"})
    return visitor.ask("GET", "/people/").status == 200


def letters_to(site: Site, handle: str) -> list[Path]:
    folder = Path(site.env["GLOD_VAR"]) / "mail"
    return [file for file in folder.glob("*.log") if f"To: {handle}@glod.example" in file.read_text()]


def mention(writer: Visitor, text: str) -> None:
    fields = {"csrfmiddlewaretoken": writer.token("/posts/new/"), "text": text, "kind": "update", "do": "publish"}
    assert writer.ask("POST", "/posts/new/", fields).status == 303


@pytest.mark.parametrize(("close", "handle"), [(by_page, "ben"), (by_command, "mona")])
def test_closing_an_account_ends_everything_of_it_on_a_running_site(site: Site, close: Close, handle: str) -> None:
    address = site.addresses[0]
    here, there, other = (Visitor(address).sign_in(who) for who in (handle, handle, "cleo"))
    token = here.token("/posts/new/")
    assert gets_in(address, handle)
    sockets, bystander = [Socket(here), Socket(there)], Socket(other)
    mention(other, f"Før: @{handle} og @tor")  # the letter waits a moment before it goes

    done = close(site, handle)
    refused = until(lambda: here.ask("GET", "/people/").status == 302, "the session went on")
    until(lambda: all(socket.closed_at for socket in sockets), "a socket stayed open")
    closed = max(socket.closed_at for socket in sockets)
    print(
        f"\n{close.__name__}: requests refused after {refused - done:.2f} s, sockets closed after {closed - done:.2f} s"
    )

    assert [socket.code for socket in sockets] == [CLOSE_SIGNED_OUT] * 2
    assert there.ask("GET", "/people/").status == 302
    written = {"csrfmiddlewaretoken": token, "text": "Etterpå", "kind": "update", "do": "publish"}
    assert "/account/login/" in here.ask("POST", "/posts/new/", written).location
    assert "/account/login/" in there.ask("GET", "/live/catch-up/?since=0&topic=home").location
    assert not gets_in(address, handle)

    mention(other, f"Etter: @{handle} og @pia")
    until(lambda: letters_to(site, "tor") and letters_to(site, "pia"), "no letter came to those who work here")
    assert letters_to(site, handle) == []
    assert not bystander.closed_at
    Path(site.env["GLOD_VAR"], "mail").rename(Path(site.env["GLOD_VAR"], f"mail-{handle}"))
