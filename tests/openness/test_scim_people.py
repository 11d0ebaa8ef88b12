"""What a directory says of people by SCIM, in the spellings that Entra and Okta really send."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client

from network.groups.models import Group, Membership
from network.live.models import Entry
from network.openness.models import DirectoryPerson
from network.openness.tasks import work_on_import
from profiles.actions.erasing import erase_person
from profiles.forms.sign_in import AddEmailForm
from profiles.models import Person, Source, SourceRecord
from profiles.queries import person_of_subject
from profiles.queries.sources import locked_fields
from tests.openness.directories import USER, WORK, directory, person
from tests.openness.files import carried_out, csv

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


def replace(path: str | None, value: object, op: str = "Replace") -> dict:
    return {"op": op, "value": value} | ({"path": path} if path else {})


def test_somebody_new_gets_an_account_with_what_the_directory_says(ada: Person) -> None:
    entra = directory(ada)
    boss = entra.create(login="sjef@x.example", displayName="Åse Sjef").json()
    answer = entra.create(
        name={"givenName": "Ola", "familyName": "Nes", "formatted": "Ola Nes"},
        title="Montør",
        preferredLanguage="en-GB",
        phoneNumbers=[{"type": "fax", "value": "1"}, {"type": "mobile", "value": "tel:+47 400 00 000"}],
        addresses=[{"type": "home", "locality": "Hjemme"}, {"type": "work", "locality": "Bergen"}],
        photos=[{"value": "https://evil.example/x.png"}],
        password="not kept",
        **{WORK: {"department": "Drift > Nord", "manager": boss["id"], "employeeNumber": "17"}},
    )
    assert answer.status_code == 201
    ola = Person.objects.get(email="ola@x.example")
    assert (ola.name, ola.title, ola.phone, ola.place, ola.language) == (
        "Ola Nes",
        "Montør",
        "+47 400 00 000",
        "Bergen",
        "en",
    )
    assert (str(ola.department), ola.manager.name) == ("Nord", "Åse Sjef")
    told = answer.json()
    assert told["id"] == str(ola.pk)
    assert answer["Location"] == told["meta"]["location"] == f"http://testserver/scim/v2/Users/{ola.pk}"
    assert answer["ETag"] == told["meta"]["version"]
    assert told[WORK]["employeeNumber"] == "17"
    assert told[WORK]["manager"] == {"value": boss["id"], "$ref": f"http://testserver/scim/v2/Users/{boss['id']}"}
    assert "password" not in told
    assert "photos" not in told
    assert entra.get(f"/Users/{ola.pk}").json() == told
    assert set(locked_fields(ola)) == {"name", "email", "title", "phone", "place", "department", "manager"}


def test_who_works_here_is_found_by_the_address_and_not_doubled(ada: Person, ann: Person) -> None:
    entra = directory(ada)
    answer = entra.create(login="ANN@glod.example", displayName="Ann Ny")
    assert (answer.status_code, answer.json()["id"]) == (201, str(ann.pk))
    ann.refresh_from_db()
    assert (ann.name, ann.email) == ("Ann Ny", "ann@glod.example")


def test_the_login_is_the_address_where_there_is_no_other(ada: Person) -> None:
    entra = directory(ada)
    assert entra.create(emails=[]).status_code == 201
    assert Person.objects.filter(email="ola@x.example").exists()
    refused = entra.create(login="navn", emails=None)
    assert (refused.status_code, refused.json()["scimType"]) == (400, "invalidValue")


def test_what_is_there_already_is_a_conflict(ada: Person, gone: Person) -> None:
    entra = directory(ada)
    entra.create()
    for words in (
        person(),
        person(login="OLA@X.example", externalId="other"),
        person(login="b@x.example", externalId="id-ola@x.example"),
        person(login="c@x.example", emails=[{"value": "ola@x.example"}]),
        person(login="ｏｌａ@x.example", externalId="wide"),
        person(login=gone.email),
    ):
        answer = entra.send("POST", "/Users", words)
        assert (answer.status_code, answer.json().get("scimType")) == (409, "uniqueness"), words
    assert DirectoryPerson.objects.count() == 1


@pytest.mark.parametrize(
    "operation",
    [
        replace("active", "False"),
        replace("active", False, "replace"),
        replace(None, {"active": False}, "replace"),
        replace(None, {"active": "False"}),
        {"op": "Replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active", "value": "false"},
    ],
)
def test_every_way_of_closing_an_account_ends_sessions_and_sockets_and_hands_groups_over(
    operation: dict, ada: Person, ann: Person, ben: Person, open_group: Group, client_of: Callable
) -> None:
    entra = directory(ada)
    pk = entra.create(login=ann.email).json()["id"]
    Membership.objects.filter(group=open_group).update(role="member")
    Membership.objects.filter(group=open_group, person=ann).update(role="host")
    client = Client()
    client.post("/account/login/", {"login": ann.email, "password": "glod-demo"})
    assert client.get("/people/").status_code == 200
    assert entra.patch(f"/Users/{pk}", operation).json()["active"] is False
    assert client.get("/people/").status_code == 302
    assert not Session.objects.exists()
    assert Entry.objects.filter(verb=Entry.Verb.REVOKE, subject_id=ann.pk).exists()
    hosts = Membership.objects.filter(group=open_group, role="host", person__is_active=True)
    assert hosts.count() == 1
    assert entra.patch(f"/Users/{pk}", replace("active", "True")).json()["active"] is True
    ann.refresh_from_db()
    assert ann.is_active


@pytest.mark.parametrize(
    ("operation", "field", "value"),
    [
        (replace('emails[type eq "work"].value', "ny@x.example"), "email", "ny@x.example"),
        (replace('phoneNumbers[type eq "mobile"].value', "40000000", "Add"), "phone", "40000000"),
        (replace("title", "Sjef", "Add"), "title", "Sjef"),
        (replace("displayName", "Ny Navn"), "name", "Ny Navn"),
        (replace(None, {"displayName": "Ny Navn", "name.givenName": "Ny"}), "name", "Ny Navn"),
        (replace(f"{WORK}:department", "Salg", "Add"), "department.name", "Salg"),
        (replace(None, {f"{WORK}:department": "Salg"}), "department.name", "Salg"),
        (replace('addresses[type eq "work"].locality', "Oslo", "Add"), "place", "Oslo"),
        (replace("urn:ietf:params:scim:schemas:core:2.0:User:title", "Sjef"), "title", "Sjef"),
    ],
)
def test_changes_in_the_spellings_of_entra_and_okta(operation: dict, field: str, value: str, ada: Person) -> None:
    entra = directory(ada)
    pk = entra.create().json()["id"]
    answer = entra.patch(f"/Users/{pk}", operation)
    assert answer.status_code == 200
    found = Person.objects.get(pk=pk)
    for name in field.split("."):
        found = getattr(found, name)
    assert found == value
    assert entra.get(f"/Users/{pk}").json() == answer.json()


def test_a_manager_is_named_in_every_way_and_taken_away(ada: Person) -> None:
    entra = directory(ada)
    boss = entra.create(login="sjef@x.example").json()["id"]
    pk = entra.create().json()["id"]
    for path, value in (
        (f"{WORK}:manager", boss),
        (f"{WORK}:manager", {"value": boss}),
        (f"{WORK}:manager.value", boss),
        (None, {WORK: {"manager": {"value": boss}}}),
        (None, {f"{WORK}:manager": boss}),
    ):
        assert entra.patch(f"/Users/{pk}", replace(path, value)).status_code == 200
        assert Person.objects.get(pk=pk).manager_id == int(boss)
        assert entra.patch(f"/Users/{pk}", {"op": "Remove", "path": f"{WORK}:manager"}).status_code == 200
        assert Person.objects.get(pk=pk).manager_id is None


def test_managers_in_a_circle_or_of_others_are_refused_and_nothing_is_half_done(ada: Person, cleo: Person) -> None:
    entra = directory(ada)
    first, second = (entra.create(login=f"{name}@x.example").json()["id"] for name in "ab")
    entra.patch(f"/Users/{first}", replace(f"{WORK}:manager", second))
    for value in (first, str(cleo.pk), "999999", "x"):
        target = second if value == first else first
        answer = entra.patch(f"/Users/{target}", replace("title", "Ikke"), replace(f"{WORK}:manager", value))
        assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidValue")
    assert entra.patch(f"/Users/{first}", replace(f"{WORK}:manager", first)).status_code == 400
    assert not Person.objects.filter(title="Ikke").exists()
    assert Person.objects.get(pk=second).manager_id is None


def test_saying_everything_anew_clears_what_is_no_longer_said(ada: Person) -> None:
    entra = directory(ada)
    told = entra.create(title="Montør", phoneNumbers=[{"type": "work", "value": "22 22 22 22"}]).json()
    path = f"/Users/{told['id']}"
    assert entra.send("PUT", path, {**told, "title": "Sjef"}).json()["title"] == "Sjef"
    answer = entra.send("PUT", path, person(displayName="Ola Ny"))
    assert "title" not in answer.json()
    ola = Person.objects.get(pk=told["id"])
    assert (ola.name, ola.title, ola.phone) == ("Ola Ny", "", "")
    assert entra.send("PUT", path, {**person(), "active": None}).json()["active"] is True


def test_what_people_wrote_themselves_stays_where_the_directory_never_spoke(ada: Person, ann: Person) -> None:
    entra = directory(ada)
    Person.objects.filter(pk=ann.pk).update(place="Skuret", phone="1")
    pk = entra.create(login=ann.email, externalId="1").json()["id"]
    entra.create(addresses=[{"type": "work", "locality": "Bergen"}])
    entra.patch(f"/Users/{pk}", replace("displayName", "Ann"))
    ann.refresh_from_db()
    assert (ann.place, ann.phone) == ("Skuret", "1")


def test_a_person_who_is_forgotten_is_closed_and_what_they_wrote_stays(
    ada: Person, ann: Person, post_of: Callable
) -> None:
    entra, post = directory(ada), post_of(ann)
    pk = entra.create(login=ann.email).json()["id"]
    assert entra.send("DELETE", f"/Users/{pk}").status_code == 204
    ann.refresh_from_db()
    post.refresh_from_db()
    assert (ann.is_active, post.thread.author_id) == (False, ann.pk)
    assert entra.get(f"/Users/{pk}").status_code == 404
    assert entra.send("DELETE", f"/Users/{pk}").status_code == 404
    assert not SourceRecord.objects.filter(person=ann).exists()
    assert entra.create(login=ann.email).status_code == 409  # no account is inherited


def test_an_administrator_is_closed_by_no_directory(ada: Person) -> None:
    entra = directory(ada)
    pk = entra.create(login=ada.email).json()["id"]
    for answer in (entra.patch(f"/Users/{pk}", replace("active", False)), entra.send("DELETE", f"/Users/{pk}")):
        assert answer.status_code == 403
        assert "administrator" in answer.json()["detail"]
    ada.refresh_from_db()
    assert ada.is_active
    assert entra.get(f"/Users/{pk}").status_code == 200


def test_no_directory_gives_an_administrator_another_address(ada: Person) -> None:
    """Whoever holds the address is sent the link for a new password."""
    entra, address = directory(ada), ada.email
    made = entra.create(login=address)
    pk = made.json()["id"]
    for value in ({"userName": "mal@evil.example"}, {"emails": [{"type": "work", "value": "mal@evil.example"}]}):
        answer = entra.patch(f"/Users/{pk}", replace(None, {**value, "emails": [{"value": "mal@evil.example"}]}))
        assert answer.status_code == 403
    ada.refresh_from_db()
    assert ada.email == address
    assert not EmailAddress.objects.filter(email="mal@evil.example").exists()
    assert entra.patch(f"/Users/{pk}", replace("title", "Sjef")).status_code == 200
    assert AddEmailForm(ada, {"email": "ny@x.example"}).is_valid()  # so it is for the administrator to change


def test_a_key_of_a_directory_makes_no_subject_an_administrator(ada: Person, ann: Person, cleo: Person) -> None:
    entra = directory(ada)
    for number, each in (("mal", ada), ("ann", ann)):
        assert entra.create(login=each.email, externalId=number).status_code == 201
    assert person_of_subject("https://id.example", "ann") == ann
    assert person_of_subject("https://id.example", "mal") is None
    assert person_of_subject("https://id.example", cleo.handle) is None


def test_somebody_who_is_closed_from_the_start_exists_and_is_opened_later(ada: Person) -> None:
    entra = directory(ada)
    answer = entra.create(active=False)
    assert (answer.status_code, answer.json()["active"]) == (201, False)
    pk = answer.json()["id"]
    entra.patch(f"/Users/{pk}", replace("title", "Ny"))
    assert not Person.objects.get(pk=pk).is_active
    entra.patch(f"/Users/{pk}", replace("active", True))
    ola = Person.objects.get(pk=pk)
    assert (ola.is_active, ola.title) == (True, "Ny")


def test_an_account_closed_by_hand_is_read_as_closed_and_not_opened_by_another_change(ada: Person) -> None:
    from profiles.actions import deactivate_person

    entra = directory(ada)
    told = entra.create()
    path = f"/Users/{told.json()['id']}"
    deactivate_person(person=Person.objects.get(email="ola@x.example"), by=ada)
    again = entra.get(path, **{"If-None-Match": told["ETag"]})
    assert (again.status_code, again.json()["active"]) == (200, False)
    assert entra.patch(path, replace("title", "x")).json()["active"] is False


def test_the_number_may_change_and_sign_in_follows_it(ada: Person) -> None:
    entra = directory(ada)
    pk = entra.create(externalId=None).json()["id"]
    assert "externalId" not in entra.get(f"/Users/{pk}").json()
    assert entra.patch(f"/Users/{pk}", replace("externalId", "sub-1", "Add")).json()["externalId"] == "sub-1"
    assert SourceRecord.objects.get(person=pk).external_id == "sub-1"
    entra.create(login="b@x.example", externalId="sub-2")
    assert entra.patch(f"/Users/{pk}", replace("externalId", "sub-2")).status_code == 409


def test_who_was_erased_is_gone_for_the_directory_and_not_brought_back(ada: Person) -> None:
    entra = directory(ada)
    pk = entra.create().json()["id"]
    erase_person(by=ada, person=Person.objects.get(pk=pk))
    assert not DirectoryPerson.objects.exists()
    assert entra.get(f"/Users/{pk}").status_code == 404
    assert entra.create().status_code == 400
    assert Person.objects.filter(erased_at=None).count() == 1


def test_versions_spare_reading_and_guard_writing(ada: Person) -> None:
    entra = directory(ada)
    first = entra.create()
    path = f"/Users/{first.json()['id']}"
    assert entra.get(path, **{"If-None-Match": first["ETag"]}).status_code == 304
    second = entra.patch(path, replace("title", "En"), **{"If-Match": first["ETag"]})
    assert (second.status_code, second["ETag"] != first["ETag"]) == (200, True)
    for answer in (
        entra.patch(path, replace("title", "To"), **{"If-Match": first["ETag"]}),
        entra.send("PUT", path, person(), **{"If-Match": first["ETag"]}),
        entra.send("DELETE", path, **{"If-Match": first["ETag"]}),
    ):
        assert answer.status_code == 412
    assert entra.get(path).json()["title"] == "En"
    assert entra.send("DELETE", path, **{"If-Match": "*"}).status_code == 204


def test_another_source_sees_and_touches_nothing_of_this_one(ada: Person, ann: Person) -> None:
    entra, okta = directory(ada), directory(ada, "Okta")
    told = entra.create().json()
    group = entra.group("Montører", told["id"]).json()
    for path in (f"/Users/{told['id']}", f"/Users/{ann.pk}", f"/Groups/{group['id']}"):
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            content = person() if path.startswith("/Users") else {"schemas": group["schemas"], "displayName": "x"}
            if method == "PATCH":
                content = {
                    "Operations": [replace("displayName", "x")],
                    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                }
            assert okta.send(method, path, content).status_code == 404, (method, path)
    assert okta.get("/Users").json()["totalResults"] == okta.get("/Groups").json()["totalResults"] == 0
    assert okta.group("Montører", told["id"]).status_code == 400
    assert okta.create(login="b@x.example", **{WORK: {"manager": told["id"]}}).status_code == 400
    assert Source.objects.get(name="Okta").owns == []


def test_taking_a_file_back_leaves_whom_a_directory_brought_in_too(ada: Person) -> None:
    from network.openness.actions import undo_import

    run = carried_out(ada, csv("1;Ola Nes;ola@x.example;Sjef;Drift;", "2;Kari Li;kari@x.example;Sjef;Drift;"))
    entra = directory(ada)
    pk = entra.create().json()["id"]
    undo_import(by=ada, run=run)
    work_on_import(run.pk)
    assert not Person.objects.filter(email="kari@x.example").exists()
    assert Person.objects.get(email="ola@x.example").is_active
    assert entra.get(f"/Users/{pk}").json()["active"] is True


def test_somebody_new_and_closed_as_okta_writes_it(ada: Person) -> None:
    okta = directory(ada, "Okta")
    told = {
        "schemas": [USER],
        "userName": "test.user@okta.example",
        "name": {"givenName": "Test", "familyName": "User"},
        "emails": [
            {"primary": False, "value": "privat@hjem.example", "type": "secondary"},
            {"primary": True, "value": "test.user@okta.example", "type": "work"},
        ],
        "displayName": "Test User",
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": True,
    }
    answer = okta.send("POST", "/Users", told)
    assert answer.status_code == 201
    kept = answer.json()
    assert {name: kept[name] for name in told if name in kept} == {
        name: value for name, value in told.items() if name not in ("groups", "password")
    }
    path = f"/Users/{kept['id']}"
    assert okta.get("/Users?startIndex=1&count=2").json()["totalResults"] == 1
    assert okta.send("PUT", path, {**kept, "active": False}).json()["active"] is False
    assert okta.patch(path, {"op": "replace", "value": {"active": True}}).json()["active"] is True
    assert Person.objects.get(pk=kept["id"]).language == "en"


def test_where_somebody_lives_is_not_kept(ada: Person) -> None:
    entra = directory(ada)
    home = {"type": "Home", "locality": "Hjemme", "streetAddress": "Gata 1"}
    work = {"type": "work", "locality": "Bergen", "streetAddress": "Kaia 2"}
    told = entra.create(addresses=[home, work], phoneNumbers=[{"type": "home", "value": "11111111"}]).json()
    assert told["addresses"] == [{"type": "work", "locality": "Bergen"}]
    assert "phoneNumbers" not in told
    assert "Hjemme" not in str(DirectoryPerson.objects.get().words)


def test_a_person_reads_which_fields_are_locked_and_why(ada: Person, ann: Person, client_of: Callable) -> None:
    entra, client = directory(ada), client_of(ann)
    before = client.get("/settings/profile/").content.decode()
    entra.create(login=ann.email, displayName=ann.name, title="Montør")
    after = client.get("/settings/profile/").content.decode()
    assert "Entra ID" not in before
    assert "Entra ID" in after
    client.post("/settings/profile/", {"title": "Sjef", "name": "Selvvalgt", "handle": ann.handle})
    ann.refresh_from_db()
    assert (ann.title, ann.name) == ("Montør", "Ann Askeland")
