"""A passkey in software: it makes what a browser would send, true or as it is told."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData

ORIGIN = settings.ORIGINS[0]
HOST = ORIGIN.partition("//")[2]
BEGIN = "/account/2fa/webauthn/login/"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def browser() -> Client:
    """A browser at the site's own address, to which keys are bound."""
    return Client(headers={"host": HOST})


class Key:
    """One credential: made for a person, used to sign in; `counter` is what it says next."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.counter = 0
        self.person = ""

    def made(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        """The answer to "make a key"."""
        public = options["publicKey"]
        self.person = public["user"]["id"]
        attested = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        told = AuthenticatorData.create(self._site(), PRESENT | VERIFIED | ATTESTED, self.counter, attested)
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": bytes(told)})
        response = {"attestationObject": websafe_encode(statement)}
        return self._answer("webauthn.create", public["challenge"], origin, response)

    def used(self, options: dict[str, Any], origin: str = ORIGIN, flags: int = PRESENT | VERIFIED) -> str:
        """The answer to "is it you?"."""
        told = AuthenticatorData.create(self._site(), flags, self.counter)
        client = self._client("webauthn.get", options["publicKey"]["challenge"], origin)
        signature = self.private.sign(bytes(told) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "authenticatorData": websafe_encode(bytes(told)),
            "signature": websafe_encode(signature),
            "userHandle": self.person,
        }
        return self._answer("webauthn.get", options["publicKey"]["challenge"], origin, response)

    def _answer(self, kind: str, challenge: str, origin: str, response: dict[str, str]) -> str:
        client = websafe_encode(self._client(kind, challenge, origin))
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": {"clientDataJSON": client, **response},
            }
        )

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        assert websafe_decode(challenge)
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _site(self) -> bytes:
        return hashlib.sha256(HOST.partition(":")[0].encode()).digest()
