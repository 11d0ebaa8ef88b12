"""The organisation's own sign-in as the environment describes it; loud when it is half described."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

LOCAL = ("http://localhost:", "http://127.0.0.1:")  # a provider on the same machine, while one tries it out


def identity_providers(env: Env) -> list[dict[str, Any]]:
    """Those that are described, OpenID Connect first; each with its issuer, which never changes, and its name.

    `subject` names what the provider calls a person for ever, when it is not the standard's own word for it.
    """
    return [*_oidc(env), *_saml(env)]


def _oidc(env: Env) -> list[dict[str, Any]]:
    issuer = env.str("GLOD_OIDC_ISSUER", default="")  # exactly as the provider writes it
    if not issuer:
        return []
    described = {name: env.str(f"GLOD_OIDC_{name.upper()}", default="") for name in ("client_id", "client_secret")}
    if not all(described.values()):
        raise ImproperlyConfigured("GLOD_OIDC_ISSUER needs GLOD_OIDC_CLIENT_ID and GLOD_OIDC_CLIENT_SECRET beside it.")
    if not issuer.startswith(("https://", *LOCAL)):
        raise ImproperlyConfigured("GLOD_OIDC_ISSUER must be an https address.")
    name, subject = env.str("GLOD_OIDC_NAME", default="OpenID Connect"), env.str("GLOD_OIDC_SUBJECT", default="")
    return [{"kind": "oidc", "issuer": issuer, "name": name, "subject": subject, **described}]


def _saml(env: Env) -> list[dict[str, Any]]:
    issuer, metadata = env.str("GLOD_SAML_ISSUER", default=""), env.str("GLOD_SAML_METADATA", default="")
    if not issuer and not metadata:
        return []
    if not issuer or not metadata:
        raise ImproperlyConfigured("GLOD_SAML_ISSUER and GLOD_SAML_METADATA belong together.")
    if not metadata.startswith(("https://", "file://", *LOCAL)):
        raise ImproperlyConfigured("GLOD_SAML_METADATA must be an https or a file address.")
    name, subject = env.str("GLOD_SAML_NAME", default="SAML"), env.str("GLOD_SAML_SUBJECT", default="")
    return [{"kind": "saml", "issuer": issuer, "name": name, "subject": subject, "metadata": metadata}]
