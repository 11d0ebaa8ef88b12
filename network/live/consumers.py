"""The one consumer: it hears what a page asks for, as far as the person may, and passes finished frames on."""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from time import monotonic
from typing import Any, cast

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from network.core.clock import now
from network.core.http import is_unfinished
from network.live import contract, queries, tail
from network.live.registry import registry

sessions = import_module(settings.SESSION_ENGINE)

MAX_MESSAGE = 4096  # characters
MAX_SOCKETS = 20  # per person and process
FLOOD = 30  # messages in ten seconds
CLOSE_SIGNED_OUT, CLOSE_FLOOD, CLOSE_MALFORMED, CLOSE_TOO_BIG = 4401, 4429, 4400, 1009


def person_of_session(session_key: str) -> Any:
    """The signed-in, active person of a session, or None; the session's password hash is checked as for a page."""
    request = HttpRequest()
    request.session = sessions.SessionStore(session_key)
    person = get_user(request)
    return person if person.is_authenticated and not is_unfinished(request) else None


@dataclass(frozen=True)
class Wish:
    """What a page wants to hear, and the moment from which it knows nothing."""

    topics: list[str]
    since: datetime | None = None


@dataclass(frozen=True)
class Allowed:
    """What of a wish is allowed now, and whether the page should catch up."""

    topics: set[str]
    behind: bool
    quiet: frozenset[int] = frozenset()  # people whom the page does not hear


def allowed_of_session(session_key: str, wish: Wish, known: Any = None) -> Allowed | None:
    """What the session's person (`known`, where that was asked just now) may listen to now; None: nobody signed in."""
    person = known or person_of_session(session_key)
    if person is None:
        return None
    topics = contract.topics_for(person, wish.topics)
    behind = wish.since is not None and queries.is_behind(topics, wish.since)
    return Allowed(topics, behind, frozenset(person.quiet))


class LiveConsumer(AsyncWebsocketConsumer):
    """Client to server: {"listen": ["home", "thread:12"], "since": 1764000000000}.

    Server to client: frames, see network.live.broadcast.
    """

    channel_layer_alias = ""  # no channel of its own: the process has one for all its sockets, and lives without it
    session_key = ""
    person_id = 0
    language = "nb"
    hinted = float("-inf")  # when it was last told of a gap, by the monotonic clock
    known: Any = None  # the person as they were when the socket connected, until it asks or a right ends

    def __init__(self) -> None:
        super().__init__()
        self.topics: set[str] = set()
        self.quiet: frozenset[int] = frozenset()
        self.wish = Wish([])
        self._window, self._count = 0, 0

    async def connect(self) -> None:
        """Refuses before accepting: no session, a token in the address, or too many sockets."""
        registry.start([tail.follow])
        self.session_key = cast(dict[str, Any], self.scope).pop("session_key", "")
        person, revocations = None, registry.revocations
        if self.session_key and not self.scope["query_string"]:
            person = await registry.in_thread(person_of_session, self.session_key)
        if person is None or sum(s.person_id == person.pk for s in registry.sockets) >= MAX_SOCKETS:
            await self.close(CLOSE_SIGNED_OUT)
            return
        self.person_id, self.language = person.pk, person.language
        self.known = person if revocations == registry.revocations else None
        registry.sockets.add(self)
        await self.accept()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Takes the wish to listen; anything else closes the socket."""
        if self._floods():
            await self.close(CLOSE_FLOOD)
            return
        if text_data is None or len(text_data) > MAX_MESSAGE:
            await self.close(CLOSE_TOO_BIG if text_data else CLOSE_MALFORMED)
            return
        wish = wish_from(text_data)
        if wish is None:
            await self.close(CLOSE_MALFORMED)
            return
        self.wish = wish
        await self.authorise()

    async def authorise(self) -> None:
        """Asks the rooms what of the wish is allowed now; signed out closes the socket."""
        known, self.known = self.known, None
        asked = monotonic()
        allowed = await registry.in_thread(allowed_of_session, self.session_key, self.wish, known)
        if allowed is None:
            await self.close(CLOSE_SIGNED_OUT)
            return
        self.quiet = allowed.quiet
        await registry.listen(self, allowed.topics)
        # what came since the log was asked has passed a socket that did not listen yet
        behind = allowed.behind or (self.wish.since is not None and registry.told_since(allowed.topics, asked))
        if behind:  # it asks the log now: a hint would have it ask twice
            self.hinted = monotonic()
        await self.push(json.dumps({"verb": "listening", "topics": len(allowed.topics), "behind": behind}))

    async def push(self, text: str) -> None:
        """Sends a finished text; a socket that is gone is forgotten."""
        try:
            await self.send(text_data=text)
        except Exception:
            await self.disconnect(1006)

    async def disconnect(self, code: int) -> None:
        """Leaves every topic."""
        registry.sockets.discard(self)
        await registry.listen(self, set())

    def _floods(self) -> bool:
        window = int(now().timestamp()) // 10
        if window != self._window:
            self._window, self._count = window, 0
        self._count += 1
        return self._count > FLOOD


def wish_from(text: str) -> Wish | None:
    """The wish in a message, or None when it is not of that form."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    topics = message.get("listen") if isinstance(message, dict) else None
    if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
        return None
    return Wish(topics[: contract.MAX_TOPICS], queries.moment_from(str(message.get("since", ""))))
