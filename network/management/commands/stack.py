"""`make stack`: what docker-compose.yml runs, as plain processes on this machine."""

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from network.stack import Stack


class Command(BaseCommand):
    help = "Runs PostgreSQL, Redis, web processes and a worker side by side. Ctrl-C stops them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ports", type=int, nargs="+", default=[8101, 8102], help="one web process for each")

    def handle(self, *_args: Any, **options: Any) -> None:
        ports = options["ports"]
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts background jobs without it
        try:
            self.stdout.write("Preparing the database and the demo company ...")
            self.stdout.flush()
            with Stack(settings.VAR_DIR, web=len(ports), ports=ports) as stack:
                self.stdout.write("Glød is ready:  " + "   ".join(f"{address}/" for address in stack.addresses))
                self.stdout.write(f"Logs: {stack.var / 'logs'} (process {os.getpid()}). Ctrl-C stops it.")
                self.stdout.flush()
                while True:
                    signal.pause()
        except (KeyboardInterrupt, SystemExit) as end:
            if isinstance(end, SystemExit) and end.code:
                raise
        self.stdout.write("Stopped.")
