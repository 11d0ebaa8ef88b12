"""A directory read over LDAP: whom its entries make, which server is asked, and what is said when it does not work."""

import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from types import SimpleNamespace
from uuid import UUID

import pytest

from network.openness import actions
from network.openness.actions import ldap_reading
from network.openness.models import Import, ImportSchedule
from network.openness.queries import Unreadable, about_file, guess, read_table
from network.openness.queries.ldap_table import ldap_place, ldap_rows
from network.openness.tasks import fetch_one_file
from profiles.models import Person
from tests.openness.certificates import write_certificate
from tests.openness.files import worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PLACE = "ldaps://dir.example/ou=people,dc=example"
GUID = UUID("6f9619ff-8b86-d011-b42d-00c04fc964ff")


def entry(uid: str, name: str, **more: str) -> tuple[str, dict[str, list[bytes]]]:
    words = {"entryUUID": f"u-{uid}", "uid": uid, "displayName": name, "mail": f"{uid}@x.example", **more}
    return f"uid={uid},ou=people,dc=example", {key: [value.encode()] for key, value in words.items() if value}


class Answers:
    """The library and a directory behind it: pages of entries, or an error where it is asked for one."""

    VERSION3, OPT_X_TLS_DEMAND, SCOPE_SUBTREE, SCOPE_ONELEVEL, SCOPE_BASE = 3, 2, 2, 1, 0

    def __init__(self) -> None:
        self.entries: list[object] = []
        self.calls: list[tuple[object, ...]] = []
        self.failing: dict[str, Exception] = {}
        self.LDAPError = type("LDAPError", (Exception,), {})
        self.controls = SimpleNamespace(SimplePagedResultsControl=self.paged)

    class paged:  # noqa: N801
        controlType = "1.2.840.113556.1.4.319"  # noqa: N815

        def __init__(self, critical: bool, size: int, cookie: bytes) -> None:
            self.critical, self.size, self.cookie = critical, size, cookie

    def __getattr__(self, name: str) -> str:
        if name.startswith("OPT_"):
            return name
        raise AttributeError(name)

    def fails(self, call: str, name: str, said: str = "") -> None:
        self.failing[call] = type(name, (self.LDAPError,), {})(said)

    def _asked(self, *call: object) -> None:
        self.calls.append(call)
        if call[0] in self.failing:
            raise self.failing[call[0]]

    def initialize(self, server: str) -> "Answers":
        self._asked("initialize", server)
        return self

    def set_option(self, name: str, value: object) -> None:
        self._asked(name, value)

    def start_tls_s(self) -> None:
        self._asked("start_tls")

    def simple_bind_s(self, name: str, password: str) -> None:
        self._asked("bind", name, password)

    def unbind_s(self) -> None:
        self._asked("unbind")

    def search_ext(self, base: str, scope: int, wanted: str, attributes: list[str], serverctrls: list[object]) -> int:
        self._asked("search", base, scope, wanted)
        self.control = serverctrls[0]
        return 1

    def result3(self, number: int, timeout: int) -> tuple[object, ...]:
        start = int(self.control.cookie or 0)
        end = start + self.control.size
        cookie = str(end).encode() if end < len(self.entries) else b""
        return 101, [*self.entries[start:end], (None, ["ldap://elsewhere"])], number, [self.paged(True, 0, cookie)]


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch, settings: object) -> Answers:
    """One directory that is set up, and the library that asks it."""
    answers = Answers()
    monkeypatch.setitem(sys.modules, "ldap", answers)
    monkeypatch.setitem(sys.modules, "ldap.controls", answers.controls)
    settings.LDAP_CA = __file__
    settings.LDAP_HOSTS, settings.LDAP_BIND_DN = ["dir.example", "localhost:3890"], "cn=glod,dc=example"
    settings.LDAP_PASSWORD, settings.LDAP_PASSWORD_FILE = "hemmelig-nok", ""
    return answers


def table(entries: list[object]) -> tuple[list[str], list[list[str]]]:
    found = read_table(ldap_rows(entries))
    return found.headings, [fields for _line, fields in found.rows()]


