"""Open sockets as pages hold them, with a parser that does only what the measurement needs."""

import asyncio
import re
import time
from collections.abc import Callable, Sequence

from bench.client import FAILURES, Connection, Visitor

AT_ONCE = 40  # sockets that are being opened at any moment
PATIENCE = 30  # seconds for one to be accepted and told that it is heard
NUMBER = re.compile(rb"bench-round-(\d+)-")

Hear = Callable[["Socket", bytes, float], None]


class Refused(Exception):
    """The server did not take the socket, or let it go."""


class Socket(asyncio.Protocol):
    """One page's socket: it listens to home, and passes on every frame with the moment it was whole."""

    def __init__(self, port: int, visitor: Visitor, hear: Hear, since: int | None = None) -> None:
        self.port, self.visitor, self.hear, self.since = port, visitor, hear, since
        self.listening: asyncio.Future[bool] = asyncio.get_running_loop().create_future()  # True: it is behind
        self.transport: asyncio.Transport | None = None
        self.seen: set[int] = set()
        self._buffer = bytearray()
        self._shaken = False

    async def open(self) -> bool:
        """Returns when the server says that it listens; True when there is something to catch up. Raises Refused."""
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: self, "127.0.0.1", self.port)
            return await asyncio.wait_for(self.listening, PATIENCE)
        except (OSError, TimeoutError) as problem:
            self.drop()
            raise Refused(repr(problem)) from None

    def drop(self) -> None:
        """Breaks the connection, as a network that goes away."""
        if self.transport:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        origin = f"127.0.0.1:{self.port}"
        transport.write(
            f"GET /ws/ HTTP/1.1\r\nHost: {origin}\r\nOrigin: http://{origin}\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
            f"Cookie: session={self.visitor.session}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.listening.done():
            self.listening.set_exception(Refused("closed before it listened"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._shaken and not self._shake():
            return
        while (frame := self._next_frame()) is not None:
            self._take(*frame)

    def _shake(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            if not self.listening.done():
                self.listening.set_exception(Refused(head[:40].decode("latin-1")))
            self.drop()
            return False
        self._buffer, self._shaken = rest, True
        since = f', "since": {self.since}' if self.since else ""
        self._send(1, f'{{"listen": ["home"]{since}}}'.encode())
        return True

    def _next_frame(self) -> tuple[int, bytes] | None:
        """The next whole frame (a server's is unmasked) as its kind and content."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 0x7F, 2
        if size > 125:
            start = 4 if size == 126 else 10
            if len(buffer) < start:
                return None
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return None
        frame = buffer[0] & 0x0F, bytes(buffer[start : start + size])
        del buffer[: start + size]
        return frame

    def _take(self, kind: int, content: bytes) -> None:
        if kind == 9:  # ping
            self._send(10, content)
        elif kind == 8:  # close
            self.drop()
        elif b'"verb": "listening"' in content[:60]:
            if not self.listening.done():
                self.listening.set_result(b'"behind": true' in content)
        elif kind == 1:
            self.hear(self, content, time.time())

    def _send(self, kind: int, content: bytes) -> None:
        """A client's frame is masked; with a mask of zeros the content stays as it is."""
        size = bytes([0x80 | len(content)]) if len(content) < 126 else b"\xfe" + len(content).to_bytes(2, "big")
        if self.transport:
            self.transport.write(bytes([0x80 | kind]) + size + b"\0\0\0\0" + content)


async def open_all(sockets: Sequence[Socket]) -> list[str]:
    """Opens them, some at a time; what the refused ones say."""
    gate, refused = asyncio.Semaphore(AT_ONCE), []

    async def one(socket: Socket) -> None:
        async with gate:
            try:
                await socket.open()
            except Refused as problem:
                refused.append(str(problem))

    await asyncio.gather(*(one(socket) for socket in sockets))
    return refused


async def catch_up(socket: Socket) -> bool:
    """Asks the log as a page does after a gap, on a connection of its own; says whether it was answered."""
    async with Connection(socket.port, socket.visitor) as connection:
        try:
            answer = await connection.ask(f"/live/catch-up/?since={socket.since}&listen=home")
        except FAILURES:
            return False
    socket.seen.update(int(number) for number in NUMBER.findall(answer.body))
    return answer.status == 200
