"""Evidence: everybody their own; a list with names by two editors, once, that proves itself offline (A14, A19)."""

import csv
import io
import json
import subprocess
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from network.core.access import Refused
from network.core.clock import now
from network.notifications.models import Kind, Notification
from network.policy.actions.evidence import approve_evidence, ask_for_evidence, fetch_evidence
from network.policy.models import EvidenceExport
from network.policy.words import text_hash
from profiles.models import Role
from tests.factories import PersonFactory
from tests.policy.adopted import PRIVATE
from tests.policy.known import asked_version, hash_of, known
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
URL = "/policy/evidence/"
BOTH = (
    ("tone", {"nb": ("Tonen her", "Vi er greie.", "Nytt æøå."), "en": ("The tone", "We are kind.", "New.")}),
    ("private", {"nb": PRIVATE[1]["nb"], "en": ("Private", "Yours.", "Ask nobody.")}),
)


@pytest.fixture
def per(db):
    """Another policy editor."""
    person = PersonFactory(name="Per Persen")
    Role.objects.create(person=person, kind=Role.Kind.POLICY_EDITOR, starts_on="2020-01-01")
    return person


@pytest.fixture
def version(ann, ben):
    found = asked_version(sections=BOTH)
    known(ann, found, form="question", text="Hemmelig spørsmål?")
    known(ben, found, language="en", content_hash=hash_of(found, "en"))
    return found


def asked(pia, version):
    return ask_for_evidence(by=pia, version=version, purpose="Revisjon etter tilsyn")


def approved(pia, per, version):
    export = asked(pia, version)
    approve_evidence(by=per, export=export)
    return export


def test_a19_the_list_verifies_offline_with_the_tool_that_every_machine_has(pia, per, version, client_of, tmp_path):
    export = approved(pia, per, version)
    answer = client_of(pia).post(f"{URL}{export.pk}/file/")
    assert answer["Content-Type"] == "application/zip"
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)  # noqa: S202
    check = ["sha256sum", "-c", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    packed = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    summed = {line.split("  ")[1] for line in (tmp_path / "SHA256SUMS").read_text().splitlines()}
    assert summed == packed - {"SHA256SUMS"}
    rows = list(csv.DictReader(io.StringIO((tmp_path / "acknowledgements.csv").read_text())))
    lines = [json.loads(line) for line in (tmp_path / "acknowledgements.jsonl").read_text().splitlines()]
    assert rows == lines
    for row in rows:  # the text that each of them received, by its sum alone
        text = subprocess.run(
            ["sha256sum", f"texts/{row['language']}.json"], cwd=tmp_path, capture_output=True, check=True
        )
        assert text.stdout.decode().split()[0] == row["hash"]
    with (tmp_path / "acknowledgements.csv").open("a") as table:
        table.write("Noen Andre\n")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_a19_it_holds_who_and_what_and_nothing_about_where_from_or_what_was_asked(pia, per, version, client_of):
    export = approved(pia, per, version)
    packed = zipfile.ZipFile(io.BytesIO(client_of(pia).post(f"{URL}{export.pk}/file/").content))
    lines = [json.loads(line) for line in packed.read("acknowledgements.jsonl").splitlines()]
    assert set(lines[0]) == {"name", "handle", "department", "document", "version", "language", "hash", "form", "at"}
    assert sorted(line["handle"] for line in lines) == ["ann", "ben"]
    everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Hemmelig" not in everything
    assert b"127.0.0.1" not in everything
    assert "Revisjon etter tilsyn" in packed.read("README.txt").decode()


def test_a19_everybody_downloads_their_own_with_the_text_as_it_read(ann, ben, mona, version, client_of):
    answer = client_of(ann).get("/settings/acknowledgements/file/")
    assert "attachment" in answer["Content-Disposition"]
    rows = answer.json()["acknowledgements"]
    assert len(rows) == 1
    row = rows[0]
    assert row["hash"] == text_hash(row["text"]) == hash_of(version)
    assert (row["language"], row["version"], row["said"]) == ("nb", 1, "Hemmelig spørsmål?")
    (other,) = client_of(ben).get("/settings/acknowledgements/file/").json()["acknowledgements"]
    assert other["hash"] == text_hash(other["text"]) == hash_of(version, "en")
    assert client_of(mona).get("/settings/acknowledgements/file/").json() == {"acknowledgements": []}
    assert "Hemmelig spørsmål?" not in client_of(mona).get("/settings/acknowledgements/").content.decode()


def test_a14_managers_administrators_and_representatives_find_no_such_list(
    ann, mona, ada, tor, pia, per, version, client_of
):
    export = approved(pia, per, version)
    for person in (ann, mona, ada, tor):
        client = client_of(person)
        answers = [client.get(URL), client.post(URL, {"version": version.pk, "purpose": "x"}),
                   client.post(f"{URL}{export.pk}/approve/"), client.post(f"{URL}{export.pk}/file/")]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}
        for act in (
            lambda person=person: ask_for_evidence(by=person, version=version, purpose="x"),
            lambda person=person: approve_evidence(by=person, export=export),
            lambda person=person: fetch_evidence(by=person, export=export),
        ):
            with pytest.raises(Refused):
                act()


