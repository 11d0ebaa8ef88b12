"""The rail's "my groups"."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from network.groups.queries import my_groups as groups_of


def my_groups(request: HttpRequest) -> dict[str, Any]:
    """Read only when the page shows the rail."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"my_groups": SimpleLazyObject(lambda: groups_of(user))}
