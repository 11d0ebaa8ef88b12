"""Doors for other systems, and their administration; the parts are split by noun."""

from network.openness.views import imports, provisioning, schedules

__all__ = ["imports", "provisioning", "schedules"]
