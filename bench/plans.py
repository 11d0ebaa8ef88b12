"""How many queries a page makes, what it weighs, and whether any of its queries reads a large table from end to end."""

import gzip
import re
from random import Random
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.client import Visitor, Wish
from bench.crowd import Crowd
from bench.pages import PAGES, Page

LARGE = 10_000  # rows from which a whole table is too much to read for a page
SCAN = re.compile(r"Seq Scan on (\w+)")


class Cost(NamedTuple):
    """Of one page: queries with warm and with cold cards, bytes of the answer plain and gzipped."""

    queries: int
    cold: int
    bytes: int
    gzipped: int


class Inside:
    """Asks for pages in this process, so that their queries can be seen; same settings, same middleware."""

    def __init__(self, visitor: Visitor) -> None:
        self.client = Client(headers={"host": "127.0.0.1"})
        self.client.cookies["session"] = visitor.session
        self.queries: list[str] = []

    def ask(self, wish: Wish) -> bytes:
        """The answer's body; `queries` are those it needed."""
        with CaptureQueriesContext(connection) as seen:
            body = self.fetch(wish)
        self.queries = [row["sql"] for row in seen.captured_queries]
        return body

    def fetch(self, wish: Wish) -> bytes:
        """The answer's body alone. Raises SystemExit when it is not as it must be."""
        answer = self.client.get(wish.path, headers={"HX-Request": "true"} if wish.headers else {})
        if answer.status_code != 200 or wish.marker not in answer.content:
            raise SystemExit(f"{wish.path}: {answer.status_code}, {wish.marker.decode()} is missing.")
        return answer.content


def cost_of(page: Page, crowd: Crowd, visitor: Visitor, scans: dict[str, list[str]], times: int = 4) -> Cost:
    """The largest of a few, each asked twice: cold, then warm. Whole tables that are read are noted in `scans`."""
    inside, rng, costs = Inside(visitor), Random(3), []
    inside.ask(page.wish(crowd, rng))
    for _ in range(times):
        wish = page.wish(crowd, rng)
        inside.ask(wish)
        cold = inside.queries
        body = inside.ask(wish)
        costs.append(Cost(len(inside.queries), len(cold), len(body), len(gzip.compress(body, 6))))
        for sql in cold:
            for table in whole_tables(sql):
                scans.setdefault(f"{page.title}: {table}", []).append(sql)
    return Cost(*(max(numbers) for numbers in zip(*costs, strict=True)))


def costs(crowd: Crowd, visitor: Visitor, heavy: Visitor) -> tuple[dict[str, Cost], dict[str, list[str]]]:
    """Of every page, and the large tables that any of their queries reads from end to end."""
    scans: dict[str, list[str]] = {}
    found = {page.key: cost_of(page, crowd, heavy if page.heavy else visitor, scans) for page in PAGES}
    return found, scans


def whole_tables(sql: str) -> set[str]:
    """Large tables that the planner would read from end to end for this query."""
    if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
        return set()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        read = {table for (line,) in cursor.fetchall() for table in SCAN.findall(line)}
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND reltuples >= %s", [list(read), LARGE])
        return {row[0] for row in cursor.fetchall()}
