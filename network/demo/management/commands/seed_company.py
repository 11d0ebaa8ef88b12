"""The demo company, in any size."""

from argparse import ArgumentParser
from random import Random
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from network.core.clock import now
from network.demo.company import Size, build_company
from network.demo.pictures import hang
from profiles.models import Person


class Command(BaseCommand):
    """Builds it where nobody is yet, and tells how far it has come."""

    help = "Builds the demo company into an empty site. Same seed, same company."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The size of the company."""
        size = Size()
        parser.add_argument("--people", type=int, default=size.people, help=f"at least 40 (default {size.people})")
        parser.add_argument("--posts", type=int, default=size.posts, help=f"at least 40 (default {size.posts})")
        parser.add_argument("--seed", type=int, default=size.seed, help="which company (default %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses to mix an invented company with real people."""
        size = Size(options["people"], options["posts"], options["seed"])
        if size.people < 40 or size.posts < 40:
            raise CommandError("A company needs at least 40 people and 40 posts.")
        if Person.objects.exists():
            raise CommandError("Somebody is here already. The demo company is only built into an empty site.")
        self._started = monotonic()
        sights = build_company(size, now(), self._tell)
        hang(Random(size.seed), sights)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # it takes longer than a page may
            cursor.execute("ANALYZE")  # the planner knows the new sizes at once
            cursor.execute("RESET statement_timeout")
        self._tell("done", size.posts, size.posts)

    def _tell(self, what: str, done: int, total: int) -> None:
        self.stdout.write(f"  {monotonic() - self._started:6.1f} s  {what:8} {done:>9,} of {total:,}")
        self.stdout.flush()
