"""The sockets of this process. It subscribes once per topic and loops over its own sockets with the finished text."""

import asyncio
import json
import logging
import secrets
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from channels import DEFAULT_CHANNEL_LAYER
from channels.layers import BaseChannelLayer, channel_layers
from django.db import close_old_connections

if TYPE_CHECKING:
    from network.live.consumers import LiveConsumer

Answer = TypeVar("Answer")
logger = logging.getLogger("glod.live")
ECHO = 8.0  # seconds; a message of a process to itself that is not back by then does not come any more
KEPT = 30.0  # seconds that a topic stays subscribed to when its last listener went: pages come back, and at once
BETWEEN_HINTS = 4.0  # seconds; a page waits up to three before it asks the log
REMEMBERED = 5000  # entry ids that were delivered, so that the tail does not tell them again


def the_layer() -> BaseChannelLayer:
    """The channel layer; settings always have one."""
    return channel_layers[DEFAULT_CHANNEL_LAYER]


class Registry:
    """Which socket listens to what; one per process, touched only from its event loop."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.layer_answers = True
        self.listeners: dict[str, set[LiveConsumer]] = defaultdict(set)
        self.kept: dict[str, float] = {}  # topics without listeners that are still subscribed to, since when
        self.told: dict[str, float] = {}  # when something of a topic came last
        self.sockets: set[LiveConsumer] = set()
        self.owed: set[LiveConsumer] = set()  # those that missed something and are not told so yet
        self.revocations = 0  # how many came to this process
        self.delivered: OrderedDict[int, None] = OrderedDict()
        self.threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")
        self.teller = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tell")  # one: frames keep their order
        self._channel = ""
        self._tasks: list[asyncio.Task[None]] = []
        self._echo = asyncio.Event()  # a message of this process to itself has come
        self._asking: asyncio.Task[None] | None = None

    async def in_thread(self, ask: Callable[..., Answer], *args: Any) -> Answer:
        """Runs a database question outside the loop, on a lasting connection."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, _with_fresh_connection, ask, args)

    def start(self, background: Iterable[Callable[[], Any]]) -> None:
        """Opens this process's one channel and its background loops, once per loop; never waits for the layer."""
        loop = asyncio.get_running_loop()
        if self.loop is loop:
            return
        self.loop, self._channel = loop, f"process-{secrets.token_hex(16)}"
        # In this order: a layer knows a channel from the moment on that somebody receives on it.
        jobs = (self._receive(), self._subscribe("control"), *(job() for job in background))
        self._tasks = [loop.create_task(job) for job in jobs]

    async def stop(self, code: int = 1012) -> None:
        """Closes every socket with a hint to reconnect, and ends the background loops."""
        for socket in tuple(self.sockets):
            await socket.close(code)
        for task in (*self._tasks, *([self._asking] if self._asking else ())):
            task.cancel()
        self._channel, self.loop = "", None

    async def listen(self, socket: "LiveConsumer", topics: set[str]) -> None:
        """Makes the socket hear exactly these topics; the first listener of a topic subscribes the process."""
        for topic in socket.topics - topics:
            self._drop(socket, topic)
        for topic in topics - socket.topics:
            if not self.listeners[topic] and self.kept.pop(topic, None) is None:
                await self._subscribe(topic)
            self.listeners[topic].add(socket)
        socket.topics = topics if socket in self.sockets else set()
        if socket not in self.sockets:  # closed meanwhile
            for topic in topics:
                self._drop(socket, topic)

    def _drop(self, socket: "LiveConsumer", topic: str) -> None:
        listening = self.listeners[topic]
        listening.discard(socket)
        if not listening:
            del self.listeners[topic]
            self.kept[topic] = monotonic()

    async def let_go(self) -> None:
        """Unsubscribes from topics that nobody has listened to for a while."""
        moment = monotonic()
        for topic in [topic for topic, left in self.kept.items() if moment - left > KEPT]:
            del self.kept[topic]
            self.told.pop(topic, None)
            try:
                await the_layer().group_discard(topic.replace(":", "."), self._channel)
            except Exception:
                logger.warning("the channel layer did not take a message", extra={"topic": "discard"})

    def told_since(self, topics: Iterable[str], moment: float) -> bool:
        """Something of these topics came after a moment of the monotonic clock."""
        return any(self.told.get(topic, 0.0) > moment for topic in topics)

    async def _subscribe(self, topic: str) -> None:
        try:
            await the_layer().group_add(topic.replace(":", "."), self._channel)
        except Exception:
            self.layer_answers = False
            logger.warning("the channel layer did not take a message", extra={"topic": "subscribe"})

    async def resubscribe(self) -> None:
        """Subscribes again to everything; after the layer was away, and before a group's expiry."""
        for topic in ("control", *self.listeners, *self.kept):
            await self._subscribe(topic)

    async def _receive(self) -> None:
        layer = the_layer()
        while True:
            try:
                message = await layer.receive(self._channel)
            except Exception:
                self.layer_answers = False
                await asyncio.sleep(0.5)
                continue
            self.layer_answers = True
            if "echo" in message:
                self._echo.set()
            else:
                await self.deliver(message)

    async def deliver(self, message: dict[str, Any]) -> None:
        """Passes a message of the layer on to the sockets of this process, once."""
        if message["n"] in self.delivered:
            return
        self.remember(message["n"])
        if "revoke" in message:
            await self.revoke(message["revoke"])
            return
        self.told[message["topic"]] = monotonic()
        by = set(message.get("by", ()))
        for socket in tuple(self.listeners.get(message["topic"], ())):
            if by and not by.isdisjoint(socket.quiet):
                continue
            await socket.push(message["texts"][socket.language])

    def remember(self, number: int) -> None:
        """Notes that an entry reached this process."""
        self.delivered[number] = None
        while len(self.delivered) > REMEMBERED:
            self.delivered.popitem(last=False)

    async def revoke(self, person_id: int | None) -> None:
        """Silences the person's sockets (None: all) at once, then lets them ask again for what they had asked."""
        self.revocations += 1
        touched = [s for s in self.sockets if person_id is None or s.person_id == person_id]
        for socket in touched:
            socket.known = None
        for socket in touched:
            await self.listen(socket, set())
        for socket in touched:
            await socket.authorise()

    async def find_lost(self, suspects: dict[int, str]) -> None:
        """Finds out beside the loop which of these entries (id to topic) are lost, and hints at them and what is owed.

        In a storm messages come seconds late, and one that is taken for lost has every page ask the log. So the
        process writes to itself through the layer, where messages keep their order: lost is what has not come when
        that is back, or when that does not come back.
        """
        await self.hint_gap(())
        if suspects and (self._asking is None or self._asking.done()):
            self._asking = asyncio.create_task(self._ask_for(suspects))

    async def _ask_for(self, suspects: dict[int, str]) -> None:
        if self.layer_answers:
            await self._hear_oneself()
        lost = {number: topic for number, topic in suspects.items() if number not in self.delivered}
        for number in lost:
            self.remember(number)
        if lost:
            self.layer_answers = False
        await self.hint_gap(set(lost.values()))

    async def _hear_oneself(self) -> None:
        self._echo.clear()
        try:
            await the_layer().send(self._channel, {"type": "told", "echo": True})
            await asyncio.wait_for(self._echo.wait(), ECHO)
        except Exception:
            logger.warning("the channel layer did not take a message", extra={"topic": "echo"})

    async def hint_gap(self, topics: Iterable[str]) -> None:
        """Tells the listeners of these topics that something was missed: they ask the log.

        Whoever was told a moment ago is told again when that is over, once for all that was missed meanwhile.
        """
        for topic in topics:
            self.owed.update(self.listeners.get(topic, ()))
        self.owed &= self.sockets
        moment = monotonic()
        for socket in [socket for socket in self.owed if moment - socket.hinted >= BETWEEN_HINTS]:
            self.owed.discard(socket)
            socket.hinted = moment
            await socket.push(json.dumps({"verb": "gap"}))


def _with_fresh_connection(ask: Callable[..., Answer], args: tuple[Any, ...]) -> Answer:
    close_old_connections()
    try:
        return ask(*args)
    finally:
        close_old_connections()


registry = Registry()
