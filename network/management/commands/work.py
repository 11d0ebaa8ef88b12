"""The background worker as a process of its own."""

from typing import Any

from django.core.management.base import BaseCommand

from network.serving import work_alone


class Command(BaseCommand):
    help = "Runs the background worker until it is told to stop."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        work_alone()
