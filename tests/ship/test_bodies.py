"""FILE-10: what a request may hold is bounded where it is read, before it fills a disk, by the real server."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
LIMIT = 12 * MEGABYTE  # with GLOD_UPLOAD_MAX_MB=2: five full files, and 2 MB for the fields beside them
PROGRAM = """
import sys
from network.asgi import application
from network.serving import serve

async def heard(scope, receive, send):
    print(scope["path"], flush=True)
    await application(scope, receive, send)

serve(heard, "127.0.0.1", int(sys.argv[1]), ready=lambda: print("ready", flush=True))
"""
BODY = [b"x" * MEGABYTE] * 60
CHUNKS = [b"100000\r\n%b\r\n" % part for part in BODY] + [b"0\r\n\r\n"]

pytestmark = pytest.mark.slow


class Site:
    """A web process with the whole product, but no database; what it holds in temporary files, what CPU it took.

    `start` is the CPU it took until it had answered once: what is cheap costs less, on any machine.
    """

    def __init__(self, temporary: Path) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.temporary = temporary
        self.most_on_disk = 0
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "GLOD_UPLOAD_MAX_MB": "2", "TMPDIR": str(temporary)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self.port)],
            env=os.environ | settings | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        assert told(self.answer(head(path="/warm/"))) == "404"  # the first to be answered loads the product
        self.start = self.cpu()

    def cpu(self) -> float:
        """Seconds since it started."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def look_at_disk(self) -> None:
        """Open files count too when they have no name."""
        held = 0
        for descriptor in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with suppress(OSError):
                if str(descriptor.readlink()).startswith(str(self.temporary)):
                    held += descriptor.stat().st_size
        self.most_on_disk = max(self.most_on_disk, held)

    def answer(self, head: str, *parts: bytes) -> bytes:
        """What comes back when the parts are sent for as long as the server takes them."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=20)) as line:
            with suppress(ConnectionError):
                line.sendall(head.replace("\n", "\r\n").encode())
                for part in parts:
                    line.sendall(part)
                    self.look_at_disk()
            line.settimeout(5)
            received = b""
            with suppress(ConnectionError, TimeoutError):
                while part := line.recv(65536):
                    received += part
        return received


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    started = Site(tmp_path_factory.mktemp("spool"))
    yield started
    started.process.kill()
    started.process.communicate()


def head(*lines: str, path: str = "/account/login/") -> str:
    return "\n".join([f"POST {path} HTTP/1.1", "Host: localhost", "Connection: close", *lines, "", ""])


def told(answer: bytes) -> str:
    """The one status of an answer; empty when the connection was closed without a word."""
    assert answer.count(b"HTTP/1.1 ") == bool(answer)
    return answer[9:12].decode()


@pytest.mark.parametrize(
    ("lines", "parts", "status"),
    [
        ([f"Content-Length: {LIMIT + 1}"], BODY, "413"),
        ([f"Content-Length: {10**15}"], [], "413"),
        ([f"Content-Length: {LIMIT + 1}", "Expect: 100-continue"], [], "413"),
        (["Transfer-Encoding: chunked"], CHUNKS, "411"),
        (["Transfer-Encoding: chunked"], [b"1\r\nx\r\n0\r\n\r\n"], "411"),
        (["Transfer-Encoding: chunked", "Content-Length: 10"], CHUNKS, "400"),
        (["Content-Length: 10", "Content-Length: 11"], BODY, "400"),
        (["Content-Length: -1"], BODY, "400"),
        ([f"Content-Length: {'9' * 5000}"], BODY, ""),
    ],
    ids=["one too many", "huge", "expected", "chunks", "one chunk", "both", "two", "negative", "endless"],
)
def test_what_is_too_long_or_of_unknown_length_is_not_read(
    site: Site, lines: list[str], parts: list[bytes], status: str
) -> None:
    before, site.most_on_disk = site.cpu(), 0
    assert told(site.answer(head(*lines), *parts)) == status
    assert site.most_on_disk == 0
    assert site.cpu() - before < site.start


def test_the_product_never_hears_of_what_was_refused(site: Site) -> None:
    at_once = (
        head("Transfer-Encoding: chunked", path="/refused/") + "1\nx\n0\n\n"
    )  # all is there before anything closes
    assert told(site.answer(at_once)) == "411"
    assert told(site.answer(head(path="/heard/"))) == "404"
    assert site.process.stdout is not None
    assert "/refused/\n" not in iter(site.process.stdout.readline, "/heard/\n")


@pytest.mark.parametrize(
    ("lines", "parts", "kept"),
    [
        ([], BODY, 0),
        (["Content-Length: 10"], BODY, 0),
        ([f"Content-Length: {LIMIT}"], BODY[:12], LIMIT),
        ([f"Content-Length: {LIMIT}"], BODY, LIMIT),
    ],
    ids=["missing", "understated", "just within", "more than it said"],
)
def test_no_more_is_kept_than_was_declared(site: Site, lines: list[str], parts: list[bytes], kept: int) -> None:
    before, site.most_on_disk = site.cpu(), 0
    assert told(site.answer(head(*lines), *parts)) == "403"  # Django was asked: no token
    assert site.most_on_disk <= kept
    assert site.cpu() - before < site.start


def test_ten_megabytes_of_spaces_in_base64_cost_little_and_are_refused(site: Site) -> None:
    begin = (
        b"--x\r\nContent-Disposition: form-data; name=files; filename=a.txt\r\nContent-Transfer-Encoding: base64\r\n"
    )
    body = begin + b"\r\naGV" + b" " * 10 * MEGABYTE + b"\r\n--x--\r\n"
    form = ["Content-Type: multipart/form-data; boundary=x", f"Cookie: csrf={'a' * 32}"]  # so that Django reads it
    before, site.most_on_disk = site.cpu(), 0
    assert told(site.answer(head(*form, f"Content-Length: {len(body)}"), body)) == "400"
    assert site.most_on_disk <= LIMIT
    assert site.cpu() - before < site.start
