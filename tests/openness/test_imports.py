"""What files do: planned line by line, carried out whole or not at all, taken back where nobody changed it since."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob

from network.core.access import Refused
from network.core.clock import now
from network.openness import actions
from network.openness.models import Import, ImportLine, ImportText
from network.openness.queries import about_file, about_line, told_of
from network.openness.tasks import forget_lines
from profiles.models import Department, Person, Source, SourceRecord
from profiles.queries.said import NotTaken
from profiles.queries.sources import locked_fields
from tests.factories import post_of
from tests.openness.files import carried_out, csv, kinds, read, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english"), pytest.mark.wide]
THREE = (
    "1;Åse Bjørnø;ase@x.example;Sjef;Drift;",
    "2;Ola Nes;ola@x.example;Montør;Drift > Nord;1",
    "3;Kari Ek;kari@x.example;;;2",
)


def test_a_file_is_planned_then_carried_out_and_the_second_time_changes_nothing(ada: Person) -> None:
    run = read(ada, csv(*THREE))
    assert (run.state, run.counts["new"], run.counts["units"]) == ("planned", 3, ["Drift", "Drift > Nord"])
    assert Person.objects.count() == 1
    actions.carry_out_import(by=ada, run=run, consent=actions.Consent())
    assert worked(run).state == "done"
    ola = Person.objects.get(email="ola@x.example")
    assert (ola.manager.name, ola.department.parent.name, ola.title) == ("Åse Bjørnø", "Drift", "Montør")
    assert "title" in locked_fields(ola)
    assert not ImportText.objects.exists()
    before = list(Person.objects.order_by("pk").values())
    again = carried_out(ada, csv(*THREE))
    assert (again.counts["same"], again.state) == (3, "done")
    assert list(Person.objects.order_by("pk").values()) == before
    assert not again.lines.exists()


def test_changes_are_told_field_by_field(ada: Person) -> None:
    carried_out(ada, csv(*THREE))
    run = read(ada, csv(THREE[0], "2;Ola Ness;ola@x.example;;Drift;3", "3;Kari Ek;kari@x.example;;;"))
    told = {line.row.number: line for line in told_of(run.lines.all())}
    assert told[3].changes == [
        ("Name", "Ola Nes", "Ola Ness"), ("Title", "Montør", ""), ("Department", "Drift > Nord", "Drift"),
        ("Manager", "ase@x.example", "kari@x.example"),
    ]  # fmt: skip
    assert kinds(run) == {2: "same", 3: "changed", 4: "changed"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["1;A;a@x.example;;;2", "2;B;b@x.example;;;1", "3;C;c@x.example;;;1"],
            {2: "circle", 3: "circle", 4: "manager_faulty"},
        ),
        (["1;A;a@x.example;;;1"], {2: "manager_self"}),
        (["1;A;Ase@x.example;;;", "2;B;ASE@X.example;;;"], {2: "twice", 3: "twice"}),
        (["1;A;ase@xa\u030a.example;;;", "2;B;ase@xå.example;;;"], {2: "twice", 3: "twice"}),
        (["1;A;a@x.example;;;", "1;B;b@x.example;;;"], {2: "twice", 3: "twice"}),
        (
            ["1;=cmd|A;a@x.example;;;", "2;B;b@x.example;+1;;", "3;C;c@x.example;;@D;"],
            {2: "formula", 3: "formula", 4: "formula"},
        ),
        ([f"1;{'A' * 300};a@x.example;;;"], {2: "too_long"}),
        (["1;A;a@x.example;;;;;7", "2;B;b@x.example", "3;C;c@x.example;;;"], {2: "ragged", 3: "short", 4: "new"}),
        (["1;A;a.x.example;;;", "2;;b@x.example;;;", "3;C;;;;"], {2: "email", 3: "empty", 4: "empty"}),
        (["1;A;a@x.example;;;nobody@x.example"], {2: "manager"}),
    ],
)
def test_lines_with_errors_say_why_and_nothing_comes_in(ada: Person, lines: list[str], expected: dict) -> None:
    run = read(ada, csv(*lines))
    assert kinds(run) == expected
    assert all(
        about_line(line.fault).endswith((".", ".)")) or "/" in about_line(line.fault)
        for line in run.lines.exclude(fault=[])
    )
    with pytest.raises(Refused, match="errors"):
        actions.carry_out_import(by=ada, run=run, consent=actions.Consent())
    assert Person.objects.count() == 1


def test_lines_with_errors_may_be_left_out_and_their_people_are_not_gone(ada: Person) -> None:
    carried_out(ada, csv(*THREE))
    run = carried_out(
        ada,
        csv("1;=A;ase@x.example;;;", THREE[1], "4;Ny Ny;ny@x.example;;;"),
        without_errors=True,
        on_gone="deactivate",
        many_may_go=True,
    )
    assert run.state == "done"
    assert list(Person.objects.filter(is_active=False).values_list("name", flat=True)) == ["Kari Ek"]
    assert Person.objects.filter(name="Ny Ny").exists()


def test_a_circle_with_people_who_are_here_already_is_found(ada: Person) -> None:
    carried_out(ada, csv(*THREE))
    run = read(ada, csv("1;Åse Bjørnø;ase@x.example;Sjef;Drift;3"))
    line = run.lines.get(number=2)
    assert about_line(line.fault) == "The managers go in a circle: Åse Bjørnø → Kari Ek → Ola Nes → Åse Bjørnø."


def test_names_are_kept_in_one_form_whatever_their_direction(ada: Person) -> None:
    carried_out(
        ada, csv("1;A\u030ase \u202eBj\u00f8rn\u0000ø;ase@x.example;;;".replace("\0", ""), "2;محمد علي;m@x.example;;;")
    )
    assert set(Person.objects.exclude(pk=ada.pk).values_list("name", flat=True)) == {"Åse Bjørnø", "محمد علي"}


def test_those_gone_are_left_unless_it_is_said_and_many_must_be_confirmed(ada: Person, client_of: object) -> None:
    carried_out(ada, csv(*THREE))
    run = carried_out(ada, csv(THREE[0], "2;Ola Nes;ola@x.example;Montør;Drift > Nord;1"))
    assert (run.counts["gone"], Person.objects.filter(is_active=False).count()) == (1, 0)
    client = client_of(Person.objects.get(email="kari@x.example"))
    run = read(ada, csv(*THREE[:2]))
    with pytest.raises(Refused, match="a fifth"):
        actions.carry_out_import(by=ada, run=run, consent=actions.Consent(on_gone="deactivate"))
    actions.carry_out_import(by=ada, run=run, consent=actions.Consent(on_gone="deactivate", many_may_go=True))
    worked(run)
    assert Person.objects.get(is_active=False).name == "Kari Ek"
    assert client.get("/people/").status_code == 302
    assert carried_out(ada, csv(*THREE)).counts["back"] == 1
    assert Person.objects.filter(is_active=False).count() == 0


def test_administrators_are_never_gone(ada: Person) -> None:
    carried_out(ada, csv("9;Ada Aas;ada@glod.example;;;", *THREE))
    assert read(ada, csv(*THREE)).counts["gone"] == 0


def test_the_address_of_an_administrator_is_changed_by_no_file(ada: Person, ann: Person) -> None:
    carried_out(ada, csv("9;Ada Aas;ada@glod.example;;;", f"8;Ann;{ann.email};;;"))
    run = read(ada, csv("9;Ada Aas;mal@evil.example;;;", "8;Ann;ny@x.example;;;"))
    assert kinds(run) == {2: "administrator_address", 3: "changed"}


def test_what_changed_since_the_preview_stops_everything(ada: Person) -> None:
    carried_out(ada, csv(*THREE))
    run = read(
        ada, csv("1;Åse Bjørnø;ase@x.example;Direktør;Drift;", "2;Ola Nes;ola@x.example;Leder;Drift > Nord;1", THREE[2])
    )
    Person.objects.filter(email="ola@x.example").update(title="Formann")
    actions.carry_out_import(by=ada, run=run, consent=actions.Consent())
    assert worked(run).state == "failed"
    assert about_file(run.problem).startswith("Line 3 (Ola Nes) is no longer as in the preview. Nothing was changed.")
    assert Person.objects.get(email="ase@x.example").title == "Sjef"
    actions.choose_columns(by=ada, run=run, mapping=run.mapping)
    assert worked(run).state == "planned"


def test_a_file_is_carried_out_once_and_only_by_administrators(ada: Person, ann: Person, cleo: Person) -> None:
    for person in (ann, cleo):
        with pytest.raises(Refused):
            actions.begin_import(by=person, source_name="Lønn", upload=actions.Upload("a.csv", csv(*THREE)))
    run = read(ada, csv(*THREE))
    for person in (ann, cleo):
        with pytest.raises(Refused):
            actions.carry_out_import(by=person, run=run, consent=actions.Consent())
        with pytest.raises(Refused):
            actions.drop_import(by=person, run=run)
    actions.carry_out_import(by=ada, run=run, consent=actions.Consent())
    with pytest.raises(Refused, match="gone on"):
        actions.carry_out_import(by=ada, run=run, consent=actions.Consent())
    worked(run)
    with pytest.raises(Refused):
        actions.undo_import(by=cleo, run=run)
    with pytest.raises(Refused, match="gone on"):
        actions.drop_import(by=ada, run=run)
    assert worked(run).state == "done"


def test_an_import_is_taken_back_and_says_what_it_left(ada: Person) -> None:
    carried_out(ada, csv(*THREE))
    people = dict(Person.objects.values_list("email", "pk"))
    run = carried_out(
        ada,
        csv("1;Åse B;ase@x.example;Direktør;Ny avdeling;3", "2;Ola Nes;ola.nes@x.example;Leder;Drift > Nord;", "4;Per Po;per@x.example;;Helt ny;", "5;Siv Si;siv@x.example;;;4"),
        on_gone="deactivate", many_may_go=True,
    )  # fmt: skip
    assert run.state == "done"
    post_of(Person.objects.get(email="siv@x.example"))
    Person.objects.filter(pk=people["ola@x.example"]).update(title="Formann")
    actions.undo_import(by=ada, run=run)
    assert worked(run).state == "undone"
    ase, ola, kari = (Person.objects.get(pk=people[f"{name}@x.example"]) for name in ("ase", "ola", "kari"))
    assert (ase.name, ase.title, ase.department.name, ase.manager) == ("Åse Bjørnø", "Sjef", "Drift", None)
    assert (ola.email, ola.title, ola.manager, kari.is_active) == ("ola@x.example", "Formann", ase, True)
    assert not Person.objects.filter(email="per@x.example").exists()
    siv = Person.objects.get(email="siv@x.example")
    assert (siv.is_active, siv.manager) == (False, None)
    assert set(Department.objects.filter(name__in=["Ny avdeling", "Helt ny"])) == set()
    assert [line.kept for line in told_of(run.lines.exclude(kept=[]))] == [["Title"]]
    assert {key: run.counts[key] for key in ("restored", "kept", "removed", "closed", "reopened")} == {
        "restored": 1, "kept": 1, "removed": 1, "closed": 1, "reopened": 1,
    }  # fmt: skip
    with pytest.raises(Refused):
        actions.undo_import(by=ada, run=run)


def test_taking_back_gives_the_locks_back_too(ada: Person, ann: Person) -> None:
    run = carried_out(ada, csv("1;Ann Askeland;ann@glod.example;Leder;;"))
    assert "title" in locked_fields(ann)
    actions.undo_import(by=ada, run=run)
    worked(run)
    assert locked_fields(ann) == {}
    assert not SourceRecord.objects.exists()
    assert Source.objects.get().owns == []


def test_after_fourteen_days_nothing_is_taken_back_and_lines_are_forgotten(ada: Person) -> None:
    run = carried_out(ada, csv(*THREE))
    late = now() - timedelta(days=15)
    Import.objects.update(created_at=late, ended_at=late)
    run.refresh_from_db()
    with pytest.raises(Refused):
        actions.undo_import(by=ada, run=run)
    forget_lines(0)
    assert not ImportLine.objects.exists()
    assert Import.objects.get().counts["new"] == 3


def test_only_headings_is_said_and_another_try_is_possible(ada: Person) -> None:
    run = read(ada, csv())
    assert (run.state, about_file(run.problem)) == ("failed", "The file has headings, but nobody below them.")
    actions.drop_import(by=ada, run=run)
    assert not Import.objects.exists()


def test_a_fault_of_ours_is_kept_from_the_people(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    run = read(ada, csv(*THREE))
    actions.carry_out_import(by=ada, run=run, consent=actions.Consent())

    def break_down(**_kwargs: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("network.openness.actions.working.take_managers", break_down)
    assert worked(run).problem == ["unexpected"]
    assert Person.objects.count() == 1
    assert not Session.objects.exists()


def test_work_goes_on_when_its_progress_cannot_be_told(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_connection() -> None:
        raise OperationalError("too many clients")

    class Beside:
        cursor = staticmethod(no_connection)
        close = staticmethod(lambda: None)

    monkeypatch.setattr("network.openness.actions.progress.connection", type("C", (), {"copy": staticmethod(Beside)}))
    assert carried_out(ada, csv(*THREE)).state == "done"


def test_what_could_not_be_taken_back_is_still_done(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    run = carried_out(ada, csv(*THREE))
    actions.undo_import(by=ada, run=run)

    def break_down(**_kwargs: object) -> None:
        raise RuntimeError("no")

    with monkeypatch.context() as patch:
        patch.setattr("network.openness.actions.undoing.drop_empty_units", break_down)
        assert worked(run).state == "done"
    assert run.problem == ["unexpected"]
    assert Person.objects.count() == 4
    actions.undo_import(by=ada, run=run)
    assert (worked(run).state, run.problem, Person.objects.count()) == ("undone", [], 1)
    assert {line.name for line in run.lines.all()} == {"Åse Bjørnø", "Ola Nes", "Kari Ek"}


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (NotTaken("circle", "A → B → A"), "The managers go in a circle: A → B → A."),
        (IntegrityError("twice"), "Line 0 (ansatte.csv) is no longer as in the preview."),
        (Refused("no"), "Line 0 (ansatte.csv) is no longer as in the preview."),
    ],
)
def test_what_goes_wrong_at_the_last_moment_stops_everything(
    ada: Person, monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str
) -> None:
    run = read(ada, csv(*THREE))
    actions.carry_out_import(by=ada, run=run, consent=actions.Consent())

    def refuse(**_kwargs: object) -> None:
        raise fault

    monkeypatch.setattr("network.openness.actions.working.take_managers", refuse)
    assert worked(run).state == "failed"
    assert about_file(run.problem).startswith(sentence)
    assert Person.objects.count() == 1


def test_who_came_back_goes_again_unless_a_later_file_spoke_of_it(ada: Person) -> None:
    first = carried_out(ada, csv(*THREE))
    gone = carried_out(ada, csv(*THREE[:2]), on_gone="deactivate", many_may_go=True)
    back = carried_out(ada, csv(*THREE))
    actions.undo_import(by=ada, run=gone)
    assert worked(gone).counts["reopened"] == 0  # a later file has brought her back already
    actions.undo_import(by=ada, run=back)
    assert worked(back).counts["closed"] == 1
    assert not Person.objects.get(name="Kari Ek").is_active
    actions.undo_import(by=ada, run=first)
    assert worked(first).counts["removed"] == 3


def test_two_rows_of_the_file_that_mean_one_person_are_found(ada: Person, ann: Person) -> None:
    headings = "Ansattnr;Navn;E-post;Brukernavn"
    run = read(ada, csv("1;Ann;ann@glod.example;", "2;Ann;annen@x.example;ann", headings=headings))
    assert kinds(run) == {2: "twice", 3: "twice"}


def test_names_in_parts_and_managers_by_number(ada: Person) -> None:
    headings = "Employee ID,First name,Last name,Email,Manager employee ID"
    lines = ("1,Åse,Bjørnø,ase@x.example,", "2,Ola,=Nes,ola@x.example,1", "3,Kari,Ek,kari@x.example,1,,,")
    run = carried_out(ada, "\n".join((headings, *lines)).encode(), without_errors=True)
    assert Person.objects.get(email="kari@x.example").manager.name == "Åse Bjørnø"
    assert run.lines.get(kind="new", name="Kari Ek").changes["manager"] == ["", "ase@x.example"]
    assert not Person.objects.filter(email="ola@x.example").exists()


def test_somebody_is_closed_when_the_file_says_that_they_left(ada: Person) -> None:
    headings = "Ansattnr;Navn;E-post;Aktiv"
    carried_out(ada, csv("1;Åse;ase@x.example;ja", "2;Ola;ola@x.example;ja", headings=headings))
    run = carried_out(ada, csv("1;Åse;ase@x.example;ja", "2;;;nei", ";;;nei", headings=headings), without_errors=True)
    assert kinds(run)[3] == "gone"
    assert kinds(run)[4] == "empty"
    assert not Person.objects.get(email="ola@x.example").is_active


def test_a_second_file_waits_for_the_first(ada: Person) -> None:
    runs = [
        actions.begin_import(by=ada, source_name=name, upload=actions.Upload("a.csv", csv(*THREE))) for name in "AB"
    ]
    for run in runs:
        actions.choose_columns(by=ada, run=run, mapping=run.mapping)
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="work_on_import")
    assert list(jobs.order_by("id").values_list("lock", "args")) == [
        ("people-import", {"import_id": run.pk}) for run in runs
    ]
