"""Sockets against the real websocket application, in this process's event loop and database."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connections
from django.test import Client

from network.live import tail
from network.live.registry import Registry, registry
from network.live.routing import websocket_application
from profiles.models import Person

ORIGIN = settings.ORIGINS[0].encode()


class Page:
    """An open page: a socket, what it heard, and the session behind it."""

    def __init__(self, client: Client, headers: list[tuple[bytes, bytes]] | None = None, path: str = "/ws/") -> None:
        self.client = client
        morsel = client.cookies.get(settings.SESSION_COOKIE_NAME)
        cookie = f"{settings.SESSION_COOKIE_NAME}={morsel.value}".encode() if morsel else b""
        self.socket = WebsocketCommunicator(
            websocket_application, path, headers or [(b"origin", ORIGIN), (b"cookie", cookie)]
        )
        self.frames: list[dict[str, Any]] = []

    async def open(self, *topics: str, since: int | None = None) -> bool:
        """Connects and asks to listen; False when refused before accept."""
        accepted, _ = await self.socket.connect(timeout=5)
        if accepted and topics:
            await self.say({"listen": list(topics), **({"since": since} if since else {})})
            await self.until(lambda frame: frame["verb"] == "listening")
        return accepted

    async def say(self, message: object) -> None:
        """Sends JSON."""
        await self.socket.send_to(text_data=json.dumps(message))

    async def until(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = 3) -> dict[str, Any]:
        """The first frame that fits; everything heard is kept."""
        async with asyncio.timeout(seconds):
            while True:
                frame = json.loads(await self.socket.receive_from(timeout=seconds))
                self.frames.append(frame)
                if wanted(frame):
                    return frame

    async def hears(self, seconds: float = 0.4) -> list[dict[str, Any]]:
        """Everything that arrives within the time, without control frames."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        heard = []
        while (left := end - loop.time()) > 0:
            if await self.socket.receive_nothing(timeout=left, interval=0.02):
                break
            message = await self.socket.receive_output(timeout=1)
            if message["type"] == "websocket.close":
                self.closed = message.get("code")
                break
            heard.append(json.loads(message["text"]))
        self.frames += heard
        return [frame for frame in heard if frame["verb"] not in ("listening", "gap")]

    async def closes(self, seconds: float = 3) -> int:
        """The code with which the server closes."""
        async with asyncio.timeout(seconds):
            while True:
                message = await self.socket.receive_output(timeout=seconds)
                if message["type"] == "websocket.close":
                    return int(message["code"])


@pytest.fixture
def everybody(transactional_db, ann, ben, cleo, mona, mo, gone, open_group, closed_group, secret_group):  # type: ignore[no-untyped-def]
    """Rows are made before the event loop runs: Django's database is not for use inside it."""


@pytest.fixture
def quick_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of what the tail does, not of how soon: it reads the log ten times a second."""
    monkeypatch.setattr(tail, "EVERY", 0.1)
    monkeypatch.setattr(tail, "PATIENCE", timedelta(seconds=0.3))


@pytest.fixture
async def wire(everybody: None) -> AsyncIterator[Registry]:
    """A process that has just started."""
    channel_layers.backends.clear()
    registry.__init__()  # type: ignore[misc]
    yield registry
    await registry.stop()
    await asyncio.sleep(0)
    registry.threads.shutdown(wait=True)
    registry.teller.shutdown(wait=True)


@pytest.fixture
async def page_of(wire: Registry) -> AsyncIterator[Callable[..., Any]]:
    """Opens pages for people and closes them afterwards."""
    pages: list[Page] = []

    async def opened(person: Person, *topics: str, since: int | None = None) -> Page:
        client = Client()
        await act(client.force_login)(person)
        page = Page(client)
        assert await page.open(*topics, since=since)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        await page.socket.disconnect(timeout=1)


def act(function: Callable[..., Any]) -> Callable[..., Any]:
    """The action in a thread of its own, as a request would run it."""

    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        finally:
            connections.close_all()

    return sync_to_async(run, thread_sensitive=False)


async def all_told() -> None:
    """Telling happens in a thread of its own: wait until it has nothing left."""
    await act(registry.teller.submit(int).result)()
