"""Writes anew what ideas are found by when somebody writes them again, and says how much was wrong."""

from typing import Any

from django.core.management.base import BaseCommand

from ideas.actions import rebuild_terms


class Command(BaseCommand):
    help = "Makes every idea found by what it says now (after a change of ideas/words, say)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{rebuild_terms()} rows differed")
