"""Who gets in by SCIM: whoever has a key that counts, and nobody by anything else; and what is refused, and how."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from network.core.access import Refused
from network.core.clock import now
from network.openness.actions.directories import A_MINUTE, hash_of, make_key, revoke_key
from network.openness.models import DirectoryPerson, ScimToken
from profiles.models import Department, Person, Source
from tests.openness.directories import BASE, USER, WORK, directory, person

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
PATHS = (
    "/ServiceProviderConfig", "/ResourceTypes", "/ResourceTypes/User", "/Schemas", f"/Schemas/{USER}", "/Users",
    "/Users/1", "/Groups", "/Groups/1", "/Me", "/Bulk", "/.search", "/nowhere", "/Users/1/x",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_without_a_key_that_counts_there_is_nothing(path: str, ada: Person, cleo: Person, client_of: Callable) -> None:
    entra = directory(ada)
    revoked, old = (make_key(by=ada, source=entra.source, days=1) for _number in range(2))
    revoke_key(by=ada, pk=ScimToken.objects.get(token_hash=hash_of(revoked)).pk)
    ScimToken.objects.filter(token_hash=hash_of(old)).update(expires_at=now() - timedelta(seconds=1))
    for given in (
        "",
        "Bearer",
        f"Bearer {revoked}",
        f"Bearer {old}",
        f"Basic {entra.key}",
        f"Bearer {entra.key}x",
        entra.key,
    ):
        answer = Client().get(f"{BASE}{path}", headers={"Authorization": given} if given else {})
        assert answer.status_code == 401, given
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/scim+json"
        assert answer.json()["status"] == "401"
    for somebody in (cleo, ada):  # a session opens nothing here, whoever has it
        assert client_of(somebody).get(f"{BASE}{path}").status_code == 401
        assert client_of(somebody).post(f"{BASE}{path}").status_code == 401


def test_a_key_of_a_source_that_is_no_directory_opens_nothing(ada: Person) -> None:
    entra = directory(ada)
    Source.objects.filter(pk=entra.source.pk).update(kind="file")
    assert entra.get("/Users").status_code == 401


def test_a_key_needs_no_token_of_a_form_and_is_kept_as_a_hash(ada: Person) -> None:
    entra = directory(ada)
    entra.client = Client(enforce_csrf_checks=True)
    assert entra.create().status_code == 201
    token = ScimToken.objects.get()
    assert entra.key not in (token.token_hash, token.hint)
    assert token.used_at is not None


def test_only_administrators_make_and_take_back_keys(ada: Person, ann: Person, cleo: Person) -> None:
    entra = directory(ada)
    for somebody in (ann, cleo):
        with pytest.raises(Refused):
            make_key(by=somebody, source=entra.source, days=1)
        with pytest.raises(Refused):
            revoke_key(by=somebody, pk=ScimToken.objects.get().pk)
    files = Source.objects.create(name="Lønn", kind="file")
    with pytest.raises(Refused):
        make_key(by=ada, source=files, days=1)


def test_too_many_calls_in_a_minute_are_told_to_wait(ada: Person) -> None:
    entra = directory(ada)
    ScimToken.objects.update(used_at=now(), used_count=A_MINUTE)
    answer = entra.get("/Users")
    if answer.status_code == 200:  # the minute was just over
        ScimToken.objects.update(used_at=now(), used_count=A_MINUTE)
        answer = entra.get("/Users")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    ScimToken.objects.update(used_at=now() - timedelta(minutes=2))
    assert entra.get("/Users").status_code == 200


def test_what_there_is_not_is_said_so(ada: Person) -> None:
    entra = directory(ada)
    for method, path, status in (
        ("GET", "/Me", 501), ("POST", "/Bulk", 501), ("POST", "/.search", 501), ("GET", "/nowhere", 404),
        ("GET", "/Users/999999", 404), ("GET", "/Users/x", 404), ("GET", "/Users/٣", 404), ("POST", "/Users/1", 405),
        ("DELETE", "/Users", 405), ("POST", "/Schemas", 405), ("GET", "/Schemas?filter=x", 403),
    ):  # fmt: skip
        answer = entra.send(method, path, {})
        assert (answer.status_code, answer.json()["status"]) == (status, str(status)), path
    told = entra.get("/ServiceProviderConfig").json()
    assert (told["bulk"]["supported"], told["sort"]["supported"], told["patch"]["supported"]) == (False, False, True)


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        ("{", 400, "invalidSyntax"),
        ("[]", 400, "invalidSyntax"),
        ("[" * 100_000, 400, "invalidSyntax"),
        (b"\xff\xfe", 400, "invalidSyntax"),
        (" " * 1_048_577, 413, None),
        (b"x" * 10_000_000, 413, None),
        ({}, 400, "invalidValue"),
        (person(displayName="x" * 300), 400, "invalidValue"),
        (person(displayName="   "), 400, "invalidValue"),
        (person(displayName=None), 400, "invalidValue"),
        (person(displayName="=HYPERLINK(1)"), 400, "invalidValue"),
        (person(title="@SUM(1)"), 400, "invalidValue"),
        (person(title="a\0b"), 400, "invalidValue"),
        (person(title="\ud800"), 400, "invalidValue"),
        (person(title=["x"]), 400, "invalidValue"),
        (person(login="x" * 300), 400, "invalidValue"),
        (person(login=""), 400, "invalidValue"),
        (person(externalId="x" * 201), 400, "invalidValue"),
        (person(externalId="scim:1"), 400, "invalidValue"),
        (person(emails=[{"value": "no address"}]), 400, "invalidValue"),
        (person(emails="no list"), 400, "invalidValue"),
        (person(active="perhaps"), 400, "invalidValue"),
        (person(**{WORK: {"department": " > ".join("abcdefghi")}}), 400, "invalidValue"),
        (person(**{WORK: {"department": "A > =1+1"}}), 400, "invalidValue"),
        (person(**{WORK: {"manager": "999"}}), 400, "invalidValue"),
        (person(**{WORK: "no object"}), 400, None),
        (person(schemas=["urn:x"]), 400, None),
    ],
)
def test_bad_words_are_refused_and_nothing_is_half_done(
    content: object, status: int, kind: str | None, ada: Person
) -> None:
    entra = directory(ada)
    people, units = Person.objects.count(), Department.objects.count()
    answer = entra.send("POST", "/Users", content)
    assert answer.status_code == status, answer.content
    told = answer.json()
    assert told["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert told["detail"]
    assert kind is None or told["scimType"] == kind
    assert (Person.objects.count(), Department.objects.count()) == (people, units)
    assert not DirectoryPerson.objects.exists()
    entra.source.refresh_from_db()
    assert entra.source.owns == []


@pytest.mark.parametrize(
    "operations",
    [
        [], "x", [{}], [{"op": "move", "path": "title"}], [{"op": "replace", "path": "id", "value": "1"}], [{"op": "remove"}],
        [{"op": "replace", "path": "title["}], [{"op": "replace", "path": "userName", "value": None}],
        [{"op": "add", "path": "title"}], [{"op": "replace", "path": "displayName", "value": "x" * 300}], [None],
        [{"op": "replace", "path": 'emails[type eq "work"].value', "value": "none"}],
        [{"op": "replace", "path": "title", "value": "kept?"}, {"op": "replace", "path": "active", "value": "perhaps"}],
    ],
)  # fmt: skip
def test_bad_changes_are_refused_and_nothing_is_half_done(operations: object, ada: Person) -> None:
    entra = directory(ada)
    path = f"/Users/{entra.create().json()['id']}"
    before = entra.get(path).json()
    content = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations}
    answer = entra.send("PATCH", path, content)
    assert answer.status_code == 400, answer.content
    assert entra.get(path).json() == before


def test_other_kinds_of_content_are_not_read(ada: Person) -> None:
    entra = directory(ada)
    sent = {"Authorization": f"Bearer {entra.key}"}
    assert entra.client.post(f"{BASE}/Users", person(), "application/json", headers=sent).status_code == 201
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = entra.client.generic("POST", f"{BASE}/Users", "{}", kind, headers=sent)
        assert (answer.status_code, answer["Content-Type"]) == (415, "application/scim+json")


@pytest.mark.parametrize(("trouble", "status"), [(IntegrityError, 409), (OperationalError, 503)])
def test_whoever_comes_second_or_too_late_is_told_to_try_again(
    trouble: type[Exception], status: int, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_words: object) -> None:
        raise trouble

    monkeypatch.setattr("network.openness.actions.directory_people.take_from_source", fail)
    answer = directory(ada).create()
    assert (answer.status_code, answer.json()["status"]) == (status, str(status))
    assert answer.get("Retry-After", "") == ("5" if status == 503 else "")


def test_one_kind_or_schema_is_read_alone(ada: Person) -> None:
    entra = directory(ada)
    for kind, name in (("ResourceTypes", "User"), ("ResourceTypes", "Group"), ("Schemas", USER), ("Schemas", WORK)):
        assert entra.get(f"/{kind}/{name}").json()["id"] == name
        assert name in [each["id"] for each in entra.get(f"/{kind}").json()["Resources"]]
        assert entra.get(f"/{kind}/x").status_code == 404


def test_nothing_that_is_logged_names_anybody(ada: Person, caplog: pytest.LogCaptureFixture) -> None:
    entra = directory(ada)
    entra.create()
    entra.create(login="x", emails=[], displayName="Kanari Enerhaug")
    entra.get('/Users?filter=userName%20eq%20"kanari"%20or')
    assert not any(word in caplog.text.lower() for word in ("kanari", "ola@x.example", "ola nes"))