def refused(address: str = PLACE) -> str:
    with pytest.raises(Unreadable) as refusal:
        actions.fetch_file(address)
    return about_file(refusal.value.problem)


def test_entries_become_lines_whose_columns_are_known() -> None:
    headings, rows = table(
        [
            entry("ola", "Ola Nes", ou="Drift", manager="UID=ase, OU=People,DC=example", mobile="+47 90 00 00 00"),
            entry("ase", 'Åse "Å" Bjørnø, leder', title="Sjef; drift", department="Styret", l="Bergen"),
        ]
    )
    assert guess(headings) == ["external_id", "name", "email", "title", "department", "manager", "place", "phone"]
    assert rows == [
        ["u-ase", 'Åse "Å" Bjørnø, leder', "ase@x.example", "Sjef; drift", "Styret", "", "Bergen", ""],
        ["u-ola", "Ola Nes", "ola@x.example", "", "Drift", "u-ase", "", "+47 90 00 00 00"],
    ]


def test_an_active_directory_gives_its_own_number_and_who_is_closed() -> None:
    dn, words = entry("ola", "", entryUUID="", cn="Ola\r\nNes", userAccountControl="514")
    headings, rows = table(
        [
            (dn, {**words, "objectGUID": [GUID.bytes_le]}),
            entry("kari", "Kari", userAccountControl="512", manager=dn),
        ]
    )
    assert guess(headings) == ["external_id", "name", "email", "active"]
    assert rows[0] == [str(GUID), "Ola Nes", "ola@x.example", "no"]
    assert rows[1][-1] == "yes"


def test_managers_who_are_closed_elsewhere_or_oneself_are_left_out() -> None:
    headings, _rows = table(
        [
            entry("a", "A", manager="uid=a,ou=people,dc=example"),
            entry("b", "B", manager="uid=z,ou=people,dc=example"),
            entry("c", "C", manager="uid=d,ou=people,dc=example"),
            entry("d", "D", userAccountControl="2"),
        ]
    )
    assert "manager" not in headings


def test_a_name_with_escaped_signs_is_met_in_either_spelling() -> None:
    _dn, words = entry("boss", "Boss")
    _headings, rows = table(
        [("cn=Boss\\, Big,dc=example", words), entry("ola", "Ola", manager="CN=Boss\\2C Big, DC=example")]
    )
    assert rows[1][-1] == "u-boss"


def test_the_same_people_in_another_order_are_the_same_bytes() -> None:
    people = [entry(f"p{number}", f"P {number}") for number in range(9)]
    assert ldap_rows(people) == ldap_rows(reversed(people))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ldaps://dir.example/", "not the whole address"),
        ("ldaps:///dc=example", "not the whole address"),
        ("ldaps://dir.example/dc=example??deep", "not the whole address"),
        ("ldaps://cn=x:secret@dir.example/dc=example", "not the whole address"),
        ("ldaps://dir.example/dc=example????bindname=cn=x", "not the whole address"),
        ("ldaps://dir.example/dc=%00", "not the whole address"),
        ("ldaps://dir.example:99999/dc=example", "not the whole address"),
        ("ldaps://other.example/dc=example", "“other.example:636” is not set up"),
        ("ldaps://dir.example:22/dc=example", "“dir.example:22” is not set up"),
        ("ldap://localhost/dc=example", "“localhost:389” is not set up"),
    ],
)
def test_only_whole_addresses_of_a_directory_that_is_set_up_are_asked(
    directory: Answers, address: str, sentence: str
) -> None:
    said = refused(address)
    assert sentence in said
    assert "secret" not in said
    assert directory.calls == []


def test_an_address_says_base_scope_and_filter() -> None:
    place = ldap_place("LDAPS://Dir.example/ou=%C3%98st,dc=example?cn?one?(mail=*%3F)", ["dir.example"])
    assert (place.server, place.base, place.scope, place.filter) == (
        "ldaps://dir.example:636", "ou=Øst,dc=example", "one", "(mail=*?)"
    )  # fmt: skip
    assert ldap_place("ldaps://[::1]/dc=x", ["::1"]).server == "ldaps://[::1]:636"


