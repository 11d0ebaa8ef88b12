"""A real SAML identity provider on pysaml2, in this process; it signs as it should, or as it is told to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree
from saml2 import BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.sigver import CryptoBackend

ISSUER = "https://login.glod.example/saml"
NS = {
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
}


def nothing(_element: Any) -> None:
    """As it should be."""


@dataclass
class Signer(CryptoBackend):
    """Signs with xmlsec in this process; what is signed, and what becomes of it, can be changed."""

    key_file: str
    before: Callable[[Any], None] = nothing
    after: Callable[[Any], None] = nothing

    def sign_statement(self, statement: Any, node_name: str, key_file: str, node_id: str) -> str:
        root = etree.fromstring(statement if isinstance(statement, bytes) else str(statement).encode())
        self.before(root)
        signed = root.xpath(f"//*[@ID='{node_id}']")[0]
        xmlsec.tree.add_ids(root, ["ID"])
        signing = xmlsec.SignatureContext()
        signing.key = xmlsec.Key.from_file(self.key_file, xmlsec.constants.KeyDataFormatPem)
        signing.sign(signed.find("ds:Signature", NS))
        self.after(root)
        return etree.tostring(root).decode()


@dataclass
class Provider:
    """Who signs in next, and how the answer is made."""

    folder: Path
    sp_metadata: str
    issuer: str = ISSUER
    subject: str = "s-1"
    name_format: str = NAMEID_FORMAT_PERSISTENT
    attributes: dict[str, str] = field(default_factory=dict)
    signs: dict[str, bool] = field(default_factory=lambda: {"sign_assertion": True, "sign_response": False})
    changed: dict[str, Any] = field(default_factory=dict)  # other than the request asked: destination, audience ...

    def __post_init__(self) -> None:
        self.key_file = self._key("provider")
        self.server = Server(config=self._config())
        self.signer = self.server.sec.crypto = Signer(self.key_file)

    def metadata(self) -> Path:
        """The file that the operator names."""
        path = self.folder / "metadata.xml"
        path.write_text(str(entity_descriptor(self._config())))
        return path

    def strangers_key(self) -> str:
        """A key that nobody trusts."""
        return self._key("stranger")

    def answer(self, url: str) -> dict[str, str]:
        """What the provider's page posts back, for the address to which a browser was sent."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        asked = self.server.parse_authn_request(query["SAMLRequest"], BINDING_HTTP_REDIRECT)
        wanted = self.server.response_args(asked.message)
        wanted.pop("name_id_policy", None)
        name = NameID(format=self.name_format, text=self.subject)
        response = self.server.create_authn_response(
            self.attributes,
            **{**wanted, **self.changed},
            userid=self.subject,
            name_id=name,
            authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": self.issuer},
            sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
            **self.signs,
        )
        return {"SAMLResponse": str(response), "RelayState": query.get("RelayState", "")}

    def _config(self) -> IdPConfig:
        config = IdPConfig()
        config.load(
            {
                "entityid": self.issuer,
                "crypto_backend": "XMLSecurity",
                "key_file": self.key_file,
                "cert_file": self.key_file.replace(".key", ".crt"),
                "service": {
                    "idp": {
                        "endpoints": {
                            "single_sign_on_service": [(f"{self.issuer}/in", BINDING_HTTP_REDIRECT)],
                        },
                        "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                        "policy": {"default": {"lifetime": {"minutes": 5}, "attribute_restrictions": None}},
                    }
                },
                "metadata": {"inline": [self.sp_metadata]},
            }
        )
        return config

    def _key(self, name: str) -> str:
        key = rsa.generate_private_key(65537, 2048)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        pem, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        (self.folder / f"{name}.crt").write_bytes(certificate.public_bytes(pem))
        path = self.folder / f"{name}.key"
        path.write_bytes(key.private_bytes(pem, plain, serialization.NoEncryption()))
        return str(path)
