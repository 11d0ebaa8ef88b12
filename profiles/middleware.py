"""Every page needs a signed-in person unless its view says otherwise, and speaks that person's language."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

OPEN_TO_ALL = ("account_", "mfa_", "livez", "readyz", "profiles:demo_sign_in", "profiles:set_up", "profiles:language")
CLOSED_ACCOUNT = ("account_email", "account_change_password", "account_set_password", "account_reauthenticate")


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
        """Redirects to sign-in with a way back."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.user.is_authenticated:
            return None
        if name.startswith(OPEN_TO_ALL) and not name.startswith(CLOSED_ACCOUNT):
            return None
        return redirect_to_login(request.get_full_path())
