"""The administrator's pages about accounts."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.models import Person, Source, SourceRecord
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PAGE = "/administration/people/"


def test_accounts_are_found_by_name_handle_and_address_also_of_those_who_left(
    ada: Person, ann: Person, gone: Person, client_of: Callable
) -> None:
    client = client_of(ada)
    for words in ("askel", "@ann", "ANN@glod.example"):
        page = client.get(PAGE, {"q": words}).content.decode()
        assert f"{PAGE}ann/" in page
        assert f"{PAGE}gone/" not in page
    assert f"{PAGE}gone/" in client.get(PAGE, {"who": "former"}).content.decode()
    part = client.get(PAGE, {"q": "qqxx"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert client.get(PAGE, {"after": "x", "who": "y"}).status_code == 200


def test_an_account_is_closed_opened_renamed_and_erased(ada: Person, ann: Person, client_of: Callable) -> None:
    client, here = client_of(ada), f"{PAGE}ann/"
    source = Source.objects.create(name="Lønnssystemet", kind="file", owns=["title"])
    SourceRecord.objects.create(source=source, person=ann, external_id="1")
    assert "Lønnssystemet" in client.get(here).content.decode()
    assert client.post(f"{here}close/")["Location"] == here
    assert not Person.objects.get(pk=ann.pk).is_active
    assert client.post(f"{here}open/")["Location"] == here
    assert Person.objects.get(pk=ann.pk).is_active
    assert client.post(f"{here}handle/", {"handle": "ada"}).status_code == 422
    assert client.post(f"{here}handle/", {"handle": "@Anna"})["Location"] == f"{PAGE}anna/"
    assert client.get(here).status_code == 200
    assert client.get(f"{PAGE}anna/erase/").status_code == 200
    assert client.post(f"{PAGE}anna/erase/", {"handle": "ann"}).status_code == 422
    assert client.post(f"{PAGE}anna/erase/", {"handle": "anna"}).status_code == 303
    assert client.get(f"{PAGE}anna/").status_code == 404
    assert Person.objects.get(pk=ann.pk).erased_at is not None


def test_ones_own_account_is_not_closed_there(ada: Person, client_of: Callable) -> None:
    client = client_of(ada)
    assert f"{PAGE}ada/close/" not in client.get(f"{PAGE}ada/").content.decode()
    assert client.post(f"{PAGE}ada/close/").status_code == 403
    assert client.get(f"{PAGE}ada/erase/").status_code == 403


@pytest.mark.parametrize("who", ["ann", "ben", "cleo", "mona", "mo"])
def test_nobody_else_sees_or_does_any_of_it(who: str, request: pytest.FixtureRequest, client_of: Callable) -> None:
    PersonFactory(handle="per")
    client = client_of(request.getfixturevalue(who))
    assert {client.get(f"{PAGE}{path}").status_code for path in ("", "per/", "per/erase/")} == {403}
    assert {client.post(f"{PAGE}per/{what}/").status_code for what in ("close", "open", "handle", "erase")} == {403}
    assert Person.objects.get(handle="per").is_active


def test_somebody_who_left_is_sent_to_sign_in(gone: Person, client_of: Callable) -> None:
    assert client_of(gone).get(PAGE).status_code == 302


def test_the_list_costs_the_same_for_three_and_for_thirty(ada: Person, client_of: Callable) -> None:
    client, costs = client_of(ada), []
    client.get("/settings/")  # that they owe no acknowledgement is then known for a minute
    for count in (3, 27):
        PersonFactory.create_batch(count)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert costs[0] <= 8
