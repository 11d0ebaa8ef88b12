"""One web process, for several of them behind a proxy."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from network.serving import serve


class Command(BaseCommand):
    help = "Runs one web process (Daphne) on databases that run already."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *_args: Any, **options: Any) -> None:
        import_string(f"{settings.ROOT_URLCONF}.urlpatterns")  # every page is loaded before the first visitor comes
        serve(import_string(settings.ASGI_APPLICATION), options["host"], options["port"])
