"""How often one person does one kind of thing in a minute: ample for work, too little for a script.

Each web process counts for itself and in memory, so that a limit costs no query; docs/operations.md has the figures.
"""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from network.core.clock import now

TOO_MUCH = _("That was a lot at once. Wait a minute and send it again: it is still here.")
LIMITS = {
    "post": 20,
    "comment": 40,
    "reaction": 120,
    "upload": 60,
    "invitation": 60,  # to groups; those who have no account yet: ACCOUNT_RATE_LIMITS
    "search": 300,  # every letter that is typed asks
    "card": 120,
}
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Answer = TypeVar("Answer", bound=HttpResponseBase)
_lock, _counts, _minute = Lock(), Counter[tuple[str, object]](), 0


def forget() -> None:
    """Everybody begins anew, as in the next minute."""
    global _minute  # noqa: PLW0603
    _minute = 0


def wait_for(request: HttpRequest, kind: str) -> int:
    """Counts one more; the seconds until it is allowed again, 0 while it is."""
    global _minute  # noqa: PLW0603
    moment = now()
    minute = int(moment.timestamp() // 60)
    with _lock:
        if minute != _minute:
            _counts.clear()
            _minute = minute
        key = (kind, request.user.pk)
        _counts[key] += 1
        return 60 - moment.second if _counts[key] > LIMITS[kind] and settings.LIMITED else 0


def at_most(kind: str, *methods: str) -> Callable[[View], View]:
    """Answers 429 with the time to wait, instead of the view; only these methods count, by default all."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            counts = not methods or request.method in methods
            if counts and (seconds := wait_for(request, kind)):
                return too_often(render(request, "429.html", status=429), seconds)
            return view(request, *args, **kwargs)

        return inner  # type: ignore[return-value]

    return wrap


def too_often(answer: Answer, seconds: int) -> Answer:
    """Says in the answer when to try again."""
    answer.headers["Retry-After"] = str(seconds)
    return answer
