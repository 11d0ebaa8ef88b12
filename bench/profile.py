"""`python -m bench profile home`: what one page costs in this process, by function and by query."""

import cProfile
import pstats
import time
from collections import Counter
from random import Random

from django.conf import settings
from django.db import connection

from bench.crowd import Crowd, sign_in
from bench.pages import BY_KEY
from bench.plans import Inside

TIMES = 100
SHOWN = 25


def run(key: str = "home", times: str = str(TIMES)) -> int:
    """Prints the plain time, the functions that take most of their own time, and the slowest queries."""
    crowd = Crowd.kept(settings.VAR_DIR / "crowd.json")
    page, rng = BY_KEY[key], Random(9)
    inside = Inside(sign_in([crowd.heavy if page.heavy else crowd.visitors[0]])[0])
    wishes = [page.wish(crowd, rng) for _ in range(int(times))]
    for wish in wishes[:20]:
        inside.ask(wish)
    start, profile = time.perf_counter(), cProfile.Profile()
    for wish in wishes:
        inside.fetch(wish)
    plain = (time.perf_counter() - start) / len(wishes)
    profile.enable()
    for wish in wishes:
        inside.fetch(wish)
    profile.disable()
    inside.ask(wishes[-1])
    print(f"{page.title}: {plain * 1000:.1f} ms a page, {len(inside.queries)} queries (last: {wishes[-1].path})")
    pstats.Stats(profile).sort_stats("tottime").print_stats(SHOWN)
    pstats.Stats(profile).sort_stats("cumtime").print_stats(r"network|profiles|templatetags|middleware", SHOWN)
    _slowest(inside.queries)
    return 0


def _slowest(queries: list[str]) -> None:
    times: Counter[str] = Counter()
    for sql in queries:
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            if cursor.description:
                cursor.fetchall()
        times[sql] += time.perf_counter() - start
    for sql, seconds in times.most_common(SHOWN):
        print(f"{seconds * 1000:8.2f} ms  {sql[:300]}")
