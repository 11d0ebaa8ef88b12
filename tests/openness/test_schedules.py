"""Files that are fetched by themselves: from where, from where not, and when somebody is asked first."""

import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from network.core.access import Refused
from network.openness import actions
from network.openness.actions import fetching
from network.openness.models import Import, ImportSchedule
from network.openness.queries import Unreadable, about_file
from network.openness.tasks import fetch_due_files, fetch_one_file
from profiles.models import Person
from tests.openness.certificates import write_certificate
from tests.openness.files import carried_out, csv, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
TWO = ("1;Åse Bjørnø;ase@x.example;Sjef;Drift;", "2;Ola Nes;ola@x.example;Montør;Drift;1")
FOUR = datetime(2027, 1, 15, 3, 5, tzinfo=UTC)  # five past four in Oslo


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    """The folder for imports, and a file beside it."""
    settings.IMPORT_DIR = str(tmp_path / "imports")
    (tmp_path / "imports").mkdir()
    (tmp_path / "secret.csv").write_bytes(csv(*TWO))
    return tmp_path / "imports"


def scheduled(ada: Person, place: str = "ansatte.csv", **chosen: object) -> ImportSchedule:
    run = carried_out(ada, csv(*TWO))
    return actions.schedule_import(by=ada, run=run, timetable=actions.Timetable(place, 4, **chosen))


def fetched(row: ImportSchedule) -> Import | None:
    """What the worker makes of the file today."""
    fetch_one_file(row.pk)
    run = Import.objects.filter(schedule=row).order_by("-pk").first()
    return worked(run) if run else None


def test_the_file_is_fetched_once_a_day_at_its_hour_here(ada: Person, folder: Path) -> None:
    row = scheduled(ada)
    assert actions.due_schedules(moment=FOUR + timedelta(hours=1)) == []
    assert actions.due_schedules(moment=FOUR) == [row.pk]
    assert actions.due_schedules(moment=FOUR) == []
    assert actions.due_schedules(moment=FOUR + timedelta(days=1)) == [row.pk]
    fetch_due_files(0)


def test_a_file_without_questions_is_carried_out_by_itself_and_the_same_again_left_alone(
    ada: Person, folder: Path
) -> None:
    row = scheduled(ada)
    (folder / "ansatte.csv").write_bytes(
        csv(*TWO, "3;Kari Ek;kari@x.example;;Drift;1", headings="ANSATTNR.;Navn;E-post;Stilling;Avdeling;Leder")
    )
    run = fetched(row)
    assert (run.state, run.by, run.counts["new"]) == ("done", None, 1)
    assert Person.objects.filter(email="kari@x.example").exists()
    assert fetched(row) == run
    assert Import.objects.filter(schedule=row).count() == 1


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("1;=A;ase@x.example;;;", TWO[1]), "1 lines have errors. Somebody has to look at them."),
        ((TWO[0],), "1 of those whom the source brought in would go. Somebody has to confirm that."),
    ],
)
def test_a_file_with_a_question_waits_for_an_administrator(
    ada: Person, folder: Path, lines: tuple[str, ...], sentence: str
) -> None:
    row = scheduled(ada, on_gone="deactivate")
    (folder / "ansatte.csv").write_bytes(csv(*lines))
    waiting = fetched(row)
    assert waiting.state == "planned"
    row.refresh_from_db()
    assert about_file(row.problem) == sentence
    assert Person.objects.filter(is_active=False).count() == 0
    (folder / "ansatte.csv").write_bytes(csv(*TWO, "4;Per Po;per@x.example;;;"))
    assert fetched(row).state == "done"
    row.refresh_from_db()
    assert row.problem == []
    assert not Import.objects.filter(pk=waiting.pk).exists()  # the newer file took its place


def test_what_goes_wrong_is_kept_for_the_administrator(ada: Person, folder: Path, client_of: Callable) -> None:
    row = scheduled(ada)
    assert fetched(row) is None
    row.refresh_from_db()
    assert about_file(row.problem) == "There is no file “ansatte.csv” in the folder for imports."
    (folder / "ansatte.csv").write_bytes(b"Navn;Telefon\nA;1\n")
    fetch_one_file(row.pk)
    row.refresh_from_db()
    assert about_file(row.problem) == "Choose which column is “E-mail”."
    Person.objects.filter(pk=ada.pk).update(language="en")
    assert "Choose which column" in client_of(ada).get("/administration/import/").content.decode()
    actions.drop_schedule(by=ada, pk=row.pk)
    fetch_one_file(row.pk)
    assert not ImportSchedule.objects.exists()


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "link.csv", ".", "", "a/../../secret.csv", "\0"])
def test_no_name_leads_out_of_the_folder(folder: Path, name: str) -> None:
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    with pytest.raises(Unreadable) as refusal:
        fetching.fetch_file(name)
    assert refusal.value.problem[0] == "no_file"


def test_without_a_folder_nothing_is_read_from_the_machine(settings: object) -> None:
    settings.IMPORT_DIR = ""
    with pytest.raises(Unreadable) as refusal:
        fetching.fetch_file("ansatte.csv")
    assert refusal.value.problem[0] == "no_folder"


