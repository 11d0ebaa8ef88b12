"""What the shell of every page says about the rules: the version that the person is asked to acknowledge."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from network.core.http import is_unfinished
from network.policy.queries.knowing import Asked, asked_now
from network.policy.queries.snippets import Hint, hint_for
from profiles.sessions import person_of

HINTS_AWAY = "hints-away"  # in a session: no sentences from the rules until the next sign-in
LATER = "rules-later"  # in a session: the version whose banner was put away until the next sign-in


def asked_by(request: HttpRequest) -> Asked | None:
    """What the signed-in person is asked about now; found once for a request."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or is_unfinished(request):
        return None
    if "glod.asked" not in request.META:
        request.META["glod.asked"] = asked_now(person_of(request))
    found: Asked | None = request.META["glod.asked"]
    return found


def rules(request: HttpRequest) -> dict[str, Any]:
    """Read only by pages that show the banner."""
    return {"asked_rules": SimpleLazyObject(lambda: _banner(request))}


def _banner(request: HttpRequest) -> Asked | None:
    asked = None if request.path_info.startswith("/policy/") else asked_by(request)
    return None if asked is None or request.session.get(LATER) == asked.version.pk else asked


def hint_on(request: HttpRequest, *contexts: str) -> Hint | None:
    """A sentence from the rules for what is being done, unless the person has put such sentences away."""
    return None if request.session.get(HINTS_AWAY) else hint_for(contexts)
