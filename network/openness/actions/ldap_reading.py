"""A directory is read over LDAP: only from the hosts that the operator names, page by page, within limits."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from network.openness.actions.asking import Upload
from network.openness.queries import Unreadable
from network.openness.queries.ldap_table import ATTRIBUTES, Entry, LdapPlace, ldap_place, ldap_rows
from network.openness.queries.table import MAX_LINES

PAGE = 500  # entries an answer, RFC 2696
TIMEOUT = 10  # seconds without an answer
DEADLINE = 120  # seconds for everything
_CODES = {
    **dict.fromkeys(("SERVER_DOWN", "TIMEOUT", "UNAVAILABLE", "BUSY"), "ldap_away"),
    **dict.fromkeys(("INVALID_CREDENTIALS", "INAPPROPRIATE_AUTH"), "ldap_password"),
    **dict.fromkeys(("NO_SUCH_OBJECT", "INVALID_DN_SYNTAX"), "ldap_base"),
    **dict.fromkeys(("SIZELIMIT_EXCEEDED", "ADMINLIMIT_EXCEEDED"), "ldap_size"),
    "TIMELIMIT_EXCEEDED": "ldap_slow",
    "FILTER_ERROR": "ldap_filter",
}


def is_ldap_offered() -> bool:
    """The library is installed, and the operator has named a directory."""
    return bool(settings.LDAP_HOSTS) and _library() is not None


def require_ldap_place(address: str) -> LdapPlace:
    """Raises Unreadable for what cannot be asked, before anything is asked."""
    if _library() is None:
        raise Unreadable("ldap_library")
    if not settings.LDAP_HOSTS:
        raise Unreadable("ldap_hosts")
    if not Path(settings.LDAP_CA).is_file():
        raise Unreadable("ldap_ca", settings.LDAP_CA)
    return ldap_place(address, settings.LDAP_HOSTS)


def fetch_directory(address: str) -> Upload:
    """Everybody whom the address asks for, as a file named by the address; raises Unreadable."""
    place = require_ldap_place(address)
    ldap = _library()
    password = _password()
    try:
        connection = ldap.initialize(place.server)
        try:
            _secure(ldap, connection, place)
            connection.simple_bind_s(settings.LDAP_BIND_DN, password)
            entries = list(_entries(ldap, connection, place))
        finally:
            with suppress(ldap.LDAPError):
                connection.unbind_s()
    except ldap.LDAPError as problem:
        raise _refusal(problem, place) from None
    if not entries:
        raise Unreadable("ldap_nobody", place.base)
    content = ldap_rows(entries)
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise Unreadable("too_big", settings.UPLOAD_MAX_BYTES // 1024 // 1024)
    return Upload(address.strip(), content)


def _library() -> Any:
    """python-ldap, which only the image brings; None where it is not installed."""
    try:
        return import_module("ldap")
    except ImportError:
        return None


def _password() -> str:
    """Read at each use, so that it may be changed while the server runs; it never leaves the environment or its file.

    A name without a password would be let in as nobody (RFC 4513, 5.1.2): refused here.
    """
    password = settings.LDAP_PASSWORD
    if settings.LDAP_PASSWORD_FILE:
        try:
            password = Path(settings.LDAP_PASSWORD_FILE).read_text().rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise Unreadable("ldap_secret") from None
    if settings.LDAP_BIND_DN and not password:
        raise Unreadable("ldap_secret")
    return str(password)


def _secure(ldap: Any, connection: Any, place: LdapPlace) -> None:
    """Certificates are always demanded, and without TLS nothing leaves this machine; nobody is referred elsewhere."""
    options = {
        "OPT_PROTOCOL_VERSION": ldap.VERSION3,
        "OPT_REFERRALS": 0,
        "OPT_NETWORK_TIMEOUT": TIMEOUT,
        "OPT_TIMEOUT": TIMEOUT,
        "OPT_X_TLS_REQUIRE_CERT": ldap.OPT_X_TLS_DEMAND,
        "OPT_X_TLS_CACERTFILE": settings.LDAP_CA,
        "OPT_X_TLS_NEWCTX": 0,  # last: takes the others up
    }
    for name, value in options.items():
        connection.set_option(getattr(ldap, name), value)
    if place.scheme == "ldap" and not place.is_here:
        connection.start_tls_s()


def _entries(ldap: Any, connection: Any, place: LdapPlace) -> Iterator[Entry]:
    """Raises Unreadable for too many, and for a directory that takes too long altogether."""
    ends = time.monotonic() + DEADLINE
    paged = import_module("ldap.controls").SimplePagedResultsControl
    scope = {"sub": ldap.SCOPE_SUBTREE, "one": ldap.SCOPE_ONELEVEL, "base": ldap.SCOPE_BASE}[place.scope]
    cookie, count = b"", 0
    while True:
        control = paged(True, size=PAGE, cookie=cookie)
        asked = connection.search_ext(place.base, scope, place.filter, ATTRIBUTES, serverctrls=[control])
        _kind, found, _number, answered = connection.result3(asked, timeout=TIMEOUT)
        for dn, attributes in found:
            if dn:  # without one it refers to another server
                count += 1
                yield dn, attributes
        if count > MAX_LINES:
            raise Unreadable("ldap_size", place.host)
        if time.monotonic() > ends:
            raise Unreadable("ldap_slow", place.host)
        cookie = next((each.cookie for each in answered if each.controlType == paged.controlType), b"")
        if not cookie:
            return


def _refusal(problem: Exception, place: LdapPlace) -> Unreadable:
    """What went wrong, by its name in the protocol; what the server adds in its own words is not shown."""
    name = type(problem).__name__
    if name == "CONNECT_ERROR" or (name == "SERVER_DOWN" and _is_distrusted(place)):
        return Unreadable("ldap_certificate", place.host)
    about = {"ldap_base": place.base, "ldap_filter": place.filter}
    code = _CODES.get(name, "ldap_other")
    return Unreadable(code, name if code == "ldap_other" else about.get(code, place.host))


def _is_distrusted(place: LdapPlace) -> bool:
    """Whether it is the certificate that is in the way: on GnuTLS the library only says that there is no server."""
    if place.scheme != "ldaps":
        return False
    context = ssl.create_default_context(cafile=settings.LDAP_CA)
    try:
        with (
            socket.create_connection((place.host, place.port), TIMEOUT) as plain,
            context.wrap_socket(plain, server_hostname=place.host),
        ):
            return False
    except ssl.SSLError:
        return True
    except OSError:
        return False
