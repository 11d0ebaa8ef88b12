"""Compares every kept count with the rows it stands for, and mends it when asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from network.conversations.models import Comment

# Count -> (table, column, the truth as SQL over its row "it"). Text of ours, nothing from outside.
COUNTS = {
    "comments of threads": (
        "conversations_thread",
        "comment_count",
        "(SELECT count(*) FROM standing c WHERE c.thread_id = it.id)",
    ),
    "reactions to threads": (
        "conversations_thread",
        "reactions",
        "(SELECT coalesce(jsonb_object_agg(emotion, n), '{}') FROM (SELECT emotion, count(*) n"
        " FROM conversations_reaction r WHERE r.thread_id = it.id AND r.comment_id IS NULL GROUP BY emotion) counted)",
    ),
    "reactions to comments": (
        "conversations_comment",
        "reactions",
        "(SELECT coalesce(jsonb_object_agg(emotion, n), '{}') FROM (SELECT emotion, count(*) n"
        " FROM conversations_reaction r WHERE r.comment_id = it.id GROUP BY emotion) counted)",
    ),
    "members of groups": (
        "groups_group",
        "member_count",
        "(SELECT count(*) FROM groups_membership m WHERE m.group_id = it.id)",
    ),
    # Each person once over what was merged into it, its authors not; what the last word is said on stays as it was.
    "votes of ideas": (
        "ideas_idea",
        "vote_count",
        "(CASE WHEN it.state IN ('draft', 'declined', 'withdrawn', 'merged', 'implemented', 'confirmed')"
        " THEN it.vote_count ELSE (SELECT count(DISTINCT v.person_id) FROM ideas_vote v"
        " JOIN ideas_idea f ON f.id = v.idea_id WHERE v.counted AND (f.id = it.id OR f.merged_into_id = it.id)"
        " AND NOT EXISTS (SELECT 1 FROM ideas_ideaauthor a WHERE a.person_id = v.person_id"
        " AND a.idea_id IN (it.id, f.id) AND a.state IN ('accepted', 'invited'))) END)",
    ),
    # A person who wants several ideas that were merged gives the largest of those gifts.
    "points of ideas": (
        "ideas_idea",
        "point_count",
        "(CASE WHEN it.state IN ('draft', 'declined', 'withdrawn', 'merged', 'implemented', 'confirmed')"
        " THEN it.point_count ELSE (SELECT coalesce(sum(given.most), 0) FROM (SELECT max(v.points) most"
        " FROM ideas_vote v JOIN ideas_idea f ON f.id = v.idea_id WHERE v.counted"
        " AND (f.id = it.id OR f.merged_into_id = it.id) AND NOT EXISTS (SELECT 1 FROM ideas_ideaauthor a"
        " WHERE a.person_id = v.person_id AND a.idea_id IN (it.id, f.id) AND a.state IN ('accepted', 'invited'))"
        " GROUP BY v.person_id) given) END)",
    ),
    "unread news of people": (
        "profiles_person",
        "unread_count",
        "(SELECT count(*) FROM notifications_notification n WHERE n.recipient_id = it.id AND n.read_at IS NULL "
        "AND n.aside_at IS NULL)",
    ),
}
VERSIONED = ("conversations_thread", "conversations_comment", "ideas_idea")  # cards show these counts


class Command(BaseCommand):
    help = "Says which kept counts differ from their rows (exit code 1), or mends them with --repair."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the true counts")

    def handle(self, *_args: Any, repair: bool, **_options: Any) -> None:
        wrong = 0
        for name, (table, column, truth) in COUNTS.items():
            found = mended(table, column, truth) if repair else differing(table, column, truth)
            self.stdout.write(f"{name}: {found} {'mended' if repair else 'wrong'}")
            wrong += found
        if wrong and not repair:
            raise CommandError("Some counts differ from their rows; run again with --repair to mend them.")


@transaction.atomic
def differing(table: str, column: str, truth: str) -> int:
    """How many rows keep a count that is not true."""
    with connection.cursor() as cursor:
        _patient(cursor)
        standing, given = _standing()
        cursor.execute(
            f"{standing} SELECT count(*) FROM {table} it WHERE it.{column} IS DISTINCT FROM {truth}",  # noqa: S608
            given,
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def mended(table: str, column: str, truth: str) -> int:
    """Writes the truth where it differs, under lock, so that no change is lost between looking and writing."""
    with connection.cursor() as cursor:
        _patient(cursor)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        version = ", version = version + 1" if table in VERSIONED else ""
        standing, given = _standing()
        cursor.execute(
            f"{standing} UPDATE {table} it SET {column} = {truth}{version}"  # noqa: S608
            f" WHERE it.{column} IS DISTINCT FROM {truth}",
            given,
        )
        return int(cursor.rowcount)


def _standing() -> tuple[str, tuple[Any, ...]]:
    """Names the comments that a reader finds, by the one rule of what is restricted, and the values that it needs."""
    rows = Comment.objects.filter(deleted_at=None).unrestricted().order_by().values("thread_id")
    sql, given = rows.query.sql_with_params()
    return f"WITH standing AS NOT MATERIALIZED ({sql})", given


def _patient(cursor: Any) -> None:
    """A million rows take longer than a page may."""
    cursor.execute("SET LOCAL statement_timeout = 0")
