"""Live delivery to open sockets, and a storm of reconnects."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from channels.layers import channel_layers

from bench.client import Visitor
from bench.sockets import NUMBER, Refused, Socket, catch_up, open_all
from bench.writing import Writer

PATIENCE = 20  # seconds until a frame counts as lost
STORM = 5.0  # seconds in which everybody comes back
POST_EVERY = 0.25  # seconds between posts while they do


@dataclass
class Delivery:
    """Seconds from the change (the log entry's moment) to each socket, and to the last of each round."""

    each: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    from_click: list[float] = field(default_factory=list)  # the last, from the moment the form was sent
    lost: int = 0
    refused: list[str] = field(default_factory=list)


class Audience:
    """Open sockets of different people, spread over the ports in turn, and what reached them of each round."""

    def __init__(self, visitors: Sequence[Visitor], ports: Sequence[int]) -> None:
        self.heard: list[float] = []
        self.round, self.first = b"", b""
        self.sockets = [Socket(ports[i % len(ports)], visitor, self._hear) for i, visitor in enumerate(visitors)]
        self.all_heard = asyncio.Event()

    def _hear(self, _socket: Socket, content: bytes, at: float) -> None:
        if self.round and self.round in content:
            self.first = self.first or content
            self.heard.append(at)
            if len(self.heard) == len(self.sockets):
                self.all_heard.set()

    async def listen_to(self, writer: Writer, number: int, found: Delivery) -> None:
        """One post to everyone, until the last socket has it."""
        self.heard, self.first = [], b""
        self.round = f"bench-round-{number}-".encode()
        self.all_heard.clear()
        start = time.time()
        answer = await writer.publish(f"Til alle: {self.round.decode()} strømmen er tilbake på linja.")
        if answer.status != 303:
            found.lost += len(self.sockets)
            return
        try:
            await asyncio.wait_for(self.all_heard.wait(), PATIENCE)
        except TimeoutError:
            found.lost += len(self.sockets) - len(self.heard)
        if self.heard:
            told = json.loads(self.first)["at"] / 1000
            found.each += [at - told for at in self.heard]
            found.last.append(max(self.heard) - told)
            found.from_click.append(max(self.heard) - start)


async def fan_out(audience: Audience, writer: Writer, rounds: int) -> Delivery:
    """Opens the sockets and posts to everyone, again and again."""
    found = Delivery(refused=await open_all(audience.sockets))
    await asyncio.sleep(1)
    for number in range(1, rounds + 1):
        await audience.listen_to(writer, number, found)
        await asyncio.sleep(0.3)
    return found


@dataclass
class Storm:
    """How a thousand reconnects went; `caught_up` in seconds from the moment everybody was cut off."""

    refused: int = 0
    caught_up: float = float("nan")
    behind: int = 0  # people who never saw every post
    posts: int = 0
    failed: int = 0  # posts or catch-ups that were not answered as they must be


async def storm(visitors: Sequence[Visitor], ports: Sequence[int], writer: Writer) -> Storm:
    """Cuts everybody off at once; they come back within STORM seconds while posts are made, and catch up as pages do."""
    rng, found, complete = Random(5), Storm(), {}
    begun = 0.0

    def hear(socket: Socket, content: bytes, at: float) -> None:
        if b'"verb": "gap"' in content:
            asyncio.ensure_future(again(socket, rng.random() * 3))
        socket.seen.update(int(number) for number in NUMBER.findall(content))
        note(socket, at)

    def note(socket: Socket, at: float) -> None:
        if found.posts and wanted <= socket.seen:
            complete.setdefault(socket.visitor.person_id, at - begun)

    async def again(socket: Socket, after: float = 0.0) -> None:
        await asyncio.sleep(after)
        found.failed += not await catch_up(socket)
        note(socket, time.time())

    async def return_(old: Socket) -> None:
        await asyncio.sleep(rng.random() * STORM)
        for pause in (0.5, 1.0, 2.0, 4.0):
            socket = Socket(old.port, old.visitor, hear, since=int(begun * 1000) - 1000)
            socket.seen = old.seen
            try:
                if await socket.open():
                    await again(socket)
                return
            except Refused:
                found.refused += 1
                await asyncio.sleep(pause)

    wanted = set(range(1, int((STORM + 1) / POST_EVERY) + 1))
    sockets = [Socket(ports[i % len(ports)], visitor, hear) for i, visitor in enumerate(visitors)]
    found.refused += len(await open_all(sockets))
    begun = time.time()
    for socket in sockets:
        socket.drop()
    returning = [asyncio.ensure_future(return_(socket)) for socket in sockets]
    for number in sorted(wanted):
        answer = await writer.publish(f"Til alle: bench-round-{number}- mens mange kommer tilbake.")
        found.failed += answer.status != 303
        found.posts += 1
        await asyncio.sleep(max(0.0, begun + number * POST_EVERY - time.time()))
    await asyncio.gather(*returning)
    give_up = time.time() + PATIENCE
    while len(complete) < len(visitors) and time.time() < give_up:
        await asyncio.sleep(0.1)
    found.behind = len(visitors) - len(complete)
    found.caught_up = max(complete.values(), default=float("nan"))
    return found


async def layer_alone(processes: int, rounds: int = 200, size: int = 6000) -> list[float]:
    """Seconds that one message of a card's size needs through Redis to as many subscribers as there are processes."""
    layers = [channel_layers.make_backend("default") for _ in range(processes + 1)]
    channels = [await layer.new_channel() for layer in layers[1:]]
    for layer, channel in zip(layers[1:], channels, strict=True):
        await layer.group_add("bench", channel)
    message, times = {"type": "told", "n": 0, "texts": {"nb": "x" * size, "en": "x" * size}}, []
    await asyncio.sleep(0.2)
    for _ in range(rounds):
        start = time.perf_counter()
        await layers[0].group_send("bench", message)
        await asyncio.gather(*(layer.receive(channel) for layer, channel in zip(layers[1:], channels, strict=True)))
        times.append(time.perf_counter() - start)
    for layer in layers:
        await layer.flush()
    return times
