"""`make run`: everything on this machine in one process, from an empty folder to a living company."""

import os
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError
from django.urls import reverse
from django.utils.module_loading import import_string

from network import embedded
from network.management.alone import claim
from network.management.demo import PASSWORD, PERSONAS
from network.serving import serve


class Command(BaseCommand):
    help = "Starts Glød on this machine: database, pages, live updates and background work. Ctrl-C stops it."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.began = time.monotonic()
        host = os.environ.get("GLOD_HOST", "127.0.0.1")
        try:
            with ExitStack() as ending:
                self._start(ending, host)
            self._say("Stopped.")
        except KeyboardInterrupt:
            self._say("Stopped before it was ready; the next start goes on from here.")
        except OperationalError as problem:
            raise embedded.CannotStart(f"The database does not answer: {str(problem).splitlines()[0]}") from None

    def _start(self, ending: ExitStack, host: str) -> None:
        require_free_port(host, settings.PORT)
        if settings.DATABASE_URL:
            lock = embedded.Lock(settings.VAR_DIR)
            lock.take()
            ending.callback(lock.release)
            embedded.end_on_sigterm()
        else:
            server = ending.enter_context(embedded.Server(settings.VAR_DIR))
            server.keep_running()
            self._say(f"PostgreSQL 18 runs, its data is in {server.place.home}")
        held = claim()
        if held:
            ending.enter_context(held)
        call_command("build", stdout=self.stdout)
        call_command("prepare", stdout=self.stdout)
        import_string(f"{settings.ROOT_URLCONF}.urlpatterns")  # every page is loaded before the first visitor comes
        serve(
            import_string(settings.ASGI_APPLICATION),  # only now: what it imports may read the translations
            host,
            settings.PORT,
            with_worker=True,
            ready=self._welcome(host),
            leaving=lambda: self._say("Stopping ..."),
        )

    def _welcome(self, host: str) -> Callable[[], None]:
        shown = "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0") else host  # noqa: S104 (only compared)
        address = f"http://{shown}:{settings.PORT}/"

        def welcome() -> None:
            self.stdout.write(f"\n  Glød is ready:  {address}   (after {time.monotonic() - self.began:.1f} s)\n")
            if settings.DEMO:
                self.stdout.write(f"  Sign in as      {', '.join(PERSONAS)}  @glod.example   password {PASSWORD}")
            else:
                first = address.rstrip("/") + reverse("profiles:set_up")
                self.stdout.write(f"  First time?     {first}   makes the first administrator")
            self.stdout.write("  Ctrl-C stops it.\n")
            self.stdout.flush()

        return welcome

    def _say(self, text: str) -> None:
        self.stdout.write(f"[{time.monotonic() - self.began:5.1f} s] {text}")
        self.stdout.flush()


def require_free_port(host: str, port: int) -> None:
    """Raises CannotStart when something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise embedded.CannotStart(
                f"Port {port} cannot be used ({problem.strerror}): choose another, as in `make run PORT={port + 1}`."
            ) from None