def test_the_directory_is_read_page_by_page_and_certificates_are_demanded(directory: Answers) -> None:
    directory.entries = [entry(f"p{number}", f"P {number}") for number in range(1203)]
    upload = actions.fetch_file(PLACE)
    assert upload.name == PLACE
    assert upload.content.count(b"\n") == 1204
    assert [call[0] for call in directory.calls].count("search") == 3
    assert ("OPT_X_TLS_REQUIRE_CERT", directory.OPT_X_TLS_DEMAND) in directory.calls
    assert ("bind", "cn=glod,dc=example", "hemmelig-nok") in directory.calls
    assert directory.calls[-1] == ("unbind",)


@pytest.mark.parametrize(("address", "is_secured"), [("ldap://dir.example/dc=x", 1), ("ldap://localhost:3890/dc=x", 0)])
def test_tls_comes_before_the_password_everywhere_but_on_this_machine(
    directory: Answers, address: str, is_secured: int
) -> None:
    directory.entries = [entry("a", "A")]
    actions.fetch_file(address)
    made = [call[0] for call in directory.calls]
    assert made.count("start_tls") == is_secured
    directory.fails("start_tls", "PROTOCOL_ERROR")
    directory.calls.clear()
    if is_secured:
        assert refused(address) == "The directory could not be read (PROTOCOL_ERROR)."
        assert "bind" not in [call[0] for call in directory.calls]


