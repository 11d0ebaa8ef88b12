"""How far a long piece of work has come, told outside its transaction."""

import logging

from django.db import DatabaseError, connection

logger = logging.getLogger("glod.openness")


def report(import_id: int, done: int, total: int) -> None:
    """Written through a connection of its own, so that pages see it before the transaction ends.

    Where there is no connection to be had the work goes on untold.
    """
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("UPDATE openness_import SET done = %s, total = %s WHERE id = %s", [done, total, import_id])
    except DatabaseError:
        logger.warning("progress was not told", extra={"import": import_id})
    finally:
        beside.close()
