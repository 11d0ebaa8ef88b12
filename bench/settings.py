"""The product's settings, and two pages to compare with; sixteen people may ask as often as they can."""

from network.settings import *  # noqa: F403
from network.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]}]
LIMITED = False
