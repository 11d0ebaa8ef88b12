"""A company that stands while the tests of one file look at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from network.demo.company import Size, build_company


@contextmanager
def standing(size: Size, until: datetime) -> Iterator[None]:
    """Builds it as `seed_company` does, with the planner knowing its size, and takes it away again."""
    with transaction.atomic():
        build_company(size, until, lambda what, done, total: None)
        with connection.cursor() as cursor:
            connection.check_constraints()  # no sums are taken of rows with checks that wait
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)