@pytest.mark.parametrize(
    ("call", "name", "said", "sentence"),
    [
        ("bind", "SERVER_DOWN", "Can't contact LDAP server", "The directory at dir.example does not answer."),
        ("start_tls", "CONNECT_ERROR", "Connect error", "The certificate of the directory at dir.example is not trusted (GLOD_LDAP_CA)."),
        ("bind", "INVALID_CREDENTIALS", "hemmelig-nok", "The directory at dir.example does not take the name and password that are set up."),
        ("search", "NO_SUCH_OBJECT", "", "The directory has no “ou=people,dc=example”, or does not show it to us."),
        ("search", "SIZELIMIT_EXCEEDED", "", "The directory at dir.example gives more people than are allowed at once. Narrow the filter."),
        ("search", "TIMELIMIT_EXCEEDED", "", "The directory at dir.example takes too long. Narrow the filter."),
        ("search", "FILTER_ERROR", "", "The directory does not understand the filter “(&(objectClass=person)(mail=*))”."),
        ("search", "REFERRAL", "", "The directory could not be read (REFERRAL)."),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said_in_a_sentence(
    directory: Answers, call: str, name: str, said: str, sentence: str
) -> None:
    directory.fails(call, name, said)
    assert refused(PLACE.replace("ldaps", "ldap")) == sentence
    assert directory.calls[-1] == ("unbind",)


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[int]:
    """The port of something on this machine that speaks TLS, with the certificate key.pem."""
    write_certificate(tmp_path / "key.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "key.pem")
    server = ThreadingTCPServer(("127.0.0.1", 0), BaseRequestHandler)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_a_certificate_that_is_not_trusted_is_told_from_a_server_that_is_away(
    directory: Answers, settings: object, secured: int, tmp_path: Path
) -> None:
    settings.LDAP_HOSTS = [f"localhost:{secured}", "localhost:1"]
    directory.fails("bind", "SERVER_DOWN")
    write_certificate(tmp_path / "other.pem")
    settings.LDAP_CA = str(tmp_path / "other.pem")
    assert "is not trusted" in refused(f"ldaps://localhost:{secured}/dc=x")
    settings.LDAP_CA = str(tmp_path / "key.pem")
    assert "does not answer" in refused(f"ldaps://localhost:{secured}/dc=x")
    assert "does not answer" in refused("ldaps://localhost:1/dc=x")
    settings.LDAP_CA = str(tmp_path / "none.pem")
    assert "no file of trusted certificates" in refused(f"ldaps://localhost:{secured}/dc=x")


def test_too_many_too_large_too_slow_and_nobody(
    directory: Answers, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused() == "The directory found nobody under “ou=people,dc=example”."
    directory.entries = [entry(f"p{number}", f"P {number}") for number in range(9)]
    settings.UPLOAD_MAX_BYTES = 100
    assert refused() == "The file is larger than 0 MB."
    monkeypatch.setattr(ldap_reading, "DEADLINE", -1)
    assert "takes too long" in refused()
    monkeypatch.setattr(ldap_reading, "MAX_LINES", 8)
    assert "more people than are allowed" in refused()


def test_the_password_lies_in_the_environment_or_a_file_and_a_name_without_one_is_not_tried(
    directory: Answers, settings: object, tmp_path: Path
) -> None:
    directory.entries = [entry("a", "A")]
    settings.LDAP_PASSWORD_FILE = str(tmp_path / "password")
    assert "no password" in refused()
    (tmp_path / "password").write_text("fra fil\n")
    actions.fetch_file(PLACE)
    assert ("bind", "cn=glod,dc=example", "fra fil") in directory.calls
    settings.LDAP_PASSWORD_FILE = settings.LDAP_PASSWORD = ""
    directory.calls.clear()
    assert "no password" in refused()
    assert directory.calls == []


def test_an_administrator_reads_a_directory_by_hand_and_then_every_day(
    ada: Person, directory: Answers, client_of: Callable
) -> None:
    directory.entries = [entry("ola", "Ola Nes", title="Montør"), entry("kari", "Kari Ek")]
    client = client_of(ada)
    made = client.post("/administration/import/", {"source": "AD", "address": PLACE})
    run = Import.objects.get()
    assert made.status_code == 303
    actions.choose_columns(by=ada, run=run, mapping=run.mapping)
    actions.carry_out_import(by=ada, run=worked(run), consent=actions.Consent())
    assert worked(run).state == "done"
    here = f"{run.get_absolute_url()}every-day/"
    assert f'value="{PLACE}"' in client.get(here).content.decode()
    assert client.post(here, {"place": PLACE, "hour": "4", "on_gone": "deactivate"}).status_code == 303
    row = ImportSchedule.objects.get()
    directory.entries = [entry("ola", "Ola Nes", title="Bas"), entry("kari", "Kari Ek"), entry("per", "Per Po")]
    fetch_one_file(row.pk)
    again = worked(Import.objects.get(schedule=row))
    assert (again.state, again.counts["changed"], again.counts["new"]) == ("done", 1, 1)
    directory.fails("bind", "INVALID_CREDENTIALS")
    fetch_one_file(row.pk)
    row.refresh_from_db()
    assert "does not take the name and password" in about_file(row.problem)
    assert "hemmelig-nok" not in str([vars(each) for each in ImportSchedule.objects.all()])


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "one of them"),
        ({"address": "https://hr.example/a.csv"}, "not the whole address"),
        ({"address": "ldaps://other.example/dc=x"}, "is not set up"),
    ],
)
def test_a_form_without_a_list_says_why(
    ada: Person, directory: Answers, client_of: Callable, sent: dict[str, str], sentence: str
) -> None:
    Person.objects.filter(pk=ada.pk).update(language="en")
    answer = client_of(ada).post("/administration/import/", {"source": "AD", **sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_without_the_library_or_a_directory_it_is_not_offered_and_a_pasted_address_says_why(
    ada: Person, directory: Answers, settings: object, monkeypatch: pytest.MonkeyPatch, client_of: Callable
) -> None:
    client = client_of(ada)
    assert "id_address" in client.get("/administration/import/").content.decode()
    monkeypatch.setitem(sys.modules, "ldap", None)
    assert "id_address" not in client.get("/administration/import/").content.decode()
    assert "python-ldap is not installed" in refused()
    monkeypatch.setitem(sys.modules, "ldap", directory)
    settings.LDAP_HOSTS = []
    assert "id_address" not in client.get("/administration/import/").content.decode()
    assert refused() == "No directory is set up (GLOD_LDAP_HOSTS)."


def test_nobody_else_has_a_directory_asked(ann: Person, cleo: Person, directory: Answers, client_of: Callable) -> None:
    for person in (ann, cleo):
        answer = client_of(person).post("/administration/import/", {"source": "AD", "address": PLACE})
        assert answer.status_code == 403
    assert directory.calls == []
