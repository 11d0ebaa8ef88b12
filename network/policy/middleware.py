"""Once the last day to acknowledge has passed, a page leads to the rules first. Nothing that somebody needs waits."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from network.core.http import is_partial
from network.policy.context import asked_by

# Whole areas that are never behind the rules: reading and answering them, the account with its sign-out and second
# step, settings with one's own evidence, files and lists of one's own, machines, the wire, reports and appeals. Help,
# whistleblowing and one's own export stand here before they have pages, so that they cannot be forgotten.
OPEN_AREAS = (
    "/policy/", "/channels/", "/settings/", "/account/", "/scim/", "/live/", "/static/",
    "/report/", "/appeals/", "/reports/", "/moderation/", "/whistleblowing/", "/help/", "/privacy/",
)  # fmt: skip

# Single addresses elsewhere.
OPEN_PAGES = frozenset(
    [
        "livez",
        "readyz",
        "profiles:accept_invitation",
        "profiles:set_up",
        "profiles:demo_sign_in",
        "profiles:photo",
        "conversations:picture",
        "conversations:attachment",
        "notifications:notification",  # only leads on: to an answer, a decision, the rules themselves
        "notifications:unsubscribe",
        "ideas:certificate",  # whoever holds the paper may be signed in by chance
    ]
)


class RulesKnown:
    """The gate. What is sent in is never held back: a person in the middle of writing loses nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Leads to the rules, with the way back, whoever is past their last day; at most one query, else None."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if is_always_open(name, request.path_info) or not is_visit(request):
            return None
        asked = asked_by(request)
        if asked is None or not asked.is_overdue:
            return None
        return HttpResponseRedirect(f"{reverse('policy:asked')}?{urlencode({'next': request.get_full_path()})}")


def is_always_open(name: str, path: str) -> bool:
    """Never behind the rules, however long they have waited."""
    return name in OPEN_PAGES or path.startswith(OPEN_AREAS)


def is_visit(request: HttpRequest) -> bool:
    """Somebody opens a page: no form sent in, no fragment, nothing that a page or its script fetches for itself."""
    if request.method not in ("GET", "HEAD") or is_partial(request):
        return False
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"
