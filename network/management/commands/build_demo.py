"""The demo company for a site that has nobody yet."""

from typing import Any

from django.core.management.base import BaseCommand

from network.management.demo import build_demo


class Command(BaseCommand):
    help = "Builds the demo company where the site is empty."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        if build_demo():
            self.stdout.write("Demo company ready")
