"""The administrator's pages for files, with and without htmx."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from network.core.clock import now
from network.openness.models import Import
from network.openness.tasks import forget_lines, work_on_import
from profiles.models import Person
from tests.openness.files import carried_out, csv, read

pytestmark = pytest.mark.django_db
PAGE = "/administration/import/"
LINES = ("1;Åse Bjørnø;ase@x.example;Sjef;Drift;", "2;Ola Nes;ola@x.example;Montør;Drift > Nord;1")


def send(client: object, content: bytes, source: str = "Lønn") -> object:
    return client.post(PAGE, {"source": source, "file": SimpleUploadedFile("ansatte.csv", content)})


def test_a_file_goes_its_whole_way_in_forms(ada: Person, client_of: Callable) -> None:
    client = client_of(ada)
    answer = send(client, csv(*LINES))
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert "ase@x.example" in page
    run = Import.objects.get()
    chosen = {f"column-{number}": field for number, field in enumerate(run.mapping)}
    assert client.post(f"{run.get_absolute_url()}columns/", {**chosen, "owns": "on"}).status_code == 303
    waiting = client.get(run.get_absolute_url()).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    work_on_import(run.pk)
    preview = client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in preview
    assert "every 1s" not in preview
    assert "Åse Bjørnø" in preview
    assert client.post(f"{run.get_absolute_url()}carry-out/").status_code == 303
    work_on_import(run.pk)
    assert Person.objects.filter(email="ola@x.example").exists()
    assert client.get(f"{run.get_absolute_url()}undo/").status_code == 200
    assert client.post(f"{run.get_absolute_url()}undo/").status_code == 303
    work_on_import(run.pk)
    assert not Person.objects.filter(email="ola@x.example").exists()
    assert client.get(run.get_absolute_url()).status_code == 200
    assert "ansatte.csv" in client.get(PAGE).content.decode()


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(ada: Person, client_of: Callable) -> None:
    Person.objects.update(language="en")
    ada.refresh_from_db()
    client = client_of(ada)
    for content, sentence in ((b"", "The file is empty."), (b"Navn\n\0", "Line 2 holds characters that are no text")):
        answer = send(client, content)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert client.post(PAGE, {"source": "Lønn"}).status_code == 422
    assert not Import.objects.exists()


def test_a_name_that_a_directory_has_is_no_file(ada: Person, client_of: Callable) -> None:
    from profiles.models import Source

    Source.objects.create(name="Entra", kind="scim")
    assert send(client_of(ada), csv(*LINES), "Entra").status_code == 403


def test_columns_without_a_name_or_twice_are_asked_for_again(ada: Person, client_of: Callable) -> None:
    client = client_of(ada)
    send(client, csv(*LINES))
    run = Import.objects.get()
    chosen = {f"column-{number}": "title" for number in range(6)}
    answer = client.post(f"{run.get_absolute_url()}columns/", chosen)
    assert answer.status_code == 422
    assert answer.content.decode().count("field__error") >= 1
    assert Import.objects.get().state == "mapping"


def test_errors_and_many_gone_are_asked_about_before_anything_happens(ada: Person, client_of: Callable) -> None:
    carried_out(ada, csv(*LINES))
    run = read(ada, csv("9;=A;b@x.example;;;"))
    client = client_of(ada)
    answer = client.post(f"{run.get_absolute_url()}carry-out/", {"on_gone": "deactivate"})
    assert answer.status_code == 422
    agreed = {"on_gone": "deactivate", "many_may_go": "on", "without_errors": "on"}
    assert client.post(f"{run.get_absolute_url()}carry-out/", agreed).status_code == 303
    work_on_import(run.pk)
    assert Person.objects.filter(is_active=False).count() == 2


def test_lines_are_filtered_and_paged(ada: Person, client_of: Callable) -> None:
    many = [f"{number};Kollega {number};k{number}@x.example;;;" for number in range(1, 61)]
    run = read(ada, csv(*many, "99;=A;a@x.example;;;"))
    client = client_of(ada)
    first = client.get(run.get_absolute_url()).content.decode()
    assert first.count('class="line ') == 50
    assert "Kollega 51<" not in first
    faulty = client.get(f"{run.get_absolute_url()}?kind=error").content.decode()
    assert faulty.count('class="line ') == 1
    fiftieth = run.lines.order_by("pk")[49].pk
    rest = client.get(f"{run.get_absolute_url()}?kind=new&after={fiftieth}").content.decode()
    assert rest.count('class="line ') == 10
    assert client.get(f"{run.get_absolute_url()}?kind=back").content.decode().count('class="line ') == 0


def test_a_file_is_thrown_away(ada: Person, client_of: Callable) -> None:
    run = read(ada, csv(*LINES))
    assert client_of(ada).post(f"{run.get_absolute_url()}drop/")["Location"] == PAGE
    assert not Import.objects.exists()


@pytest.mark.parametrize("who", ["ann", "cleo", "mona"])
def test_nobody_but_administrators_sees_or_sends_files(
    who: str, request: pytest.FixtureRequest, ada: Person, client_of: Callable
) -> None:
    run = read(ada, csv(*LINES))
    client = client_of(request.getfixturevalue(who))
    here = run.get_absolute_url()
    assert {client.get(path).status_code for path in (PAGE, here, f"{here}undo/")} == {403}
    assert send(client, csv(*LINES)).status_code == 403
    assert {client.post(f"{here}{step}/").status_code for step in ("columns", "carry-out", "undo", "drop")} == {403}
    assert Import.objects.get().state == "planned"


def test_somebody_who_left_is_sent_to_sign_in(gone: Person, client_of: Callable) -> None:
    assert client_of(gone).get(PAGE).status_code == 302


def test_the_cost_of_the_pages_does_not_grow(
    ada: Person, client_of: Callable, django_assert_num_queries: object
) -> None:
    client = client_of(ada)
    client.get("/settings/")  # that they owe no acknowledgement is then known for a minute
    costs = []
    for count in (3, 30):
        run = read(ada, csv(*(f"{n};K {n};k{n}@x.example;;;" for n in range(count))))
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            client.get(run.get_absolute_url())
        with CaptureQueriesContext(connection) as listed:
            client.get(PAGE)
        costs.append((len(asked), len(listed)))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12


def test_a_file_of_long_ago_says_that_its_lines_are_forgotten(ada: Person, client_of: Callable) -> None:
    run = carried_out(ada, csv(*LINES))
    Import.objects.update(created_at=now() - timedelta(days=40), ended_at=now() - timedelta(days=40))
    forget_lines(0)
    Person.objects.filter(pk=ada.pk).update(language="en")
    for kind in ("", "?kind=new"):
        page = client_of(ada).get(f"{run.get_absolute_url()}{kind}").content.decode()
        assert "What each line did is forgotten: it can no longer be taken back." in page
        assert "Nothing would change" not in page
