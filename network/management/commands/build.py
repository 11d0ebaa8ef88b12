"""What an image needs built into it; touches no database."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from network.management.static_files import collect


class Command(BaseCommand):
    help = "Compiles translations and collects static files, without a database."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("compile_translations", stdout=self.stdout)
        if collect():
            self.stdout.write("static files collected")