@pytest.mark.parametrize(
    "address",
    [
        "http://hr.example/a.csv", "ftp://hr.example/a", "file:///etc/passwd", "https://u:p@hr.example/", "https://hr.example:22/",
        "https:///a.csv", "https://[::1/", "https://hr.example:99999/", "gopher://x",
    ],
)  # fmt: skip
def test_only_plain_https_addresses_are_taken(ada: Person, address: str) -> None:
    run = carried_out(ada, csv(*TWO))
    with pytest.raises(Unreadable) as refusal:
        actions.schedule_import(by=ada, run=run, timetable=actions.Timetable(address, 4))
    assert "p@" not in about_file(refusal.value.problem)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
        "ff02::1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_refused(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not fetching.is_open(number)
    found = [(2, 1, 6, "", ("93.184.215.14", 443)), (10, 1, 6, "", (number, 443, 0, 0))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_args, **_options: found)
    with pytest.raises(Unreadable) as refusal:
        fetching.fetch_file("https://hr.example/a.csv")
    assert refusal.value.problem[:2] == ["address", "hr.example"]


def test_addresses_of_the_open_internet_are_open() -> None:
    assert all(fetching.is_open(number) for number in ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


class Answers(BaseHTTPRequestHandler):
    """/a.csv is a file, /there leads to it, /round leads to itself, /inside into the machine, /large never ends."""

    def do_GET(self) -> None:  # noqa: N802
        here = f"https://localhost:{self.server.server_address[1]}"
        to = {"/there?key=1": "/a.csv", "/round": "/round", "/inside": here.replace("localhost", "127.0.0.1")}.get(
            self.path
        )
        self.send_response(302 if to else 404 if self.path == "/none" else 200)
        if to:
            self.send_header("Location", to)
        self.end_headers()
        if self.path == "/a.csv":
            self.wfile.write(csv(*TWO))
        while self.path == "/large":
            self.wfile.write(b"x" * 100_000)

    def log_message(self, *_args: object) -> None:
        """Silent."""


@pytest.fixture
def host(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of a private network that is allowed by name."""
    pem = tmp_path / "key.pem"
    write_certificate(pem)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    trusting = ssl.create_default_context(cafile=str(pem))
    monkeypatch.setattr(fetching.ssl, "create_default_context", lambda: trusting)
    settings.IMPORT_HOSTS = ["localhost"]
    yield f"https://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_file_comes_over_https_also_by_a_redirect(host: str) -> None:
    assert fetching.fetch_file(f"{host}/a.csv") == actions.Upload("a.csv", csv(*TWO))
    assert fetching.fetch_file(f"{host}/there?key=1").content == csv(*TWO)


@pytest.mark.parametrize(
    ("path", "code"), [("/none", "no_answer"), ("/round", "no_answer"), ("/inside", "address"), ("/large", "too_big")]
)
def test_what_is_no_file_is_not_taken(host: str, settings: object, path: str, code: str) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    with pytest.raises(Unreadable) as refusal:
        fetching.fetch_file(host + path)
    assert refusal.value.problem[0] == code


def test_a_host_where_nobody_answers_is_said(settings: object) -> None:
    settings.IMPORT_HOSTS = ["localhost"]
    with pytest.raises(Unreadable) as refusal:
        fetching.fetch_file("https://localhost:1/a.csv")
    assert refusal.value.problem[:2] == ["no_answer", "ConnectionRefusedError"]


def test_a_file_that_never_ends_is_given_up(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", -1)
    with pytest.raises(Unreadable) as refusal:
        fetching.fetch_file(f"{host}/a.csv")
    assert refusal.value.problem[0] == "no_answer"


def test_only_administrators_schedule(
    ada: Person, ann: Person, cleo: Person, folder: Path, client_of: Callable
) -> None:
    row = scheduled(ada)
    run = Import.objects.get()
    for person in (ann, cleo):
        with pytest.raises(Refused):
            actions.schedule_import(by=person, run=run, timetable=actions.Timetable("a.csv", 4))
        with pytest.raises(Refused):
            actions.drop_schedule(by=person, pk=row.pk)
        client = client_of(person)
        assert client.get(f"{run.get_absolute_url()}every-day/").status_code == 403
        assert client.post(f"/administration/import/every-day/{row.pk}/drop/").status_code == 403


def test_the_pages_schedule_and_stop(ada: Person, folder: Path, client_of: Callable) -> None:
    run = carried_out(ada, csv(*TWO))
    client, here = client_of(ada), f"{run.get_absolute_url()}every-day/"
    assert client.get(here).status_code == 200
    asked = {"place": "https://10.0.0.1/a.csv", "hour": "4", "on_gone": "leave"}
    assert client.post(here, {**asked, "place": "http://x"}).status_code == 422
    assert client.post(here, {**asked, "place": "ansatte.csv"}).status_code == 303
    row = ImportSchedule.objects.get()
    assert "ansatte.csv" in client.get("/administration/import/").content.decode()
    assert client.post(f"/administration/import/every-day/{row.pk}/drop/").status_code == 303
    assert client.get("/administration/import/999/every-day/").status_code == 404
