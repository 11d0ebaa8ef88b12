"""The product's settings, and two pages to compare with. Nothing is switched off or made larger."""

from network.settings import *  # noqa: F403
from network.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]}]
