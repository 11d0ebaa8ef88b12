"""Several acts at the same moment, as separate requests make them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from network.core.access import Refused


def at_once(*attempts: Callable[[], object]) -> list[bool]:
    """Runs all at the same moment, each on a connection of its own; True for those that were not refused."""
    ready = Barrier(len(attempts))

    def run(attempt):
        ready.wait()
        try:
            attempt()
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))
