"""The ways to the providers and back; allauth's own, with what it leaves open closed."""

from typing import Any, cast
from urllib.error import URLError

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.base.provider import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.saml.utils import build_saml_config
from allauth.socialaccount.providers.saml.views import ACSView, FinishACSView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from lxml.etree import LxmlError
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from requests import RequestException

from profiles.identity.oidc import StrictAdapter

FAULTS = (
    LxmlError,
    OAuth2Error,
    ProviderException,
    OneLogin_Saml2_Error,
    OneLogin_Saml2_ValidationError,
    RequestException,
    URLError,
    PermissionDenied,
    ValueError,
)


def provider_or_404(request: HttpRequest, kind: str, word: str = "saml") -> Any:
    """The provider of this kind, if the operator has set one up; `word` is what stands in the address for it."""
    if word != "saml":
        raise Http404
    try:
        return get_adapter().get_app(request, provider=kind).get_provider(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


def start(request: HttpRequest, kind: str, **state: Any) -> HttpResponse:
    """To the provider; one that cannot be reached is said to be so.

    A page leads on and no redirect, as a form of ours may not end elsewhere (form-action in our policy of content).
    """
    provider = provider_or_404(request, kind)
    asked = provider.get_redirect_from_request_kwargs(request)
    wish = AuthProcess.CONNECT if asked.pop("process") == AuthProcess.CONNECT else AuthProcess.LOGIN
    if wish == AuthProcess.CONNECT and not request.user.is_authenticated:
        return redirect("account_login")
    try:
        answer: HttpResponse = provider.redirect(request, process=wish, **asked, **state)
    except FAULTS as fault:
        return _failed(request, provider, fault)
    if answer.status_code != 302:
        return answer
    return render(request, "profiles/onward.html", {"url": answer["Location"], "provider": provider})


@require_http_methods(["GET", "HEAD", "POST"])
def oidc_login(request: HttpRequest) -> HttpResponse:
    """A button leads on; a mere link asks first, so that no page elsewhere signs anybody in."""
    return _ask_or_start(request, "oidc")


@require_http_methods(["GET", "HEAD", "POST"])
def saml_login(request: HttpRequest) -> HttpResponse:
    """As for OpenID Connect."""
    return _ask_or_start(request, "saml")


class Callback(OAuth2CallbackView):
    """Back from the provider, with the nonce of the state that is used up here."""

    adapter: StrictAdapter

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, answer = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, answer


@require_GET
def oidc_callback(request: HttpRequest) -> HttpResponse:
    """Signs in, connects, or says that it did not work."""
    provider = provider_or_404(request, "oidc")
    try:
        answer: HttpResponse = Callback.adapter_view(StrictAdapter(request))(request)  # type: ignore[no-untyped-call]
    except FAULTS as fault:
        return _failed(request, provider, fault)
    return answer


@csrf_exempt
@require_POST
def saml_acs(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Another site's form, without our session: it is put aside, and the browser comes back with its session."""
    provider_or_404(request, "saml", organization_slug)
    answer: Any = ACSView.as_view()(request, organization_slug=organization_slug)
    for cookie in answer.cookies.values():
        cookie["httponly"] = True
    return cast(HttpResponse, answer)


@require_GET
def saml_finish_acs(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Signs in, connects, or says that it did not work; an answer counts once, and only for the browser that asked."""
    provider = provider_or_404(request, "saml", organization_slug)
    try:
        answer: Any = FinishACSView.as_view()(request, organization_slug=organization_slug)
    except FAULTS as fault:
        return _failed(request, provider, fault)
    return cast(HttpResponse, answer)


@require_GET
def saml_metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """What the provider is told about us. There is no single sign-out."""
    provider = provider_or_404(request, "saml", organization_slug)
    try:
        config = build_saml_config(request, provider.app.settings, organization_slug)
        del config["sp"]["singleLogoutService"]
        described = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
    except FAULTS as fault:
        return _failed(request, provider, fault)
    return HttpResponse(described, content_type="application/samlmetadata+xml")


def saml_sls(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Single sign-out is not offered; the name is there because allauth writes the address into its settings."""
    raise Http404


def _ask_or_start(request: HttpRequest, kind: str) -> HttpResponse:
    provider = provider_or_404(request, kind)
    if request.method != "POST":
        return render(request, "socialaccount/login.html", {"provider": provider})
    return start(request, kind)


def _failed(request: HttpRequest, provider: Any, fault: Exception) -> HttpResponse:
    answer: HttpResponse = render_authentication_error(request, provider, exception=fault)
    return answer
