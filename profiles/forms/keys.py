"""What a passkey says must come from one of our own addresses, and its counter, where it has one, only goes up."""

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.db import transaction
from fido2.utils import websafe_decode
from fido2.webauthn import AuthenticatorData

COUNT = "sign_count"  # in an authenticator's data


class StrictKey(forms.Form):
    """A credential is used in a form of ours, at an address of ours, and is no copy of the key."""

    def clean_credential(self) -> Authenticator:
        """The authenticator; raises ValidationError."""
        said = self.cleaned_data["credential"]
        authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]
        if _origin(said) not in settings.ORIGINS:
            raise get_adapter().validation_error("incorrect_code")
        _count(authenticator, _counter(said))
        return authenticator


class LoginKeyForm(StrictKey, webauthn.LoginWebAuthnForm):
    """A key alone."""


class AuthenticateKeyForm(StrictKey, webauthn.AuthenticateWebAuthnForm):
    """A key as the second step."""


class KeyAgainForm(StrictKey, webauthn.ReauthenticateWebAuthnForm):
    """A key once more, before something that matters."""


def _origin(credential: dict[str, Any]) -> str:
    return str(json.loads(websafe_decode(credential["response"]["clientDataJSON"])).get("origin", ""))


def _counter(credential: dict[str, Any]) -> int:
    return int(AuthenticatorData(websafe_decode(credential["response"]["authenticatorData"])).counter)


@transaction.atomic
def _count(authenticator: Authenticator, counter: int) -> None:
    """Keeps the counter; one that stands still or goes back is a copy's. Keys that are synced never count: always 0."""
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    before = kept.data.get(COUNT, 0)
    if (before or counter) and counter <= before:
        raise get_adapter().validation_error("incorrect_code")
    kept.data[COUNT] = counter
    kept.save(update_fields=["data"])
    authenticator.data = kept.data
