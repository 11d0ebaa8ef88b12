"""The rail's count of what waits for those who handle reports."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from network.moderation.queries.exposure import waiting_count


def desk(request: HttpRequest) -> dict[str, Any]:
    """Read only by pages that show the rail, and asked only of whoever may have the task."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.may_handle:
        return {}
    return {"at_desk": SimpleLazyObject(lambda: {"waiting": waiting_count(user)})}
