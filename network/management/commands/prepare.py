"""What a new version needs in the database before it can serve. May be repeated."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from network.management.demo import build_demo


class Command(BaseCommand):
    help = "Migrates the database and, where GLOD_DEMO says so, builds the demo company in an empty site."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        with connection.cursor() as cursor:  # an index on a large table may take longer than a page may
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.stdout.write(f"migrating the database, {len(plan)} steps")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEMO and build_demo():
            self.stdout.write("demo company built")
