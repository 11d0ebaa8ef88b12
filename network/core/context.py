"""What the shell of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from network.core.clock import now


def shell(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person (or None), the site's name and whether the font is installed."""
    user = getattr(request, "user", None)
    return {
        "person": user if user is not None and user.is_authenticated else None,
        "site_name": settings.SITE_NAME,
        "font_available": settings.FONT_AVAILABLE,
        "demo": settings.DEMO,
        "moment": int(now().timestamp() * 1000),  # from here on the page asks the live log
    }
