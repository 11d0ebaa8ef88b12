"""Every page needs a signed-in person unless its view says otherwise, and speaks that person's language."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from network.core.http import is_unfinished
from profiles.queries import is_anybody_here, sign_in_rules
from profiles.sessions import session_is_over

# Exactly these are for people who are not signed in; every other name, also one that a library adds later, is not.
OPEN_TO_ALL = frozenset(
    [
        "livez",
        "readyz",
        "profiles:demo_sign_in",
        "profiles:set_up",
        "profiles:accept_invitation",  # the link in a letter
        "profiles:language",
        "notifications:unsubscribe",  # the signed link in a letter
        "ideas:certificate",  # whoever holds the paper checks that it is genuine, and learns no more
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",  # says that sign-up is closed
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",  # the link in a letter
        "account_confirm_login_code",  # back to sign-in, as no codes are sent
        "mfa_authenticate",  # the second step; asks for the first by itself
        "mfa_login_webauthn",
        "oidc_login",
        "oidc_callback",
        "saml_login",
        "saml_acs",
        "saml_finish_acs",
        "saml_metadata",  # what the provider is told about us
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",  # says that sign-up is closed
        # what a directory asks, by its key: a session opens nothing there
        "openness:scim_config",
        "openness:scim_types",
        "openness:scim_type",
        "openness:scim_schemas",
        "openness:scim_schema",
        "openness:scim_people",
        "openness:scim_person",
        "openness:scim_groups",
        "openness:scim_group",
        "openness:scim_me",
        "openness:scim_bulk",
        "openness:scim_search",
        "openness:scim_nowhere",
    ]
)

# What a session opens that lacks the second step which the administrator asks for: the way to it, and out.
TO_FINISH = frozenset(
    [
        "livez",
        "readyz",
        "profiles:second_step",
        "profiles:language",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    ]
)

# What leads to a password, and there is none to get while only the organisation's own sign-in counts.
CLOSED_BY_PROVIDER = frozenset(
    [
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    ]
)


class LanguageOfPerson:
    """The person's own language; signed out: the cookie, then the browser's wish."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if person is not None and person.is_authenticated:
            language = person.language
        else:
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SignInRequired:
    """Asks for sign-in before any view that is not named as open; the view's rights come after."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Redirects to sign-in with a way back; on a site that nobody has set up, to set-up."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.user.is_authenticated and session_is_over(request.session):
            logout(request)
        if name in CLOSED_BY_PROVIDER and sign_in_rules().only_sso:
            return render(request, "profiles/only_provider.html", status=403)
        if request.user.is_authenticated:
            return _to_second_step(request) if is_unfinished(request) and name not in TO_FINISH else None
        if name == "account_login" and not settings.DEMO and not is_anybody_here():
            return HttpResponseRedirect(reverse("profiles:set_up"))
        if name in OPEN_TO_ALL:
            return None
        return _to_sign_in(request)


def _to_second_step(request: HttpRequest) -> HttpResponse:
    """A page leads to the way to get it, a fragment sends its whole page there; anything else is refused."""
    url = reverse("profiles:second_step")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(url)
    return render(request, "profiles/second_step.html", status=403)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A page asks for a way back to itself; a fragment sends its whole page there; a form is not repeated blindly."""
    sign_in = reverse(settings.LOGIN_URL)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": sign_in})
    if request.method in ("GET", "HEAD"):
        sign_in = f"{sign_in}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseRedirect(sign_in)
