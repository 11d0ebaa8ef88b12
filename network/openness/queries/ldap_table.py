"""A directory asked over LDAP as a table: which address is meant, and what each entry says about a person."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

from network.core.text import clean_line
from network.openness.queries.table import Unreadable

Entry = tuple[str, Mapping[str, Sequence[bytes]]]  # its name (DN), and the values of its attributes
COLUMNS = {  # heading: the attributes that it is read from, the first that holds anything
    "entryUUID": ("entryUUID", "objectGUID", "uid"),
    "displayName": ("displayName", "cn"),
    "mail": ("mail",),
    "title": ("title",),
    "department": ("department", "ou"),
    "manager": ("manager",),
    "l": ("l", "physicalDeliveryOfficeName"),
    "telephoneNumber": ("telephoneNumber", "mobile"),
    "preferredLanguage": ("preferredLanguage",),
    "accountEnabled": ("userAccountControl",),
}
ATTRIBUTES = [attribute for attributes in COLUMNS.values() for attribute in attributes]
FILTER = "(&(objectClass=person)(mail=*))"
USUAL_PORTS = {"ldap": (389, 3268), "ldaps": (636, 3269)}
_CLOSED = 2  # the bit of userAccountControl for an account that is closed: ACCOUNTDISABLE, [MS-ADTS] 2.2.16


def is_ldap(place: str) -> bool:
    """Whether a place is a directory."""
    return place.strip().lower().startswith(("ldap://", "ldaps://"))


@dataclass(frozen=True)
class LdapPlace:
    """What an address of RFC 4516 asks for."""

    scheme: str
    host: str
    port: int
    base: str
    scope: str
    filter: str

    @property
    def server(self) -> str:
        """The server by itself, as the library wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_here(self) -> bool:
        """What is sent does not leave this machine."""
        return self.host in ("localhost", "127.0.0.1", "::1")


def ldap_place(address: str, hosts: Sequence[str]) -> LdapPlace:
    """Of a directory whose host is in `hosts`, with another port than the usual ones only as host:port.

    Attributes are passed over: it is always the same that are asked for. Raises Unreadable.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port or (USUAL_PORTS[parts.scheme][0])
    except (ValueError, KeyError):
        raise Unreadable("ldap_address", "ldap://") from None
    _attributes, scope, wanted, extensions = (parts.query.split("?", 3) + [""] * 4)[:4]
    base = unquote(parts.path.removeprefix("/"))
    if (
        not base
        or "\0" in unquote(parts.query) + base
        or scope not in ("", "sub", "one", "base")
        or extensions
        or not _is_plain(parts)
    ):
        raise Unreadable("ldap_address", f"{parts.scheme}://{host}")
    if f"{host}:{port}" not in hosts and not (host in hosts and port in USUAL_PORTS[parts.scheme]):
        raise Unreadable("ldap_host", f"{host}:{port}")
    return LdapPlace(parts.scheme, host, port, base, scope or "sub", unquote(wanted) or FILTER)


def _is_plain(parts: SplitResult) -> bool:
    return bool(parts.hostname) and parts.username is None and not parts.fragment


def ldap_rows(entries: Iterable[Entry]) -> bytes:
    """The entries as a file, in the same order every day; a column of which no entry speaks is left out.

    So a field that a directory does not keep, or no longer shows, is not emptied on the profiles.
    """
    found = [(dn, _values(attributes)) for dn, attributes in entries]
    numbers = {_dn_key(dn): row["entryUUID"] for dn, row in found if row["accountEnabled"] != "no"}
    for _dn, row in found:
        manager = numbers.get(_dn_key(row["manager"]), "")
        row["manager"] = manager if manager != row["entryUUID"] else ""  # how some directories mark the top
    spoken = [heading for heading in COLUMNS if any(row[heading] for _dn, row in found)]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(spoken)
    writer.writerows(sorted([row[heading] for heading in spoken] for _dn, row in found))
    return text.getvalue().encode()


def _values(attributes: Mapping[str, Sequence[bytes]]) -> dict[str, str]:
    known = {name.lower().partition(";")[0]: values for name, values in attributes.items() if values}
    row = {}
    for heading, names in COLUMNS.items():
        texts = (_text(name, known[name.lower()][0]) for name in names if name.lower() in known)
        row[heading] = next(filter(None, texts), "")
    return row


def _text(name: str, value: bytes) -> str:
    if name == "objectGUID":
        return str(UUID(bytes_le=value)) if len(value) == 16 else ""
    text = clean_line(value.decode(errors="ignore"))
    if name == "userAccountControl":
        return "no" if text.isdecimal() and int(text) & _CLOSED else "yes"
    return text


def _dn_key(dn: str) -> str:
    """A name of an entry, so that spellings of it meet (RFC 4514: capitals, spaces around signs, escapes)."""
    hexed = re.sub(r"\\([^0-9A-Fa-f])", lambda found: f"\\{ord(found[1]):02x}", dn)
    return re.sub(r"\s*([,=+])\s*", r"\1", hexed).strip().casefold()
