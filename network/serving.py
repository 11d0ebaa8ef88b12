"""One process that answers http and websocket, and does the background work too when asked: Daphne in one loop."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from daphne.server import Server  # isort: skip  # first of all that touches Twisted: it chooses the asyncio reactor
from daphne import http_protocol
from daphne.ws_protocol import WebSocketProtocol
from procrastinate import App
from procrastinate.contrib.django import app as tasks_app
from twisted.internet import reactor as installed_reactor

from network.core.uploads import longest_body
from network.embedded import CannotStart

reactor: Any = installed_reactor  # its type names a module
logger = logging.getLogger("glod.serving")

GRACE = 10  # seconds that requests and tasks under way get to finish
GOING_AWAY = 1012  # websocket close code "service restart": the page reconnects by itself
BACKLOG = 2048  # connections that may wait to be accepted when a thousand pages reconnect at once
LONGEST_MESSAGE = 64 * 1024  # bytes from a page; subscriptions are a few hundred
LONGEST_REQUEST = 120  # seconds
GARBAGE = 20_000  # objects made and not let go before Python looks for circles among them; a page makes thousands


class BoundedRequest(http_protocol.WebRequest):
    """Daphne writes a body to disk before anybody is asked: what is too long ends when its headers are read."""

    def gotLength(self, length: int | None) -> None:  # noqa: N802 (Twisted's name)
        """413 past `longest_body()`; 411 for a body in chunks, of which Django's WSGI handler reads nothing anyway."""
        if length is None or length > longest_body():
            status = b"411 Length Required" if length is None else b"413 Content Too Large"
            self.requestHeaders.removeHeader(b"Expect")  # or "100 Continue" would follow
            channel: Any = self.channel
            channel.write(b"HTTP/1.1 %b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" % status)
            channel.loseConnection()  # nothing more is read, so that the request never begins
            length = 0
        super().gotLength(length)  # type: ignore[no-untyped-call]


http_protocol.WebRequest = BoundedRequest  # type: ignore[misc]  # Daphne's factory looks it up there


class WebServer(Server):
    """Daphne, with an end that leaves nobody hanging."""

    def __init__(self, application: Any, host: str, port: int, ready: Callable[[], None] | None = None) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            application,
            endpoints=[f"tcp:port={port}:interface={host.replace(':', chr(92) + ':')}:backlog={BACKLOG}"],
            signal_handlers=False,
            http_timeout=LONGEST_REQUEST,
            ping_interval=20,
            websocket_max_message_size=LONGEST_MESSAGE,
            websocket_max_frame_size=LONGEST_MESSAGE,
            ready_callable=ready,
            server_name="glod",
            verbosity=0,
        )
        self.ports: list[Any] = []
        self.refused = ""

    def listen_success(self, port: Any) -> None:
        """Keeps the port, to close it first when the end comes."""
        self.ports.append(port)

    def listen_error(self, failure: Any) -> None:
        """Remembers why, for `serve` to say it in one sentence."""
        self.refused = failure.getErrorMessage()
        self.stop()  # type: ignore[no-untyped-call]

    async def finish(self) -> None:
        """Takes no new connection, sends the sockets away, and waits until every request under way is answered."""
        for port in self.ports:
            await port.stopListening().asFuture(asyncio.get_running_loop())
        for protocol in list(self.connections):
            if isinstance(protocol, WebSocketProtocol) and protocol.state == protocol.STATE_OPEN:
                protocol.sendCloseFrame(code=GOING_AWAY)
        pending = [
            details["application_instance"]
            for details in self.connections.values()
            if "application_instance" in details and not details["application_instance"].done()
        ]
        if pending:
            await asyncio.wait(pending, timeout=GRACE)


def serve(
    application: Any,
    host: str,
    port: int,
    *,
    with_worker: bool = False,
    ready: Callable[[], None] | None = None,
    leaving: Callable[[], None] | None = None,
) -> None:
    """Serves until SIGTERM or SIGINT and then ends within GRACE seconds. Raises CannotStart when the port is taken."""
    server = WebServer(application, host, port, ready)
    loop = reactor._asyncioEventloop
    asyncio.set_event_loop(loop)
    jobs: list[asyncio.Task[None]] = [loop.create_task(work())] if with_worker else []

    async def end() -> None:
        if leaving:
            leaving()
        await asyncio.gather(server.finish(), *(_cancelled(job) for job in jobs))
        reactor.stop()

    _on_signals(loop, end)
    gc.freeze()  # what stands here stays: pages are not held up by looking through it again and again
    gc.set_threshold(GARBAGE)
    server.run()  # type: ignore[no-untyped-call]
    if server.refused:
        raise CannotStart(f"Glød cannot listen on port {port}: {server.refused}.")


async def work(concurrency: int = 4) -> None:
    """Does background work until cancelled; a database that is away costs a pause, not the worker."""
    pause = 1
    while True:
        connector: Any = tasks_app.connector
        worker_app: App = tasks_app.with_connector(connector.get_worker_connector())
        try:
            async with worker_app.open_async():
                await worker_app.run_worker_async(
                    install_signal_handlers=False,
                    concurrency=concurrency,
                    shutdown_graceful_timeout=GRACE,
                    delete_jobs="successful",
                )
        except Exception as problem:
            logger.warning("worker paused", extra={"reason": type(problem).__name__})
        await asyncio.sleep(pause)
        pause = min(pause * 2, 30)


def work_alone() -> None:
    """Runs only the worker, until SIGTERM or SIGINT."""

    async def until_told() -> None:
        loop = asyncio.get_running_loop()
        job = loop.create_task(work())
        _on_signals(loop, lambda: _cancelled(job))
        await asyncio.wait([job])

    asyncio.run(until_told())


async def _cancelled(job: "asyncio.Task[None]") -> None:
    job.cancel()
    await asyncio.wait([job], timeout=GRACE + 5)


def _on_signals(loop: asyncio.AbstractEventLoop, end: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Begins the end at the first signal; a second one while it ends changes nothing."""
    ending: list[asyncio.Task[None]] = []

    def begin() -> None:
        if not ending:
            ending.append(loop.create_task(end()))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, begin)
