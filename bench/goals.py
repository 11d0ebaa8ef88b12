"""What is to be reached on two cores with everything on the machine."""

from typing import NamedTuple


class Goal(NamedTuple):
    """Of one page; None: no goal."""

    rate: float | None = None  # answers a second
    p95: float | None = None  # milliseconds
    p50: float | None = None  # milliseconds
    queries: int | None = None


BY_KEY = {
    "home": Goal(160, p95=200, queries=8),
    "post": Goal(165, queries=8),
    "person": Goal(200, queries=10),
    "group": Goal(160, queries=10),
    "people": Goal(140),
    "people-typing": Goal(300),
    "create": Goal(100, p50=10),
}
LIVE = {"live-100": 30.0, "live-1000": 120.0, "live-5000": 700.0}  # milliseconds, p95
RATIO_TO_FLOOR = 0.4  # of the home feed
STORM = 15  # seconds until everybody has caught up
MEMORY, SOCKET = 150, 40  # MiB of a web process at rest, KiB of an open socket
HTML, STYLES = 25, 52  # kB, gzipped
SLOWER = 1.5  # times the p95 on fifty times the posts
