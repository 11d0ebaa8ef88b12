"""How the environment describes the organisation's own sign-in."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from network.core.identity import identity_providers

OIDC = {
    "GLOD_OIDC_ISSUER": "https://login.example/t/",
    "GLOD_OIDC_CLIENT_ID": "glod",
    "GLOD_OIDC_CLIENT_SECRET": "secret",
}
SAML = {"GLOD_SAML_ISSUER": "https://saml.example", "GLOD_SAML_METADATA": "file:///etc/glod/metadata.xml"}


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[dict[str, str]]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return identity_providers(Env())


def test_without_a_word_there_is_none(monkeypatch):
    assert read(monkeypatch) == []


def test_both_kinds_openid_connect_first_and_the_issuer_to_the_letter(monkeypatch):
    oidc, saml = read(monkeypatch, **OIDC, **SAML, GLOD_OIDC_NAME="Skarvøy", GLOD_SAML_SUBJECT="employeeNumber")
    assert (oidc["kind"], oidc["issuer"], oidc["name"], oidc["subject"]) == (
        "oidc",
        "https://login.example/t/",
        "Skarvøy",
        "",
    )
    assert (oidc["client_id"], oidc["client_secret"]) == ("glod", "secret")
    assert (saml["kind"], saml["metadata"], saml["subject"]) == (
        "saml",
        "file:///etc/glod/metadata.xml",
        "employeeNumber",
    )


@pytest.mark.parametrize(
    "values",
    [
        {"GLOD_OIDC_ISSUER": "https://login.example"},
        {**OIDC, "GLOD_OIDC_CLIENT_SECRET": ""},
        {**OIDC, "GLOD_OIDC_ISSUER": "http://login.example"},
        {**OIDC, "GLOD_OIDC_ISSUER": "http://localhost.evil.example"},
        {"GLOD_SAML_ISSUER": "https://saml.example"},
        {"GLOD_SAML_METADATA": "https://saml.example/metadata"},
        {**SAML, "GLOD_SAML_METADATA": "http://saml.example/metadata"},
    ],
)
def test_half_a_description_or_one_without_protection_stops_the_start(values, monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="GLOD_"):
        read(monkeypatch, **values)


def test_a_provider_on_this_machine_needs_no_certificate(monkeypatch):
    assert read(monkeypatch, **{**OIDC, "GLOD_OIDC_ISSUER": "http://127.0.0.1:9000"})
