"""A real directory (slapd) over TLS: three hundred people come in, change and go, by the schedule."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from network.openness import actions
from network.openness.actions import ldap_reading
from network.openness.models import Import
from network.openness.queries import Unreadable, about_file
from network.openness.queries.ldap_table import LdapPlace
from network.openness.tasks import fetch_one_file
from profiles.models import Person
from tests.openness.certificates import write_certificate
from tests.openness.files import worked

SLAPD = shutil.which("slapd", path="/usr/sbin:/usr/libexec:/usr/local/libexec:/usr/bin")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("english"),
    pytest.mark.skipif(not SLAPD or find_spec("ldap") is None, reason="slapd and python-ldap are not installed"),
]
ROOT, SECRET = "cn=admin,dc=x", "hemmelig-nok"
PEOPLE = 300


class Directory:
    """slapd with a database of its own, and what changes in it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free, socket.socket() as other:
            free.bind(("127.0.0.1", 0))
            other.bind(("127.0.0.1", 0))
            self.plain, self.secure = free.getsockname()[1], other.getsockname()[1]
        here = {
            "localhost",
            socket.gethostname(),
            socket.getfqdn(),
        }  # the library puts the machine's name for localhost
        write_certificate(folder / "cert.pem", sorted(here))
        (folder / "db").mkdir()
        (folder / "slapd.conf").write_text(
            "\n".join(f"include /etc/ldap/schema/{name}.schema" for name in ("core", "cosine", "inetorgperson"))
            + f"\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {folder}/pid\nTLSCertificateFile {folder}/cert.pem"
            + f"\nTLSCertificateKeyFile {folder}/cert.pem\ndatabase mdb\nsuffix dc=x\nrootdn {ROOT}\nrootpw {SECRET}"
            + f"\ndirectory {folder}/db\nmaxsize 104857600\naccess to * by anonymous auth by * none\n"
        )
        urls = f"ldap://127.0.0.1:{self.plain} ldaps://127.0.0.1:{self.secure}"
        self.process = subprocess.Popen([SLAPD, "-f", folder / "slapd.conf", "-h", urls, "-d", "0"])

    def wait(self) -> None:
        ends = time.monotonic() + 10
        while time.monotonic() < ends:
            try:
                socket.create_connection(("127.0.0.1", self.secure), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("slapd did not start")

    def as_root(self) -> object:
        import ldap  # noqa: PLC0415 (only where the library is there)

        connection = ldap.initialize(f"ldap://127.0.0.1:{self.plain}")
        connection.simple_bind_s(ROOT, SECRET)
        return connection

    def fill(self) -> None:
        root = self.as_root()
        root.add_s("dc=x", [("objectClass", [b"dcObject", b"organization"]), ("dc", [b"x"]), ("o", [b"X"])])
        root.add_s("ou=people,dc=x", [("objectClass", [b"organizationalUnit"]), ("ou", [b"people"])])
        for number in range(PEOPLE):
            words = {
                "objectClass": "inetOrgPerson", "uid": f"p{number}", "cn": f"Åse {number}", "sn": "Ø",
                "mail": f"p{number}@x.example", "title": "Montør", "ou": f"Avdeling {number % 7}",
                "manager": f"uid=P{number // 10}, ou=people, dc=x", "telephoneNumber": f"+47 9000 {number:04}",
            }  # fmt: skip
            root.add_s(_dn(number), [(name, [word.encode()]) for name, word in words.items()])
        root.add_s(  # a printer's account is nobody
            "uid=printer,ou=people,dc=x",
            [("objectClass", [b"inetOrgPerson"]), ("uid", [b"printer"]), ("cn", [b"Printer"]), ("sn", [b"P"])],
        )
        root.unbind_s()


def _dn(number: int) -> str:
    return f"uid=p{number},ou=people,dc=x"


@pytest.fixture
def directory(tmp_path: Path, settings: object) -> Iterator[Directory]:
    made = Directory(tmp_path)
    try:
        made.wait()
        made.fill()
        settings.LDAP_HOSTS = [
            f"localhost:{made.secure}", f"localhost:{made.plain}", "localhost:1", f"127.0.0.2:{made.plain}", f"127.0.0.1:{made.secure}",
        ]  # fmt: skip
        settings.LDAP_BIND_DN, settings.LDAP_PASSWORD, settings.LDAP_PASSWORD_FILE = ROOT, SECRET, ""
        settings.LDAP_CA = str(tmp_path / "cert.pem")
        yield made
    finally:
        made.process.terminate()
        made.process.wait(10)


def test_three_hundred_people_come_in_change_and_go(
    ada: Person, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ldap_reading, "PAGE", 70)  # several answers
    place = f"ldaps://localhost:{directory.secure}/ou=people,dc=x"
    run = actions.begin_import(by=ada, source_name="Katalog", upload=actions.fetch_file(place))
    actions.choose_columns(by=ada, run=run, mapping=run.mapping)
    assert worked(run).counts["new"] == PEOPLE
    actions.carry_out_import(by=ada, run=run, consent=actions.Consent())
    assert worked(run).state == "done"
    known = {person.email: person for person in Person.objects.select_related("manager", "department")}
    assert known["p123@x.example"].manager == known["p12@x.example"]
    assert known["p0@x.example"].manager is None
    assert (known["p9@x.example"].department.name, known["p9@x.example"].name) == ("Avdeling 2", "Åse 9")
    row = actions.schedule_import(by=ada, run=run, timetable=actions.Timetable(place, 4, "deactivate"))
    root = directory.as_root()
    root.modify_s(_dn(42), [(2, "title", [b"Bas"])])
    root.delete_s(_dn(299))
    root.unbind_s()
    fetch_one_file(row.pk)
    again = worked(Import.objects.get(schedule=row))
    assert (again.state, again.counts["changed"], again.counts["gone"], again.counts["same"]) == ("done", 1, 1, 298)
    changed, gone = (Person.objects.get(email=f"p{number}@x.example") for number in (42, 299))
    assert (changed.title, gone.is_active) == ("Bas", False)
    fetch_one_file(row.pk)
    assert Import.objects.filter(schedule=row).count() == 1  # the same bytes are left alone


def test_each_way_of_not_working_has_its_sentence(directory: Directory, settings: object, tmp_path: Path) -> None:
    def said(place: str) -> str:
        with pytest.raises(Unreadable) as refusal:
            actions.fetch_file(place)
        return about_file(refusal.value.problem)

    secure, people = f"ldaps://localhost:{directory.secure}", "ou=people,dc=x"
    assert "does not answer" in said(f"ldaps://localhost:1/{people}")
    assert "has no “ou=none,dc=x”" in said(f"{secure}/ou=none,dc=x")
    assert "has no “people”" in said(f"{secure}/people")
    assert "does not understand the filter “(mail=”" in said(f"{secure}/{people}??sub?(mail=")
    assert "found nobody" in said(f"{secure}/{people}??base")
    assert "is not trusted" in said(
        f"ldaps://127.0.0.1:{directory.secure}/{people}"
    )  # another name than the certificate's
    settings.LDAP_PASSWORD = "feil"
    assert "name and password" in said(f"{secure}/{people}")
    settings.LDAP_PASSWORD = SECRET
    settings.LDAP_CA = "/etc/ssl/certs/ca-certificates.crt"
    assert "is not trusted" in said(f"{secure}/{people}")
    settings.LDAP_CA = str(tmp_path / "none.pem")
    assert "no file of trusted certificates" in said(f"{secure}/{people}")


def test_starttls_is_demanded_away_from_this_machine(
    directory: Directory, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"ldap://localhost:{directory.plain}/ou=people,dc=x"
    assert actions.fetch_file(place).content.count(b"\n") == PEOPLE + 1
    monkeypatch.setattr(LdapPlace, "is_here", False)
    assert actions.fetch_file(place).content.count(b"\n") == PEOPLE + 1
    settings.LDAP_CA = "/etc/ssl/certs/ca-certificates.crt"
    with pytest.raises(Unreadable) as refusal:
        actions.fetch_file(place)
    assert "is not trusted" in about_file(refusal.value.problem)
