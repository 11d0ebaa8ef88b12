"""A file is fetched from the folder for imports, over https from the open internet, or made of what LDAP says."""

import http.client
import ipaddress
import socket
import ssl
import time
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from network.openness.actions.asking import Upload
from network.openness.actions.ldap_reading import fetch_directory, require_ldap_place
from network.openness.queries import Unreadable
from network.openness.queries.ldap_table import is_ldap

TIMEOUT = 10  # seconds without a byte
DEADLINE = 120  # seconds for the whole file
REDIRECTS = 3
PIECE = 65_536


def fetch_file(place: str) -> Upload:
    """The file at an address or of a name in the folder for imports; raises Unreadable."""
    if is_ldap(place):
        return fetch_directory(place)
    return _from_address(place) if "://" in place else _from_folder(place)


def require_place(place: str) -> None:
    """Raises Unreadable for what no file may be fetched from, before anything is asked for."""
    if is_ldap(place):
        require_ldap_place(place)
    elif "://" in place:
        _checked(place)
    else:
        _path_of(place)


def _from_folder(name: str) -> Upload:
    path = _path_of(name)
    if not path.is_file():
        raise Unreadable("no_file", name)
    with path.open("rb") as file:
        content = file.read(settings.UPLOAD_MAX_BYTES + 1)
    _require_size(len(content))
    return Upload(path.name, content)


def _path_of(name: str) -> Path:
    """Inside the folder, also where links lead; a name with a way out of it is a name of nothing."""
    if not settings.IMPORT_DIR:
        raise Unreadable("no_folder")
    folder = Path(settings.IMPORT_DIR).resolve()
    path = (folder / name.replace("\0", "")).resolve()
    if not path.is_relative_to(folder) or path == folder:
        raise Unreadable("no_file", name)
    return path


def _from_address(address: str) -> Upload:
    ends = time.monotonic() + DEADLINE
    for _redirect in range(REDIRECTS + 1):
        parts = _checked(address)
        connection = _Pinned(parts)
        answer = None
        try:
            connection.request("GET", parts._replace(scheme="", netloc="", fragment="").geturl() or "/")
            answer = connection.getresponse()
            if answer.status in (301, 302, 303, 307, 308):
                address = urljoin(address, answer.headers.get("Location", ""))
                continue
            if answer.status != http.HTTPStatus.OK:
                raise Unreadable("no_answer", answer.status)
            return Upload(Path(parts.path).name or "-", _body(answer, ends))
        except (OSError, http.client.HTTPException) as problem:
            raise Unreadable("no_answer", type(problem).__name__) from None
        finally:
            if answer is not None:
                answer.close()
            connection.close()
    raise Unreadable("no_answer", "redirects")


def _checked(address: str) -> SplitResult:
    """https, without a name and password, on the usual port; a host that is allowed may have any port."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise Unreadable("address", address) from None
    usual = port in (None, 443) or host in settings.IMPORT_HOSTS
    if parts.scheme != "https" or not host or parts.username is not None or not usual:
        raise Unreadable("address", parts._replace(netloc=host or "", query="").geturl())
    return parts


def _body(answer: http.client.HTTPResponse, ends: float) -> bytes:
    found = b""
    while piece := answer.read1(PIECE):
        found += piece
        _require_size(len(found))
        if time.monotonic() > ends:
            raise Unreadable("no_answer", f"> {DEADLINE} s")
    return found


def _require_size(size: int) -> None:
    if size > settings.UPLOAD_MAX_BYTES:
        raise Unreadable("too_big", settings.UPLOAD_MAX_BYTES // 1024 // 1024)


class _Pinned(http.client.HTTPSConnection):
    """Speaks to exactly the address that was looked at, so that a name cannot lead elsewhere a moment later."""

    def __init__(self, parts: SplitResult) -> None:
        super().__init__(str(parts.hostname), parts.port or 443, timeout=TIMEOUT, context=ssl.create_default_context())

    def connect(self) -> None:
        """Raises Unreadable when any address of the name lies in a private network."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        if self.host not in settings.IMPORT_HOSTS and not all(is_open(str(each[4][0])) for each in found):
            raise Unreadable("address", self.host)
        family, kind, protocol, _name, target = found[0]
        plain = socket.socket(family, kind, protocol)
        try:
            plain.settimeout(TIMEOUT)
            plain.connect(target)
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]
        except BaseException:
            plain.close()
            raise


def is_open(address: str) -> bool:
    """An address of the open internet: no loopback, private, link-local, shared or multicast one, in whatever dress."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
