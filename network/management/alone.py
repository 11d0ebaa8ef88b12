"""Without Redis a live message reaches only its own process, so only one process may serve a database."""

import psycopg
from django.conf import settings
from django.db import connection

from network.embedded import CannotStart

KEY = 0x676C6F64  # "glod": the advisory lock's number


def claim() -> "psycopg.Connection[tuple[bool]] | None":
    """The connection that holds the claim while it is open; None where Redis is there. Raises CannotStart."""
    if settings.REDIS_URL:
        return None
    with connection.cursor():  # Django knows how the database is reached
        wanted = connection.get_connection_params()
    held = psycopg.connect(**{key: value for key, value in wanted.items() if key not in ("cursor_factory", "context")})
    held.autocommit = True
    row = held.execute("SELECT pg_try_advisory_lock(%s)", [KEY]).fetchone()
    if row and row[0]:
        return held
    held.close()
    raise CannotStart("Another Glød process serves this database already: set REDIS_URL to run several of them.")
