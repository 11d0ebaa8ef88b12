"""The two kinds of provider; allauth finds them here."""

import secrets
from typing import Any

from allauth.socialaccount.providers.base.provider import Provider, ProviderAccount, ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.http import HttpRequest, HttpResponse

from profiles.identity.oidc import LONGEST_SUBJECT, StrictAdapter

TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"


class Oidc(OpenIDConnectProvider):
    """An issuer of ID tokens. What it says of people beside who they are is not kept."""

    id = "oidc"
    name = "OpenID Connect"
    account_class = ProviderAccount  # type: ignore[assignment]
    oauth2_adapter_class = StrictAdapter
    pkce_enabled_default = True
    supports_token_authentication = False  # only the whole way round, with our state and nonce

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go afterwards, and nothing that a link could add to what we ask the provider for."""
        return Provider.get_redirect_from_request_kwargs(self, request)

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """To the provider, with a nonce that only this browser's session knows."""
        nonce = secrets.token_urlsafe(32)
        answer: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params={"nonce": nonce}, nonce=nonce, **kwargs
        )
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing is kept."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Name, and an address unless the provider itself doubts it."""
        fields: dict[str, Any] = super().extract_common_fields(data)  # type: ignore[no-untyped-call]
        if data["id_token"].get("email_verified") in (False, "false"):
            del fields["email"]
        return fields

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an address proves nothing here."""
        return []


class Saml(SAMLProvider):
    """An issuer of assertions."""

    id = "saml"

    def extract_uid(self, data: Any) -> str:
        """The attribute that was chosen, else a name that lasts; raises ProviderException for one that does not."""
        chosen = self.app.settings["attribute_mapping"]["uid"]
        found = (data.get_attributes().get(chosen) or [""])[0] if chosen else data.get_nameid()
        if not chosen and data.get_nameid_format() == TRANSIENT:
            raise ProviderException("the name is another at every visit")
        if not isinstance(found, str) or not 0 < len(found) <= LONGEST_SUBJECT:
            raise ProviderException("no usable subject")
        return found

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing is kept."""
        return {}


provider_classes = [Oidc, Saml]
