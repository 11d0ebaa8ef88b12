"""A thousand pages lose their sockets at once and come back while posts are made."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from random import Random

from bench.client import FAILURES, Visitor
from bench.sockets import NUMBER, Refused, Socket, catch_up, open_all
from bench.writing import Writer

BACK_WITHIN = 5.0  # seconds
POST_EVERY = 0.25  # seconds
POSTS = 24  # made from the cut until a second after the last is back
PATIENCE = 60  # seconds after which somebody who has not caught up counts as left behind
PAUSES = (0.5, 1.0, 2.0, 4.0)  # between tries of one page, as static/js/live.js waits


@dataclass
class Outcome:
    """`caught_up` in seconds from the cut to the moment when the last person had seen every post."""

    sockets: int
    posts: int = POSTS
    refused: int = 0
    behind: int = 0
    failed: int = 0  # posts and catch-ups that were not answered as they must be
    catch_ups: int = 0
    caught_up: float = float("nan")


class Storm:
    """Does as the page does: listens with the moment from which it knows nothing, and asks the log when told to."""

    def __init__(self, visitors: Sequence[Visitor], ports: Sequence[int], writer: Writer) -> None:
        self.rng, self.writer = Random(5), writer
        self.sockets = [Socket(ports[i % len(ports)], visitor, self._hear) for i, visitor in enumerate(visitors)]
        self.outcome = Outcome(len(visitors))
        self.wanted = set(range(1, POSTS + 1))
        self.complete: dict[int, float] = {}
        self.cut = 0.0
        self._asking: set[asyncio.Task[None]] = set()

    async def rage(self) -> dict[str, object]:
        """Opens, cuts, waits until everybody has caught up, and says how it went."""
        self.outcome.refused += len(await open_all(self.sockets))
        self.cut = time.time()
        for socket in self.sockets:
            socket.drop()
        back = [asyncio.ensure_future(self._return(socket)) for socket in self.sockets]
        await self._post()
        await asyncio.gather(*back)
        while len(self.complete) < len(self.sockets) and time.time() < self.cut + PATIENCE:
            await asyncio.sleep(0.1)
        self.outcome.behind = len(self.sockets) - len(self.complete)
        self.outcome.caught_up = max(self.complete.values(), default=float("nan"))
        return asdict(self.outcome)

    async def _post(self) -> None:
        for number in sorted(self.wanted):
            try:
                answer = await self.writer.publish(f"Til alle: bench-round-{number}- mens mange kommer tilbake.")
                self.outcome.failed += answer.status != 303
            except FAILURES:
                self.outcome.failed += 1
            await asyncio.sleep(max(0.0, self.cut + number * POST_EVERY - time.time()))

    async def _return(self, old: Socket) -> None:
        await asyncio.sleep(self.rng.random() * BACK_WITHIN)
        for pause in PAUSES:
            socket = Socket(old.port, old.visitor, self._hear, since=int(self.cut * 1000))
            socket.seen = old.seen
            try:
                if await socket.open():
                    await self._ask(socket)
                return
            except Refused:
                self.outcome.refused += 1
                await asyncio.sleep(pause)

    def _hear(self, socket: Socket, content: bytes, at: float) -> None:
        if b'"verb": "gap"' in content[:40]:
            asking = asyncio.ensure_future(self._ask(socket, self.rng.random() * 3))
            self._asking.add(asking)
            asking.add_done_callback(self._asking.discard)
        socket.seen.update(int(number) for number in NUMBER.findall(content))
        self._note(socket, at)

    async def _ask(self, socket: Socket, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        self.outcome.catch_ups += 1
        self.outcome.failed += not await catch_up(socket)
        self._note(socket, time.time())

    def _note(self, socket: Socket, at: float) -> None:
        if self.cut and self.wanted <= socket.seen:
            self.complete.setdefault(socket.visitor.person_id, at - self.cut)
