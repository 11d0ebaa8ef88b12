"""`python -m bench gather`: the last step of building the data, in a process that knows Django."""

from django.conf import settings

from bench.crowd import gather, settle


def run() -> int:
    """Writes the crowd beside the data."""
    gather().keep(settings.VAR_DIR / "crowd.json")
    settle()
    return 0
