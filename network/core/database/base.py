"""Django's backend for PostgreSQL, which asks a connection only now and then whether it still works."""

from select import POLLIN, poll
from time import monotonic
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection

ASK_AGAIN = 30.0  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """Before each page, and each question of the wire, Django has a lasting connection answer a question of its own.

    A server that goes away closes its connections, and one that is closed has something to be read. So as long as
    there is nothing, and it answered within ASK_AGAIN seconds, a connection counts as usable. Afterwards it is asked
    again, as a firewall may have forgotten it without a word.
    """

    answered = float("-inf")  # when it last answered, by the monotonic clock

    def is_usable(self) -> bool:
        """Whether the connection works."""
        if self.connection is None:
            return False
        if monotonic() - self.answered < ASK_AGAIN and _is_silent(self.connection):
            return True
        usable: bool = super().is_usable()
        self.answered = monotonic() if usable else float("-inf")
        return usable


def _is_silent(connection: Connection[Any]) -> bool:
    """Open, and the server has said nothing that was not asked for."""
    if connection.closed:
        return False
    waiting = poll()  # select knows no more than 1,024 files
    waiting.register(connection.fileno(), POLLIN)
    return not waiting.poll(0)
