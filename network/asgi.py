"""http goes to Django in lasting threads, websocket to the one live consumer; both share one process and one loop."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

from network.wsgi import application as wsgi_application  # isort: skip  # sets Django up

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter

from network.live.routing import websocket_application

THREADS = int(os.environ.get("GLOD_THREADS", "8"))

application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(wsgi_application, workers=THREADS, send_queue_size=10),
        "websocket": websocket_application,
    }
)
