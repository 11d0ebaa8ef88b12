"""`manage.py keep_periods`: erases what has had its time, as every Monday night; with --dry-run it only counts."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand

from network.moderation.actions.keeping import keep_periods
from network.moderation.queries.custody import in_words
from network.moderation.queries.retention import RETENTION, counts_due, held_and_due


class Command(BaseCommand):
    """Prints how many of each kind, and nothing of whose."""

    help = "Erases what has had its time in moderation, and prints how much it was; --dry-run only counts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and erase nothing")

    def handle(self, *_args: object, **options: Any) -> None:
        if options["dry_run"]:
            for period in RETENTION.values():
                self.stdout.write(f"{period.what}: {period.length} {period.since}")
            self._tell(counts_due(), held_and_due(), "Would go")
        else:
            receipt = keep_periods()
            self._tell(receipt.counts, receipt.held, "Gone")

    def _tell(self, counts: Mapping[str, int], held: int, word: str) -> None:
        for what, count in in_words(counts):
            self.stdout.write(f"{word}: {what}: {count}")
        self.stdout.write(f"Kept beyond their time: {held}")
