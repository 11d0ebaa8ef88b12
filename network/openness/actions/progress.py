"""How far a long piece of work has come, told outside its transaction."""

from django.db import connection


def report(import_id: int, done: int, total: int) -> None:
    """Written through a connection of its own, so that pages see it before the transaction ends."""
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("UPDATE openness_import SET done = %s, total = %s WHERE id = %s", [done, total, import_id])
    finally:
        beside.close()
