"""The administrator's page for directories: keys, fields, groups."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.groups.models import Group
from network.openness.models import DirectoryGroup, ScimToken
from network.openness.tasks import bring_in_members
from profiles.models import Person, Source
from tests.openness.directories import Directory, directory

pytestmark = pytest.mark.django_db
PAGE = "/administration/provisioning/"


def page(client: object) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_directory_is_connected_in_forms_and_the_key_is_shown_once(ada: Person, client_of: Callable) -> None:
    client = client_of(ada)
    assert "SCIM" in page(client)
    assert client.post(PAGE, {"name": " "}).status_code == 422
    answer = client.post(PAGE, {"name": "Entra ID"})
    source = Source.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#directory-{source.pk}")
    assert (source.kind, source.created_by) == ("scim", ada)
    assert client.post(PAGE, {"name": "Entra ID"}).status_code == 422
    shown = client.post(f"{PAGE}{source.pk}/key/", {"days": "180"}).content.decode()
    key = re.search(r">(glod-[^<]+)<", shown)[1]
    assert "no-store" in client.get(PAGE)["Cache-Control"]
    assert key not in page(client)
    assert f"… {key[-4:]}" in page(client)
    assert "/scim/v2" in shown
    entra = Directory(source, key)
    assert entra.create(title="Montør").status_code == 201
    html = page(client)
    assert "Navn, E-post, " in html
    assert client.post(f"{PAGE}key/{ScimToken.objects.get().pk}/revoke/")["Location"] == PAGE
    assert entra.get("/Users").status_code == 401
    assert f"… {key[-4:]}" not in page(client)


def test_a_group_is_linked_and_unlinked_in_forms(
    ada: Person, ann: Person, open_group: Group, client_of: Callable
) -> None:
    entra, client = directory(ada), client_of(ada)
    entra.create(login=ann.email)
    for name, group, joined in (("Montører", "", 2), ("Felt", str(open_group.pk), 3)):
        pk = entra.group(name, str(ann.pk)).json()["id"]
        here = f"{PAGE}group/{pk}/link/"
        assert name in client.get(here).content.decode()
        assert client.post(here, {"group": group})["Location"] == f"{PAGE}#directory-{entra.source.pk}"
        bring_in_members(int(pk))
        row = DirectoryGroup.objects.select_related("group").get(pk=pk)
        assert row.group.member_count == joined
        assert row.group.name in page(client)
        assert client.post(here, {"group": ""}).status_code == 422
        assert client.post(f"{PAGE}group/{pk}/unlink/")["Location"] == PAGE
        row.refresh_from_db()
        assert row.group is None


def test_groups_of_others_are_not_offered_and_secret_ones_not_named(
    ada: Person, ann: Person, closed_group: Group, secret_group: Group, open_group: Group, client_of: Callable
) -> None:
    entra, client = directory(ada), client_of(ada)
    pk = entra.group("Montører").json()["id"]
    html = client.get(f"{PAGE}group/{pk}/link/").content.decode()
    assert open_group.name in html
    assert closed_group.name not in html
    assert secret_group.name not in html
    assert client.post(f"{PAGE}group/{pk}/link/", {"group": str(secret_group.pk)}).status_code == 422
    DirectoryGroup.objects.update(group=secret_group)
    assert secret_group.name not in page(client)


@pytest.mark.parametrize("who", ["ann", "cleo", "mona"])
def test_nobody_but_administrators_sees_or_changes_any_of_it(
    who: str, request: pytest.FixtureRequest, ada: Person, client_of: Callable
) -> None:
    entra = directory(ada)
    group = entra.group("Montører").json()["id"]
    client, key = client_of(request.getfixturevalue(who)), ScimToken.objects.get().pk
    assert client.get(PAGE).status_code == client.get(f"{PAGE}group/{group}/link/").status_code == 403
    for path in ("", f"{entra.source.pk}/key/", f"key/{key}/revoke/", f"group/{group}/link/", f"group/{group}/unlink/"):
        assert client.post(f"{PAGE}{path}", {"name": "x", "days": "180", "group": ""}).status_code == 403
    assert entra.get("/Users").status_code == 200
    assert ScimToken.objects.count() == Source.objects.count() == 1


def test_what_is_not_there_is_not_found(ada: Person, client_of: Callable) -> None:
    client = client_of(ada)
    files = Source.objects.create(name="Lønn", kind="file")
    assert client.post(f"{PAGE}{files.pk}/key/", {"days": "180"}).status_code == 404
    assert client.get(f"{PAGE}group/99/link/").status_code == 404
    assert client.post(f"{PAGE}99/key/").status_code == 404
    entra = directory(ada)
    assert client.post(f"{PAGE}{entra.source.pk}/key/", {"days": "9999"})["Location"] == PAGE


def test_the_page_costs_the_same_for_one_directory_and_for_many(ada: Person, client_of: Callable) -> None:
    client, costs = client_of(ada), []
    for number in (1, 2, 3):
        entra = directory(ada, f"Katalog {number}")
        for name in range(number * 4):
            entra.group(f"Gruppe {name}")
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        costs.append(len(queries))
    assert len(set(costs)) == 1, costs
