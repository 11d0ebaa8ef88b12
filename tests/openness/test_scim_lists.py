"""What a directory reads back: filters, pages, attributes; and what it costs."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.core.clock import now
from profiles.models import Person
from tests.openness.directories import Directory, directory

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


def found(entra: Directory, text: str, kind: str = "Users") -> list[str]:
    answer = entra.get(f"/{kind}?filter={quote(text)}")
    assert answer.status_code == 200, answer.json()
    told = answer.json()
    assert told["totalResults"] == len(told["Resources"])
    return [each.get("userName") or each["displayName"] for each in told["Resources"]]


@pytest.mark.parametrize(
    "text",
    [
        'userName eq "ola@x.example"',
        'USERNAME EQ "OLA@X.EXAMPLE"',
        'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ola@x.example"',
        'externalId eq "id-ola@x.example"',
        'displayName eq "ola nes"',
        'emails.value eq "Ola@x.example"',
        'emails eq "ola@x.example"',
        'emails[type eq "work"].value eq "ola@x.example"',
        'emails[type eq "work" and value eq "ola@x.example"]',
        'emails[value eq "ola@x.example"]',
        'userName eq "ola@x.example" and active eq true',
        '(active eq "True") and (displayName eq "Ola Nes")',
    ],
)
def test_filters_as_directories_send_them(text: str, ada: Person) -> None:
    entra = directory(ada)
    entra.create()
    entra.create(login="kari@x.example", displayName="Kari Li", active=False)
    assert found(entra, text) == ["ola@x.example"]


def test_filters_by_id_by_state_and_by_time(ada: Person) -> None:
    entra = directory(ada)
    pk = entra.create().json()["id"]
    entra.create(login="kari@x.example", active=False)
    assert found(entra, f'id eq "{pk}"') == ["ola@x.example"]
    assert found(entra, 'id eq "x"') == found(entra, 'externalId eq "ID-OLA@X.EXAMPLE"') == []
    assert found(entra, "active eq false") == ["kari@x.example"]
    before, after = (now() - timedelta(hours=1)).isoformat(), (now() + timedelta(hours=1)).isoformat()
    assert len(found(entra, f'meta.lastModified gt "{before}"')) == 2
    assert found(entra, f'meta.lastModified ge "{after}"') == []


@pytest.mark.parametrize(
    "text",
    [
        'userName co "ola"', 'userName eq "a" or userName eq "b"', 'not (userName eq "a")', "userName pr", "userName eq",
        'title eq "x"', 'password eq "x"', "active eq 1", "userName eq true", 'emails[type eq "home"].value eq "x"',
        'meta.lastModified gt "yesterday"', 'meta.lastModified eq "2020-01-01T00:00:00Z"', "(" * 300, '"', "a" * 1001,
        'userName eq "\\u0000"',
        'userName eq "\\ud800"', 'displayName eq "x" and', "'; drop table",
    ],
)  # fmt: skip
def test_every_other_filter_is_refused(text: str, ada: Person) -> None:
    entra = directory(ada)
    answer = entra.get(f"/Users?filter={quote(text)}")
    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter")


def test_450_people_are_read_page_by_page_each_once(ada: Person) -> None:
    entra = directory(ada)
    for number in range(450):
        make(entra, number)
    told = entra.get("/Users").json()
    assert (told["totalResults"], told["startIndex"], told["itemsPerPage"]) == (450, 1, 100)
    seen: list[str] = []
    while len(seen) < 450:
        page = entra.get(f"/Users?startIndex={len(seen) + 1}&count=500").json()
        assert page["itemsPerPage"] == len(page["Resources"]) == min(200, 450 - len(seen))
        seen += [each["id"] for each in page["Resources"]]
    assert len(set(seen)) == 450
    for wish, count in (
        ("count=0", 0),
        ("count=-3", 0),
        ("startIndex=0&count=2", 2),
        ("startIndex=-9&count=2", 2),
        ("startIndex=451", 0),
    ):
        page = entra.get(f"/Users?{wish}").json()
        assert (page["totalResults"], len(page["Resources"])) == (450, count)
    for wish in ("count=x", "startIndex=1.5"):
        assert entra.get(f"/Users?{wish}").json()["scimType"] == "invalidValue"


def make(entra: Directory, number: int) -> None:
    """A row as the directory left it, without the way there, which takes longer."""
    from network.openness.models import DirectoryPerson
    from profiles.models import SourceRecord
    from tests.factories import PersonFactory

    person = PersonFactory(department=None, password="!")
    record = SourceRecord.objects.create(source=entra.source, person=person, external_id=f"n-{number}")
    words = {"userName": person.email, "displayName": person.name}
    DirectoryPerson.objects.create(source=entra.source, record=record, login=person.email, words=words)


def test_a_page_costs_the_same_however_long_it_is(ada: Person) -> None:
    entra = directory(ada)
    costs = []
    for size in (3, 30):
        for number in range(size):
            make(entra, size * 100 + number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(entra.get("/Users?count=200").json()["Resources"]) >= size
        costs.append(len(queries))
    assert costs == [4, 4]  # the key, its use, how many, the page


def test_groups_cost_the_same_however_many_they_are(ada: Person) -> None:
    entra = directory(ada)
    pk = entra.create().json()["id"]
    costs = []
    for size in (3, 12):
        for number in range(size):
            entra.group(f"Gruppe {size} {number}", pk)
        with CaptureQueriesContext(connection) as queries:
            assert entra.get("/Groups").json()["Resources"][0]["members"]
        with CaptureQueriesContext(connection) as lighter:
            assert "members" not in entra.get("/Groups?excludedAttributes=members").json()["Resources"][0]
        costs.append((len(queries), len(lighter)))
    assert costs == [(5, 4), (5, 4)]


def test_each_of_fifty_new_people_costs_the_same(ada: Person) -> None:
    entra = directory(ada)
    entra.create(login="first@x.example")
    costs = []
    for number in range(50):
        with CaptureQueriesContext(connection) as queries:
            assert entra.create(login=f"n{number}@x.example", displayName=f"Kollega {number}").status_code == 201
        costs.append(len(queries))
    assert len(set(costs)) == 1, costs
    assert costs[0] == 34


def test_only_what_is_asked_for_is_told(ada: Person) -> None:
    entra = directory(ada)
    path = f"/Users/{entra.create(title='Montør').json()['id']}"
    assert set(entra.get(f"{path}?attributes=userName,emails.value").json()) == {"schemas", "id", "userName", "emails"}
    told = entra.get(f"{path}?excludedAttributes=emails,urn:ietf:params:scim:schemas:core:2.0:User:title").json()
    assert not {"emails", "title"} & set(told)
    assert "userName" in told
    assert set(entra.get("/Users?attributes=DISPLAYNAME").json()["Resources"][0]) == {"schemas", "id", "displayName"}
    assert entra.get(f"{path}?attributes=userName&excludedAttributes=emails").status_code == 400
    assert entra.get(f"{path}?attributes=%5B").status_code == 400


def test_groups_are_found_by_name_number_and_member(ada: Person) -> None:
    entra = directory(ada)
    pk = entra.create().json()["id"]
    entra.group("Montører", pk, externalId="g-1")
    entra.group("Andre")
    for text in (
        'displayName eq "MONTØRER"',
        'externalId eq "g-1"',
        f'members eq "{pk}"',
        f'members.value eq "{pk}"',
        f'members[value eq "{pk}"]',
    ):
        assert found(entra, text, "Groups") == ["Montører"]
    assert found(entra, 'externalId eq ""', "Groups") == []
