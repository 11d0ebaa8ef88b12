"""http goes to Django in lasting threads, websocket to the one live consumer; both share one process and one loop."""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

from network.wsgi import application as wsgi_application  # isort: skip  # sets Django up

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter

from network.live import tail
from network.live.registry import registry
from network.live.routing import websocket_application

THREADS = int(os.environ.get("GLOD_THREADS", "8"))

_router = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(cast(Any, wsgi_application), workers=THREADS, send_queue_size=10),
        "websocket": websocket_application,
    }
)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """The first request of any kind opens this process's one channel, so that telling never waits in a request."""
    registry.start([tail.follow])
    await _router(scope, receive, send)
