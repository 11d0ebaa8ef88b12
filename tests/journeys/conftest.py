"""The product as a newcomer gets it, and people in real browsers.

Embedded profile: one `manage.py run`. Full profile: the stack of two web processes with Redis, where the second
browser talks to the second process.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from network.stack import Stack
from tests.journeys import appeal_pages, idea_pages, moderation_pages, transparency_pages
from tests.journeys.console import Console
from tests.journeys.pages import FURNISH
from tests.prepared import clean_environment, lay_out

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "var" / os.environ.get("PYTEST_XDIST_WORKER", "alone")  # each worker has sites of its own
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first has no windows
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), "")
RESTORE = """
from allauth.mfa.models import Authenticator
from profiles.models import Person
person = Person.objects.get(handle="{handle}")
Authenticator.objects.filter(user=person).delete()
person.set_password("glod-demo")
person.save(update_fields=["password"])
"""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-quic"]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser, against one server that they share."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.journey)


@dataclass
class Site:
    """A running Glød: where its web processes answer, and its own command line."""

    addresses: list[str]
    env: dict[str, str] = field(default_factory=dict)
    console: Console | None = None

    def manage(self, *arguments: str) -> str:
        """Runs a management command on the site's database."""
        command = [sys.executable, "-m", "network.embedded", sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Runs Python on the site's database; what it prints."""
        if self.console is None:
            self.console = Console(self.env)
        return self.console.run(code)

    def close(self) -> None:
        """Before the site ends."""
        if self.console is not None:
            self.console.close()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/readyz", timeout=5)
            return
        time.sleep(0.2)
    raise AssertionError(f"The site did not start:\n{log.read_text()[-3000:]}")


def start_embedded(ending: ExitStack, var: Path, **extra: str) -> Site:
    """A site of its own in a folder that is laid out anew."""
    lay_out(var, demo=extra.get("GLOD_DEMO") != "0")
    port = free_port()
    env = clean_environment(var) | {"PORT": str(port)} | extra
    log = var / "journeys.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run"], cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True
        )

    def stop() -> None:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert "Internal Server Error" not in log.read_text(), f"A page broke: see {log}."

    ending.callback(stop)
    address = f"http://127.0.0.1:{port}"
    wait_for(address, process, log)
    site = Site([address], env)
    ending.callback(site.close)
    return site


def start_full(ending: ExitStack, var: Path) -> Site:
    lay_out(var, demo=True)
    extra = {"GLOD_DEMO": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "GLOD_DEMO"):
            patch.delenv(name, raising=False)
        stack = ending.enter_context(Stack(var, ports=(free_port(), free_port()), extra=extra))
    site = Site(stack.addresses, clean_environment(var) | stack.env)
    ending.callback(site.close)
    return site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The running product with the demo company."""
    running = os.environ.get("GLOD_JOURNEYS_URL")
    if running:  # quick work on one test: a site that is kept running by hand, with its folder in GLOD_JOURNEYS_VAR
        env = clean_environment(Path(os.environ.get("GLOD_JOURNEYS_VAR", ROOT / "var")))
        with closing(Site([running], env)) as kept:
            yield kept
        return
    full = os.environ.get("GLOD_PROFILE") == "full"
    var = KEPT / ("journeys-full" if full else "journeys")
    with ExitStack() as ending:
        yield (start_full if full else start_embedded)(ending, var)


@pytest.fixture(scope="session")
def empty_site() -> Iterator[Site]:
    """A running product that nobody has set up, without the demo company."""
    var = KEPT / "journeys-empty"
    with ExitStack() as ending:
        yield start_embedded(ending, var, GLOD_DEMO="0")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM:
        pytest.fail("No Chromium on this machine: `make test` installs it, or leaves the journeys out and says so.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Person:
    """Somebody in a browser of their own. Every request to another host, console error and CSP report is kept."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note_request(self, request) -> None:  # type: ignore[no-untyped-def]
        if not request.url.startswith((self.address, "data:", "blob:", self.address.replace("http", "ws"))):
            self.foreign.append(request.url)

    def go(self, path: str) -> Page:
        """Opens an address of the site."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, handle: str) -> None:
        """As the demo's one click does, without drawing the page that one clicks on; ends on the home page."""
        asked = self.context.request
        token = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', asked.get(f"{self.address}/account/login/").text()
        )
        assert token
        form = {"csrfmiddlewaretoken": token[1], "handle": handle}
        answer = asked.post(
            f"{self.address}/demo/sign-in/", form=form, headers={"Referer": self.address}, max_redirects=0
        )
        assert (answer.status, answer.headers["location"]) == (302, "/")
        self.page.goto(self.address + "/", wait_until="commit")

    def speak(self, lang: str) -> None:
        """Chooses the language of the pages, as the settings do; the open page is read again."""
        asked = self.context.request
        settings = asked.get(f"{self.address}/settings/").text()
        if f'<html lang="{lang}"' in settings:
            return
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', settings)
        assert token
        form = {"csrfmiddlewaretoken": token[1], "language": lang}
        answer = asked.post(
            f"{self.address}/settings/language/", form=form, headers={"Referer": self.address}, max_redirects=0
        )
        assert answer.status in (200, 302, 303)
        self.page.goto(self.page.url)

    def live(self) -> None:
        """Waits until the page listens."""
        self.page.wait_for_selector("html[data-live]", state="attached")


@pytest.fixture
def enter(site: Site, browser: Browser) -> Iterator[Callable[..., Person]]:
    """`enter("ann")`: ann, signed in, in a browser of her own; the second person uses the second web process.

    `at` is another site's address.
    """
    people: list[Person] = []

    def entered(handle: str = "", lang: str = "nb", **options: object) -> Person:
        host = str(options.pop("host", "127.0.0.1"))  # keys are bound to names, so their tests come as localhost
        address = str(options.pop("at", site.addresses[len(people) % len(site.addresses)])).replace("127.0.0.1", host)
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(locale="nb-NO" if lang == "nb" else "en-GB", **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        person = Person(context, address)
        people.append(person)
        if handle:
            person.sign_in(handle)
            person.speak(lang)
        return person

    yield entered
    for person in people:
        person.context.close()
    for person in people:
        assert person.foreign == []
        refused = [text for text in person.complaints if "Content Security Policy" in text]
        assert refused == []


@pytest.fixture
def as_before(site: Site) -> Iterator[Callable[[str], None]]:
    """Gives a persona the demo password back and takes every second step away, whatever the test did."""
    handles: list[str] = []
    yield handles.append
    for handle in handles:
        site.python(RESTORE.format(handle=handle))


@pytest.fixture(scope="session")
def places(site: Site) -> dict[str, int]:
    """Addresses of pages with everything on them, made by the product's own actions."""
    kept = Path(site.env["GLOD_VAR"]) / "places.json"  # of a site that is kept running
    if kept.exists():
        return json.loads(kept.read_text())
    codes = (FURNISH, idea_pages.FURNISH, moderation_pages.FURNISH, appeal_pages.REFS, transparency_pages.REFS)
    made: dict[str, int] = {}
    for code in codes:
        made |= json.loads(site.python(code).splitlines()[-1])
    kept.write_text(json.dumps(made))
    return made
