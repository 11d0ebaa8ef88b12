"""OpenID Connect: the code flow with PKCE, state and nonce; an ID token counts only when all of it is right."""

import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse

# Signatures with the provider's private key; "none", and a secret that both sides know, are none of them.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60  # seconds that clocks may differ
LONGEST_SUBJECT = 191  # characters; the standard allows 255, providers use 36


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Checks what allauth leaves to the connection: signature, algorithm, nonce, and that discovery is the issuer's."""

    nonce = ""

    def __init__(self, request: HttpRequest, provider_id: str = "oidc") -> None:
        super().__init__(request, provider_id)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the issuer says of itself; raises OAuth2Error when it is another's."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != self.get_provider().app.provider_id:  # type: ignore[no-untyped-call]
            raise OAuth2Error("the description is another issuer's")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back to: registered there, so it never changes."""
        return request.build_absolute_uri(reverse("oidc_callback"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        """Who it is, by the ID token; name and address are asked for when it lacks them."""
        claims = self._decode_id_token(app, kwargs["response"].get("id_token"))
        if request.GET.get("iss", claims["iss"]) != claims["iss"]:
            raise OAuth2Error("the answer is another issuer's")
        if not ("name" in claims and "email" in claims) and self.openid_config.get("userinfo_endpoint"):
            more = self._fetch_user_info(token.token)
            if more.get("sub") == claims["sub"]:
                claims = {**more, **claims}
        provider: Any = self.get_provider()  # type: ignore[no-untyped-call]
        return provider.sociallogin_from_response(request, {"id_token": claims})

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        config = self.openid_config
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key_of(id_token, config["jwks_uri"]),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
            subject = claims[app.settings["uid_field"]]
        except (jwt.PyJWTError, TypeError, ValueError, KeyError) as fault:
            raise OAuth2Error(f"no valid ID token: {type(fault).__name__}") from fault
        if not secrets.compare_digest(str(claims["nonce"]), self.nonce) or not self.nonce:
            raise OAuth2Error("the nonce is not the one that was sent")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the token was issued to another")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise OAuth2Error("no usable subject")
        return claims

    def _key_of(self, id_token: str, jwks_uri: str) -> Any:
        header = jwt.get_unverified_header(id_token)
        with get_adapter().get_requests_session() as session:
            answer = session.get(jwks_uri)
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        fit = [key.key for key in keys if header.get("kid") in (key.key_id, None) and key.public_key_use != "enc"]
        if not fit:
            raise KeyError("no key of this name")
        return fit[0]
