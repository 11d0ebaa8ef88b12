"""Where the socket comes in: the exact origin, then the session cookie, then the consumer."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.security.websocket import OriginValidator, WebsocketDenier
from django.conf import settings
from django.http import parse_cookie

from network.live.consumers import LiveConsumer

Scope = dict[str, Any]


class SessionCookie:
    """Puts the session key of the cookie into the scope; the consumer asks whose it is."""

    def __init__(self, inner: Callable[..., Awaitable[None]]) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        header = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
        key = parse_cookie(header.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")
        await self.inner({**scope, "session_key": key}, receive, send)


class ExactOrigin(OriginValidator):
    """Accepts only the configured scheme://host:port; a missing Origin is refused too."""

    def valid_origin(self, parsed_origin: Any) -> bool:
        if parsed_origin is None or not parsed_origin.hostname:
            return False
        return f"{parsed_origin.scheme}://{parsed_origin.netloc}" in self.allowed_origins


class KnownPath:
    """Refuses any other path before anything is looked up."""

    def __init__(self, inner: Callable[..., Awaitable[None]]) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        application: Any = self.inner if scope["path"] == "/ws/" else WebsocketDenier.as_asgi()
        await application(scope, receive, send)


consumer: Any = LiveConsumer.as_asgi()
websocket_application = KnownPath(ExactOrigin(SessionCookie(consumer), settings.ORIGINS))
