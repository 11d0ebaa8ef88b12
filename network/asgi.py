"""http goes to Django in lasting threads, websocket to the one live consumer; both share one process and one loop."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

from network.wsgi import application as wsgi_application  # isort: skip  # sets Django up

from a2wsgi.wsgi import Body, build_environ
from channels.routing import ProtocolTypeRouter

from network.live import tail
from network.live.registry import registry
from network.live.routing import websocket_application

THREADS = int(os.environ.get("GLOD_THREADS", "4"))

_threads = ThreadPoolExecutor(THREADS, "WSGI")


async def answer(scope: Any, receive: Any, send: Any) -> None:
    """One request: Django answers in a thread, and a whole answer comes back to the loop in one step.

    A step from a thread to the loop waits until the other lets go of the interpreter, so a page takes two of them and
    not eight. What streams is told chunk by chunk from its thread, which waits until each is sent.
    """
    loop = asyncio.get_running_loop()
    environ = build_environ(scope, Body(loop, receive))

    def tell(message: dict[str, Any]) -> None:
        asyncio.run_coroutine_threadsafe(send(message), loop).result()

    for message in await loop.run_in_executor(_threads, copy_context().run, _ask_django, environ, tell):
        await send(message)


def _ask_django(environ: Any, tell: Any) -> list[dict[str, Any]]:
    """What is left to send: the head and the whole body, or nothing of what streamed."""
    head: dict[str, Any] = {"type": "http.response.start"}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        head["status"] = int(status.partition(" ")[0])
        head["headers"] = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

    django: Any = wsgi_application  # which writes nothing through what `start_response` could give back
    response = django(environ, start_response)
    try:
        if not response.streaming:
            return [head, {"type": "http.response.body", "body": b"".join(response)}]
        tell(head)
        for chunk in response:
            tell({"type": "http.response.body", "body": chunk, "more_body": True})
        tell({"type": "http.response.body", "body": b""})
        return []
    finally:
        response.close()


_router = ProtocolTypeRouter({"http": answer, "websocket": websocket_application})


async def application(scope: Any, receive: Any, send: Any) -> None:
    """The first request of any kind opens this process's one channel, so that telling never waits in a request."""
    registry.start([tail.follow])
    await _router(scope, receive, send)
