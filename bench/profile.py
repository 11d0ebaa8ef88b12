"""`python -m bench profile home`: what one page costs in this process, by function and by query."""

import cProfile
import pstats
import time
from collections import Counter
from random import Random

from django.conf import settings
from django.db import connection

from bench.crowd import Crowd, sign_in
from bench.pages import BY_KEY, Page
from bench.plans import Inside

TIMES = 50  # of each page
SHOWN = 25


def run(*keys: str) -> int:
    """Prints for each page its plain time, the functions with most time of their own, and its slowest queries."""
    crowd = Crowd.kept(settings.VAR_DIR / "crowd.json")
    visitor, heavy = sign_in([crowd.visitors[0], crowd.heavy])
    for key in keys or ("home",):
        page = BY_KEY[key]
        _profile(page, crowd, Inside(heavy if page.heavy else visitor))
    return 0


def _profile(page: Page, crowd: Crowd, inside: Inside) -> None:
    rng, profile = Random(9), cProfile.Profile()
    wishes = [page.wish(crowd, rng) for _ in range(TIMES)]
    for wish in wishes:  # cold
        inside.fetch(wish)
    begun, used = time.perf_counter(), time.process_time()
    for wish in wishes:
        inside.fetch(wish)
    plain, processor = time.perf_counter() - begun, time.process_time() - used
    profile.runcall(lambda: [inside.fetch(wish) for wish in wishes])
    inside.ask(wishes[-1])
    each = f"{plain * 1000 / TIMES:.1f} ms a page, {processor * 1000 / TIMES:.1f} of them on the processor here"
    print(f"\n== {page.title}: {each}, {len(inside.queries)} queries, cards warm")
    stats = pstats.Stats(profile)
    stats.sort_stats("tottime").print_stats(SHOWN)
    stats.sort_stats("cumtime").print_stats(r"/(network|profiles)|templatetags|defaulttags|middleware", SHOWN)
    _slowest(inside.queries)


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
