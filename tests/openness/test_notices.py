"""Administrators are told when a file that is fetched by itself waits for them, and no longer once it does not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from network.notifications.models import Kind, Notification
from network.notifications.queries import inbox_page
from network.openness import actions
from network.openness.actions import working
from network.openness.events import ScheduleStopped
from network.openness.models import Import, ImportSchedule
from network.openness.notices import schedule_stopped
from network.openness.tasks import fetch_one_file
from profiles.models import Person
from tests.openness.files import carried_out, csv, worked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
TWO = ("1;Åse Bjørnø;ase@x.example;Sjef;Drift;", "2;Ola Nes;ola@x.example;Montør;Drift;1")
FAULTY = ("1;=A;ase@x.example;;;", TWO[1])


@pytest.fixture
def place(tmp_path: Path, settings: object) -> Path:
    """Where the file is fetched from."""
    settings.IMPORT_DIR = str(tmp_path)
    return tmp_path / "ansatte.csv"


@pytest.fixture
def row(ada: Person, place: Path) -> ImportSchedule:
    run = carried_out(ada, csv(*TWO))
    chosen = actions.Timetable("ansatte.csv", 4, on_gone="deactivate")
    return actions.schedule_import(by=ada, run=run, timetable=chosen)


def fetched(row: ImportSchedule, place: Path, *lines: str) -> Import:
    """What the worker makes of a file with these lines."""
    place.write_bytes(csv(*lines))
    fetch_one_file(row.pk)
    return worked(Import.objects.filter(schedule=row).latest("pk"))


def told() -> set[str]:
    return set(Notification.objects.filter(kind=Kind.IMPORT).values_list("recipient__handle", flat=True))


def letters(person: Person) -> list[tuple[str, str]]:
    return [(letter.text, letter.url) for letter in inbox_page(person).letters]


@pytest.mark.parametrize("lines", [FAULTY, TWO[:1]], ids=["errors", "many would go"])
def test_every_administrator_and_nobody_else_is_told_that_a_file_waits(
    ada: Person, mona: Person, cleo: Person, gone: Person, row: ImportSchedule, place: Path, lines: tuple[str, ...]
) -> None:
    Person.objects.filter(pk__in=(mona.pk, gone.pk)).update(is_administrator=True)
    run = fetched(row, place, *lines)
    assert run.state == "planned"
    assert told() == {"ada", "mona"}
    sentence = "The file from “Lønn” waits for you: it is not carried out before somebody has looked at it"
    assert letters(ada) == [(sentence, run.get_absolute_url())]
    ada.refresh_from_db()
    assert ada.unread_count == 1
    schedule_stopped(ScheduleStopped(row.pk))  # an effect may run twice
    assert Notification.objects.filter(kind=Kind.IMPORT, recipient=ada).count() == 1
    Person.objects.filter(pk=mona.pk).update(is_administrator=False)
    assert letters(Person.objects.get(pk=mona.pk)) == []


def test_nobody_is_told_of_a_file_that_did_what_was_agreed(ada: Person, row: ImportSchedule, place: Path) -> None:
    assert fetched(row, place, *TWO, "3;Kari Ek;kari@x.example;;Drift;1").state == "done"
    assert told() == set()
    schedule_stopped(ScheduleStopped(row.pk))  # late, when nothing waits any more
    assert told() == set()


def _confirm(ada: Person, run: Import) -> None:
    actions.carry_out_import(by=ada, run=run, consent=actions.Consent(without_errors=True))


@pytest.mark.parametrize(
    "answer",
    [
        _confirm,
        lambda ada, run: actions.drop_import(by=ada, run=run),
        lambda ada, run: actions.drop_schedule(by=ada, pk=run.schedule_id),
    ],
    ids=["confirmed", "thrown away", "no longer fetched"],
)
def test_the_news_goes_when_somebody_has_answered(
    ada: Person, row: ImportSchedule, place: Path, answer: Callable[[Person, Import], None]
) -> None:
    run = fetched(row, place, *FAULTY)
    answer(ada, run)
    assert told() == set()
    assert not ImportSchedule.objects.exclude(problem=[]).exists()
    ada.refresh_from_db()
    assert ada.unread_count == 0


def test_the_news_goes_when_the_next_file_raises_no_question(ada: Person, row: ImportSchedule, place: Path) -> None:
    fetched(row, place, *FAULTY)
    assert fetched(row, place, *TWO, "3;Kari Ek;kari@x.example;;Drift;1").state == "done"
    assert told() == set()


def test_a_place_without_the_file_is_told_until_it_is_there_again(
    ada: Person, row: ImportSchedule, place: Path
) -> None:
    run = fetched(row, place, *TWO)
    place.unlink()
    fetch_one_file(row.pk)
    assert [url for _text, url in letters(ada)] == ["/administration/import/"]
    place.write_bytes(csv(*TWO))
    fetch_one_file(row.pk)  # the same as it was, and carried out then
    assert (run.state, told()) == ("done", set())


def test_a_file_that_waits_goes_on_waiting_when_it_comes_again(ada: Person, row: ImportSchedule, place: Path) -> None:
    run = fetched(row, place, *FAULTY)
    fetch_one_file(row.pk)
    assert [url for _text, url in letters(ada)] == [run.get_absolute_url()]


def test_a_file_that_fails_while_it_is_carried_out_is_told(
    ada: Person, row: ImportSchedule, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_run: Import) -> None:
        raise RuntimeError

    monkeypatch.setattr(working, "_apply", broken)
    assert fetched(row, place, *TWO, "3;Kari Ek;kari@x.example;;Drift;1").state == "failed"
    assert told() == {"ada"}


def test_only_administrators_choose_how_they_hear_of_it(ada: Person, cleo: Person, client_of: Callable) -> None:
    def asked(client: Client) -> bool:
        return 'name="import"' in client.get("/settings/notifications/").content.decode()

    assert asked(client_of(ada))
    assert not asked(client_of(cleo))
