"""A real OpenID Connect provider on Authlib, in this process, on a port of its own; and one that lies when asked to."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "glod", "a-secret-that-both-know"


@dataclass
class Code(AuthorizationCodeMixin):
    """What a code stands for."""

    code: str
    redirect_uri: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    person: dict[str, Any]
    auth_time: int = field(default_factory=lambda: int(time.time()))

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return "openid profile email"

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Client(ClientMixin):
    """The one client that is registered: its redirect address is exact, its secret is checked."""

    client_id = CLIENT

    def __init__(self, provider: "Provider") -> None:
        self.provider = provider

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.provider.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.provider.redirect_uri

    def check_client_secret(self, secret: str) -> bool:
        return secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_post"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Provider:
    """The running provider: who signs in next, and how an ID token is forged before it is handed out."""

    redirect_uri: str
    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)  # the requests of clients, as they came
    forge: Callable[[str], str] = staticmethod(lambda token: token)
    more: dict[str, Any] = field(default_factory=dict)  # what it says of the person when asked with the access token
    described: dict[str, Any] = field(default_factory=dict)  # what its own description says otherwise
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "one"}))

    def sign(self, claims: dict[str, Any], key: Any = None, **header: Any) -> str:
        """A token with these claims, by the provider's own key unless another is given."""
        return jwt.encode({"alg": "RS256", "kid": "one", **header}, claims, key or self.key)

    def claims(self, token: str) -> dict[str, Any]:
        """What a token of the provider says."""
        return dict(jwt.decode(token, self.key).claims)


def _grant(provider: Provider) -> type[grants.AuthorizationCodeGrant]:
    class Grant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post"]

        def save_authorization_code(self, code: str, asked: Any) -> None:
            sent = asked.payload.data
            challenge = sent.get("code_challenge"), sent.get("code_challenge_method")
            provider.codes[code] = Code(code, sent["redirect_uri"], sent.get("nonce"), *challenge, asked.user)

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> dict[str, Any]:
            return authorization_code.person

    return Grant


def _id_tokens(provider: Provider) -> OpenIDCode:
    class Tokens(OpenIDCode):
        def exists_nonce(self, nonce: str, asked: Any) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def resolve_client_private_key(self, client: Client) -> RSAKey:
            return provider.key

        def get_client_algorithm(self, client: Client) -> str:
            return "RS256"

        def get_client_claims(self, client: Client) -> dict[str, Any]:
            return {"iss": provider.issuer, "aud": [CLIENT]}

        def get_encode_header(self, client: Client) -> dict[str, str]:
            return {"alg": "RS256", "kid": "one"}

        def generate_user_info(self, person: dict[str, Any], scope: str) -> UserInfo:
            return UserInfo(person)

    return Tokens(require_nonce=True)


def _app(provider: Provider) -> Flask:
    app = Flask("provider")
    client = Client(provider)
    server = AuthorizationServer(
        app, query_client=lambda client_id: client if client_id == CLIENT else None, save_token=lambda *_: None
    )
    server.register_grant(_grant(provider), [_id_tokens(provider), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def description() -> Any:
        told = {
            "issuer": provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/keys",
            "userinfo_endpoint": f"{provider.issuer}/more",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        return jsonify({**told, **provider.described})

    @app.get("/keys")
    def keys() -> Any:
        return jsonify({"keys": [provider.key.as_dict(private=False) | {"use": "sig", "alg": "RS256"}]})

    @app.get("/more")
    def more() -> Any:
        assert request.headers["Authorization"].startswith("Bearer ")
        return jsonify(provider.more)

    @app.get("/authorize")
    def authorize() -> Any:
        provider.asked.append(dict(request.args))
        grant = server.get_consent_grant(end_user=provider.person)
        return server.create_authorization_response(grant_user=provider.person, grant=grant)

    @app.post("/token")
    def token() -> Any:
        provider.asked.append(dict(request.form))
        answer = server.create_token_response()
        body = answer.get_json()
        if "id_token" in body:
            forged = provider.forge(body.pop("id_token"))
            answer = jsonify(body | ({"id_token": forged} if forged else {}))
        return answer

    return app


@contextmanager
def running(redirect_uri: str) -> Iterator[Provider]:
    """Starts the provider, and stops it."""
    provider = Provider(redirect_uri)
    server = make_server("127.0.0.1", 0, _app(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