def test_one_asks_another_approves_and_nothing_leaves_before(pia, per, version, client_of):
    assert client_of(pia).post(URL, {"version": version.pk, "purpose": "Revisjon"}).status_code == 303
    export = EvidenceExport.objects.get()
    assert client_of(pia).post(f"{URL}{export.pk}/file/").status_code == 403
    assert client_of(pia).post(f"{URL}{export.pk}/approve/").status_code == 403
    assert "Godkjenn" not in client_of(pia).get(URL).content.decode()
    assert client_of(per).post(f"{URL}{export.pk}/approve/").status_code == 303
    assert client_of(per).post(f"{URL}{export.pk}/file/").status_code == 403  # approved it, did not ask for it
    assert client_of(pia).post(f"{URL}{export.pk}/file/").status_code == 200


def test_the_database_refuses_that_one_does_both(pia, version):
    export = asked(pia, version)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceExport.objects.filter(pk=export.pk).update(approved_by=pia)


def test_it_is_fetched_once_and_that_is_written_down(pia, per, version, client_of):
    export = approved(pia, per, version)
    assert client_of(pia).post(f"{URL}{export.pk}/file/").status_code == 200
    assert client_of(pia).post(f"{URL}{export.pk}/file/").status_code == 403
    export.refresh_from_db()
    assert export.fetched_at is not None
    assert "hentet" in client_of(per).get(URL).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_fetch_at_once_one_gets_it(pia, per, version):
    export = approved(pia, per, version)
    fetch = lambda: fetch_evidence(by=pia, export=export)  # noqa: E731
    assert sum(at_once(*[fetch] * 12)) == 1


def test_an_approval_lasts_a_week_and_only_for_an_editor(pia, per, version):
    export = approved(pia, per, version)
    EvidenceExport.objects.filter(pk=export.pk).update(approved_at=now() - timedelta(days=8))
    with pytest.raises(Refused):
        fetch_evidence(by=pia, export=export)
    fresh = approved(pia, per, version)
    Role.objects.filter(person=pia).delete()
    with pytest.raises(Refused):
        fetch_evidence(by=pia, export=fresh)


def test_a_list_without_a_purpose_is_not_asked_for(pia, version, client_of):
    answer = client_of(pia).post(URL, {"version": version.pk, "purpose": "  "})
    assert answer.status_code == 422
    assert not EvidenceExport.objects.exists()


def test_the_other_editor_is_told_and_then_the_one_who_asked(pia, per, version, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        export = asked(pia, version)
    assert Notification.objects.get(kind=Kind.POLICY_DESK).recipient == per
    with django_capture_on_commit_callbacks(execute=True):
        approve_evidence(by=per, export=export)
    assert Notification.objects.get(kind=Kind.POLICY_DESK).recipient == pia


def test_a_name_that_looks_like_a_formula_is_text_in_the_table(pia, per, version, ann, client_of):
    ann.name = "=HYPERLINK(1)"
    ann.save()
    export = approved(pia, per, version)
    packed = zipfile.ZipFile(io.BytesIO(client_of(pia).post(f"{URL}{export.pk}/file/").content))
    assert b"'=HYPERLINK(1)" in packed.read("acknowledgements.csv")


def test_the_page_of_lists_costs_the_same_for_three_and_for_twelve(
    pia, per, version, client_of, django_assert_max_num_queries
):
    def fill(count):
        for _ in range(count):
            approved(pia, per, version)
            EvidenceExport.objects.update(fetched_at=now())

    client = client_of(per)
    fill(3)
    client.get(URL)
    with django_assert_max_num_queries(12) as few:
        client.get(URL)
    fill(9)
    with django_assert_max_num_queries(len(few)):
        client.get(URL)
