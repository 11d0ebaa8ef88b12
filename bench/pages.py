"""The pages that are measured, and what must stand in each answer."""

import time
from collections.abc import Callable
from random import Random
from typing import NamedTuple
from urllib.parse import urlencode

from bench.client import Wish
from bench.crowd import Crowd

HTMX = "HX-Request: true\r\n"


class Page(NamedTuple):
    """A page as the report names it; `heavy` is asked for by the person who belongs to every group.

    `warm`: asked for once before without being counted, so that the cards of its threads are in both processes.
    """

    key: str
    title: str
    wish: Callable[[Crowd, Random], Wish]
    heavy: bool = False
    warm: bool = False


def _home(lane: str = "") -> Callable[[Crowd, Random], Wish]:
    return lambda crowd, rng: Wish(f"/?lane={lane}" if lane else "/", b'id="feed"')


def _post(crowd: Crowd, rng: Random) -> Wish:
    pk = rng.choice(crowd.threads)
    return Wish(f"/posts/{pk}/", f'id="whole-post-{pk}"'.encode())


def _any_post(crowd: Crowd, rng: Random) -> Wish:
    pk = rng.choice(crowd.posts)
    return Wish(f"/posts/{pk}/", f'id="whole-post-{pk}"'.encode())


def _person(crowd: Crowd, rng: Random) -> Wish:
    handle, _ = rng.choice(crowd.people)
    return Wish(f"/people/{handle}/", f"/people/{handle}/posts/".encode())


def _posts_of_person(crowd: Crowd, rng: Random) -> Wish:
    handle, _ = rng.choice(crowd.people)
    return Wish(f"/people/{handle}/posts/", b"<", HTMX)


def _group(crowd: Crowd, rng: Random) -> Wish:
    slug, _ = rng.choice(crowd.groups)
    return Wish(f"/groups/{slug}/", f"/groups/{slug}/posts/".encode())


def _posts_in_group(crowd: Crowd, rng: Random) -> Wish:
    slug, _ = rng.choice(crowd.groups)
    return Wish(f"/groups/{slug}/posts/", b'id="post-', HTMX)


def _chart(crowd: Crowd, rng: Random) -> Wish:
    handle, _ = rng.choice(crowd.people)
    return Wish(f"/people/chart/?person={handle}", f'aria-current="true" href="/people/{handle}/"'.encode())


def _people(crowd: Crowd, rng: Random) -> Wish:
    handle, name = rng.choice(crowd.people)
    return Wish(f"/people/?{urlencode({'q': name})}", f"/people/{handle}/".encode())


def _people_typing(crowd: Crowd, rng: Random) -> Wish:
    _, name = rng.choice(crowd.people)
    return Wish(f"/people/?{urlencode({'q': name[: rng.randint(2, 7)].strip()})}", b'href="/people/', HTMX)


def _search(crowd: Crowd, rng: Random) -> Wish:
    return Wish(f"/search/?{urlencode({'q': rng.choice(crowd.words)})}", b'class="hit__title"')


def _catch_up(crowd: Crowd, rng: Random) -> Wish:
    return Wish(f"/live/catch-up/?since={int(time.time() - 3600) * 1000}&listen=home", b'"frames"')


FLOORS = (
    Page("trivial", "floor: a page of nothing", lambda crowd, rng: Wish("/bench/trivial/", b"trivial for")),
    Page("floor", "floor: five queries, twenty fragments", lambda crowd, rng: Wish("/bench/floor/", b'id="floor-')),
)
PAGES = (
    Page("home", "home feed", _home()),
    Page("home-heavy", "home feed, in every group", _home(), heavy=True),
    Page("lane-groups", "lane: my groups", _home("groups")),
    Page("lane-groups-heavy", "lane: my groups, in every group", _home("groups"), heavy=True),
    Page("lane-outside", "lane: outside my department", _home("outside")),
    Page("lane-following", "lane: following", _home("following")),
    Page("lane-waiting", "lane: waiting for an answer", _home("waiting")),
    Page("post", "post with 20 comments", _post, warm=True),
    Page("post-any", "post, any of two years", _any_post),
    Page("person", "person page", _person),
    Page("person-posts", "its panel of posts", _posts_of_person),
    Page("group", "group page", _group),
    Page("group-posts", "its panel of posts", _posts_in_group),
    Page("people", "people search, page", _people),
    Page("people-typing", "people search, as you type", _people_typing),
    Page("chart", "organisation chart, around a colleague", _chart),
    Page(
        "chart-top", "organisation chart, from the top", lambda crowd, rng: Wish("/people/chart/?top=1", b"data-chart")
    ),
    Page("search", "search page", _search),
)
COMPARED = ("home", "home-heavy", "post", "person", "group", "group-posts", "people", "search")  # small and full
CATCH_UP = Page("catch-up", "catching up on the last hour", _catch_up)  # to profile what a storm of reconnects asks
BY_KEY = {page.key: page for page in (*FLOORS, *PAGES, CATCH_UP)}
