"""A PostgreSQL of our own for the test run, and the personas that every test speaks of."""

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import translation

from network.core import events, limits
from network.embedded import Server, make_var
from network.groups.models import Group
from network.management.commands.compile_translations import catalogues, compile_catalogue
from profiles.models import Department, Person, Role
from tests import factories
from tests.template import make_template

TEMPLATE = "GLOD_TEST_TEMPLATE"  # tells workers
# Pages, sockets, ideas and cases on their way, and whole companies: what uses one of these is wide.
WIDE = frozenset(
    {"client_of", "client", "wire", "cast", "rule", "season", "company", "board", "until", "entra", "seed"}
)


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the database and migrates once; workers find both by their names."""
    from django.conf import settings

    if hasattr(config, "workerinput") or os.environ.get("DATABASE_URL"):
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = os.environ.get(TEMPLATE)
        return
    for catalogue in catalogues():
        compile_catalogue(catalogue)
    make_var(settings.VAR_DIR)
    server = Server(settings.VAR_DIR, durable=False)
    server.start()
    config.add_cleanup(server.stop)
    os.environ[TEMPLATE] = make_template(server)
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = os.environ[TEMPLATE]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """The fast part keeps to rules, access tables and actions; what takes longest begins first, and nobody waits for it."""
    for item in items:
        database = item.get_closest_marker("django_db")
        commits = database is not None and database.kwargs.get("transaction")
        used = set(getattr(item, "fixturenames", ()))
        if commits or "transactional_db" in used or used & WIDE:
            item.add_marker(pytest.mark.wide)
    yield
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Whatever is loaded by now stays until the end: nothing is gained by looking through it for rubbish every while."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def english() -> Iterator[None]:
    """For tests that read a sentence: the language in which it was written."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_queue(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """The tables of the queue are not Django's, so its flush after a test that commits leaves them as they are."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


@pytest.fixture(autouse=True, scope="session")
def _nothing_expires_while_it_is_counted() -> Iterator[None]:
    """What a page keeps for seconds would now and then be asked again between two readings, and count as a query."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("network.conversations.queries.LIMITED_KEPT", 300)
        yield


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    yield
    caches["cards"].clear()
    caches["known"].clear()
    limits.forget()


@pytest.fixture
def field(db: None) -> Department:
    """The department of ann, ben and mona."""
    return factories.DepartmentFactory(name="Feltmontasje", slug="felt")


@pytest.fixture
def market(db: None) -> Department:
    """The department of cleo."""
    return factories.DepartmentFactory(name="Marked", slug="marked")


@pytest.fixture
def mona(field: Department) -> Person:
    """Manager of ann and ben; host of every group here."""
    return factories.PersonFactory(handle="mona", name="Mona Manger", department=field, language="nb")


@pytest.fixture
def ann(field: Department, mona: Person) -> Person:
    """Writes."""
    return factories.PersonFactory(handle="ann", name="Ann Askeland", department=field, manager=mona)


@pytest.fixture
def ben(field: Department, mona: Person) -> Person:
    """Belongs to the same groups as ann; reads English."""
    return factories.PersonFactory(handle="ben", name="Ben Berge", department=field, manager=mona, language="en")


@pytest.fixture
def cleo(market: Department) -> Person:
    """The outsider: in no group."""
    return factories.PersonFactory(handle="cleo", name="Cleo Christiansen", department=market)


def _with_role(handle: str, name: str, kind: str) -> Person:
    person = factories.PersonFactory(handle=handle, name=name)
    Role.objects.create(person=person, kind=kind, starts_on="2020-01-01")
    return person


@pytest.fixture
def mo(db: None) -> Person:
    """Moderator."""
    return _with_role("mo", "Mo Moe", Role.Kind.MODERATOR)


@pytest.fixture
def pia(db: None) -> Person:
    """Policy editor."""
    return _with_role("pia", "Pia Pedersen", Role.Kind.POLICY_EDITOR)


@pytest.fixture
def tor(db: None) -> Person:
    """Elected representative."""
    return _with_role("tor", "Tor Tveit", Role.Kind.REPRESENTATIVE)


@pytest.fixture
def ada(db: None) -> Person:
    """Administrator."""
    return factories.PersonFactory(handle="ada", name="Ada Aas", is_administrator=True)


@pytest.fixture
def gone(db: None) -> Person:
    """Deactivated."""
    return factories.PersonFactory(handle="gone", name="Gone Gundersen", is_active=False)


@pytest.fixture
def open_group(mona: Person, ann: Person, ben: Person) -> Group:
    """All read, all join."""
    return factories.GroupFactory(name="Feltprat", slug="feltprat", kind="open", people=[mona, ann, ben])


@pytest.fixture
def closed_group(mona: Person, ann: Person, ben: Person) -> Group:
    """All see that it exists, members read."""
    return factories.GroupFactory(name="Ledergruppa", slug="ledergruppa", kind="closed", people=[mona, ann, ben])


@pytest.fixture
def secret_group(mona: Person, ann: Person, ben: Person) -> Group:
    """Only members know."""
    return factories.GroupFactory(
        name="Prosjekt Nordlys", slug="prosjekt-nordlys", kind="secret", people=[mona, ann, ben]
    )


@pytest.fixture
def post_of(db: None) -> Callable[..., Any]:
    """factories.post_of."""
    return factories.post_of


@pytest.fixture
def comment_of(db: None) -> Callable[..., Any]:
    """factories.comment_of."""
    return factories.comment_of


@pytest.fixture
def client_of(db: None) -> Callable[[Person], Client]:
    """A browser in which the person is signed in."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    """Records what actions announce; effects inside the transaction still run."""
    recorded: list[events.Event] = []
    run = dict(events._wired)

    class Recording(dict):  # type: ignore[type-arg]
        def __getitem__(self, kind: type[events.Event]) -> events.Effects:
            effects = run[kind]
            return events.Effects((recorded.append, *effects.inside), effects.after)

    monkeypatch.setattr(events, "_wired", Recording(run))
    return recorded
