"""Live delivery to open sockets, and the channel layer alone to compare with."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from channels.layers import channel_layers

from bench.client import Visitor
from bench.sockets import Socket, open_all
from bench.writing import Writer

PATIENCE = 20  # seconds until a frame counts as lost


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
