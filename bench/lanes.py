"""Two plans for "the newest posts of my groups", for somebody in twenty groups and somebody in all of them."""

import time
from typing import Any

from django.conf import settings
from django.db import connection

from bench.client import percentile
from bench.crowd import Crowd
from network.core.pages import PAGE_SIZE

TIMES = 200
SEMI_JOIN = """
SELECT t.id FROM conversations_thread t
WHERE t.deleted_at IS NULL AND t.id < %(before)s
  AND t.group_id IN (SELECT group_id FROM groups_membership WHERE person_id = %(person)s AND muted_at IS NULL)
ORDER BY t.id DESC LIMIT %(limit)s
"""
LATERAL = """
SELECT t.id FROM groups_membership m CROSS JOIN LATERAL (
  SELECT id FROM conversations_thread
  WHERE group_id = m.group_id AND id < %(before)s AND deleted_at IS NULL ORDER BY id DESC LIMIT %(limit)s) t
WHERE m.person_id = %(person)s AND m.muted_at IS NULL ORDER BY t.id DESC LIMIT %(limit)s
"""
PLANS = {"semi-join over the newest": SEMI_JOIN, "newest of each group, merged": LATERAL}


def run() -> int:
    """Prints a table and keeps the plans in lanes.txt beside the data."""
    crowd = Crowd.kept(settings.VAR_DIR / "crowd.json")
    quiet = _member_of_the_quietest_group()
    people = {"20 groups": crowd.visitors[0], "every group": crowd.heavy, "one quiet group": quiet}
    print("| Plan | who | page | p50 ms | p95 ms |\n|---|---|---|---|---|")
    plans = []
    for title, sql in PLANS.items():
        for who, person in people.items():
            for page, before in (("first", 2**63 - 1), ("a year back", crowd.posts[len(crowd.posts) // 2])):
                asked = {"person": person, "before": before, "limit": PAGE_SIZE + 1}
                times = _times(sql, asked)
                print(f"| {title} | {who} | {page} | {percentile(times, 0.5):.2f} | {percentile(times, 0.95):.2f} |")
                plans.append(f"== {title}, {who}, {page}\n{_plan(sql, asked)}\n")
    path = settings.VAR_DIR / "lanes.txt"
    path.write_text("\n".join(plans))
    print(f"\nPlans are kept in {path}")
    return 0


def _member_of_the_quietest_group() -> int:
    """Somebody whose groups have all been silent for longest: the worst case of a scan from the newest backwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.person_id FROM groups_membership m JOIN groups_group g ON g.id = m.group_id"
            " GROUP BY m.person_id ORDER BY max(g.last_post_at) NULLS FIRST, m.person_id LIMIT 1"
        )
        return int(cursor.fetchone()[0])


def _times(sql: str, asked: dict[str, Any]) -> list[float]:
    times = []
    with connection.cursor() as cursor:
        for _ in range(TIMES):
            start = time.perf_counter()
            cursor.execute(sql, asked)
            cursor.fetchall()
            times.append(time.perf_counter() - start)
    return times


def _plan(sql: str, asked: dict[str, Any]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + sql, asked)
        return "\n".join(row[0] for row in cursor.fetchall())
