"""Figures for everybody (A86, 4.14): counted when half a year is over, talked over, published, and then never changed."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from network.core.access import Refused
from network.moderation.actions.deciding import decide_case
from network.moderation.actions.grounds import Plan
from network.moderation.actions.transparency import count_figures, publish_figures
from network.moderation.models import Case, TransparencyReport
from network.moderation.periods import Period, latest_over, period_of
from network.moderation.queries.figures import figures_of
from network.moderation.states import Level
from network.policy.models import DetectorHit, HitCount
from profiles.models import Person, Role
from tests.factories import PersonFactory, post_of
from tests.moderation.reported import in_work, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
FIRST = Period(2026, 1)


@pytest.fixture
def lea(db: None) -> Person:
    """Leads the moderators."""
    return moderator("lea", Role.Kind.LEAD_MODERATOR)


@pytest.fixture
def cases(time_machine: TimeMachineFixture, mo: Person, lea: Person) -> list[Case]:
    """Nine in the first half-year: seven of harassment, two of spam; one of them is hidden. Then it is August."""
    time_machine.move_to("2026-03-02T09:00:00+01:00", tick=False)
    made = [one_case("harassment" if n < 7 else "spam") for n in range(9)]
    time_machine.move_to("2026-03-02T11:00:00+01:00", tick=False)
    for number, case in enumerate(made):
        worked = in_work(mo, case)
        if number == 0:
            plan = Plan(Level.HIDE, law="Loven", facts="Idiot.", reasoning="Går på person.", milder="Prøvd.")
        else:
            plan = Plan(Level.NOTHING, reasoning="Ikke brudd.")
        decide_case(by=mo, case=worked, plan=plan, version=worked.version)
    time_machine.move_to("2026-08-03T10:00:00+02:00", tick=False)
    return made


def one_case(reason: str, reporter: Person | None = None) -> Case:
    return reported(reporter or PersonFactory(), post_of(PersonFactory(), text="Hei."), reason).case


@pytest.fixture
def published(cases: list[Case], lea: Person) -> TransparencyReport:
    report = count_figures(by=lea, period=FIRST)
    publish_figures(by=lea, report=report, discussed_on=date(2026, 8, 3), discussed_with="Tor Tveit")
    return TransparencyReport.objects.get()


# What is counted.


def test_what_describes_few_people_is_held_back_and_so_is_what_would_tell_it(cases: list[Case]) -> None:
    told = figures_of(FIRST)
    assert told["reasons"]["rows"]["harassment"] is None  # else nine less seven are two
    assert told["reasons"]["rows"]["spam"] is None
    assert told["reasons"]["rows"]["hate"] == 0
    assert told["reasons"]["sum"] == 10
    assert told["kinds"]["rows"] == {"post": 9, "comment": 0, "idea": 0, "person": 0, "group": 0, "file": 0}
    assert (told["kinds"]["sum"], told["kinds"]["is_whole"]) == (9, True)
    assert (told["levels"]["rows"]["nothing"], told["levels"]["rows"]["hide"], told["levels"]["sum"]) == (
        None,
        None,
        10,
    )
    assert told["back"] is None
    assert (told["appeals"]["sum"], told["appeals"]["is_whole"]) == (0, True)


def test_times_are_working_hours_and_late_is_late(cases: list[Case]) -> None:
    told = figures_of(FIRST)
    assert told["look"]["rows"] == told["decide"]["rows"] == {"in-time": 9, "late": 0}
    assert (told["look"]["median"], told["look"]["p90"]) == (2, None)
    Case.objects.update(looked_at="2026-03-16T09:00:00+01:00")
    later = figures_of(FIRST)["look"]
    assert (later["rows"], later["median"]) == ({"in-time": 0, "late": 9}, 80)


def test_each_thing_is_counted_in_the_half_year_in_which_it_happened_and_in_no_other(
    cases: list[Case], time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-07-01T00:00:00+02:00", tick=False)  # the first moment of the second half
    for _n in range(5):
        one_case("hate")
    assert figures_of(Period(2026, 2))["reasons"]["rows"]["hate"] == 5
    assert figures_of(FIRST)["reasons"]["rows"]["hate"] == 0
    assert figures_of(Period(2025, 2))["reasons"]["sum"] == 0


def test_one_person_who_reports_much_is_one_person(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02T09:00:00+01:00", tick=False)
    same = PersonFactory()
    for _n in range(8):
        one_case("spam", same)
    told = figures_of(FIRST)
    assert (told["reasons"]["rows"]["spam"], told["reasons"]["sum"]) == (None, None)


def test_words_of_caution_are_counted_by_day_and_by_month(db: None) -> None:
    HitCount.objects.create(kind="card", choice="mine", month=date(2026, 6, 1), count=4)
    HitCount.objects.create(kind="card", choice="mine", month=date(2026, 7, 1), count=9)
    DetectorHit.objects.create(kind="card", choice="needed", day=date(2026, 6, 30))
    told = figures_of(FIRST)
    assert (told["hits"]["rows"]["card"], told["hits"]["sum"]) == (5, 5)
    assert told["choices"]["rows"]["mine"] is None


def test_what_is_stored_holds_no_person_and_no_number_that_was_held_back(published: TransparencyReport) -> None:
    stored = json.dumps(published.figures)
    assert not {len(word) for word in stored.split('"')} & {64}  # no mark of anybody
    flat = [
        value for row in published.figures.values() if isinstance(row, dict) for value in row.get("rows", {}).values()
    ]
    assert None in flat


def test_counting_costs_the_same_however_much_there_is(
    cases: list[Case], time_machine: TimeMachineFixture, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(14):
        figures_of(FIRST)


def test_half_years() -> None:
    assert [latest_over(day).key for day in (date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1))] == [
        "2025-2", "2026-1", "2026-2",
    ]  # fmt: skip
    assert [period_of(key) for key in ("2026-3", "26-1", "2026-1x", "", "2026-１")] == [None] * 5
    assert FIRST.following.following == Period(2027, 1)


# Publishing.


def test_nothing_is_published_before_it_was_talked_over(cases: list[Case], lea: Person) -> None:
    report = count_figures(by=lea, period=FIRST)
    for day, who in ((date(2026, 8, 3), " "), (date(2026, 8, 2), "Tor Tveit"), (date(2026, 8, 4), "Tor Tveit")):
        with pytest.raises(Refused):
            publish_figures(by=lea, report=report, discussed_on=day, discussed_with=who)
    with pytest.raises(DatabaseError), transaction.atomic():
        TransparencyReport.objects.update(published_at="2026-08-03T10:00Z", published_by=lea)
    assert not TransparencyReport.objects.filter(published_at__isnull=False).exists()


def test_what_is_published_never_changes(published: TransparencyReport, lea: Person) -> None:
    with pytest.raises(Refused):
        count_figures(by=lea, period=FIRST)
    with pytest.raises(Refused):
        publish_figures(by=lea, report=published, discussed_on=date(2026, 8, 3), discussed_with="Andre")
    for change in (
        lambda: TransparencyReport.objects.update(figures={}),
        lambda: TransparencyReport.objects.update(published_at=None, published_by=None),
        lambda: TransparencyReport.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    Case.objects.update(looked_at=None)
    assert TransparencyReport.objects.get().figures == published.figures


def test_a_draft_is_counted_afresh_and_a_half_year_that_runs_is_not_counted(
    cases: list[Case], lea: Person, mo: Person, time_machine: TimeMachineFixture
) -> None:
    count_figures(by=lea, period=FIRST)
    count_figures(by=lea, period=FIRST)
    assert TransparencyReport.objects.count() == 1
    with pytest.raises(Refused):
        count_figures(by=lea, period=Period(2026, 2))
    with pytest.raises(Refused):
        count_figures(by=mo, period=FIRST)
    with pytest.raises(Refused):
        publish_figures(
            by=mo, report=TransparencyReport.objects.get(), discussed_on=date(2026, 8, 3), discussed_with="Tor"
        )


# Who reads it.


def test_a_draft_is_read_by_leads_and_representatives_and_is_missing_for_everybody_else(
    cases: list[Case], lea: Person, client_of: Any, ann: Person, ben: Person, cleo: Person, mona: Person, mo: Person,
    ada: Person, gone: Person, pia: Person, tor: Person,
) -> None:  # fmt: skip
    count_figures(by=lea, period=FIRST)
    for person in (lea, tor):
        assert client_of(person).get("/transparency/2026-1/").status_code == 200
        assert "2026-1" in client_of(person).get("/transparency/").content.decode()
    for person in (ann, ben, cleo, mona, mo, ada, pia):
        assert client_of(person).get("/transparency/2026-1/").status_code == 404, person
        assert client_of(person).post("/transparency/2026-1/").status_code == 404, person
        assert client_of(person).post("/transparency/2026-1/count/").status_code == 404, person
        assert "2026-1" not in client_of(person).get("/transparency/").content.decode(), person
    assert client_of(tor).post("/transparency/2026-1/").status_code == 403
    assert client_of(gone).get("/transparency/2026-1/").status_code == 302
    assert Client().get("/transparency/2026-1/").status_code == 302


def test_published_it_is_read_by_everybody_and_by_nobody_outside(
    published: TransparencyReport, client_of: Any, ann: Person, cleo: Person, mona: Person, mo: Person, ada: Person,
    pia: Person, tor: Person, gone: Person, lea: Person,
) -> None:  # fmt: skip
    for person in (ann, cleo, mona, mo, ada, pia, tor, lea):
        page = client_of(person).get("/transparency/2026-1/")
        assert "Tor Tveit" in page.content.decode(), person
        assert client_of(person).get("/transparency/").status_code == 200
        if person != lea:
            assert client_of(person).post("/transparency/2026-1/").status_code == 403
    assert client_of(gone).get("/transparency/").status_code == 302
    assert client_of(ann).get("/transparency/2026-2/").status_code == 404
    assert client_of(ann).get("/transparency/nonsens/").status_code == 404


def test_the_lead_counts_talks_it_over_and_publishes_on_the_page(
    cases: list[Case], lea: Person, cleo: Person, client_of: Any
) -> None:
    browser = client_of(lea)
    assert "2026-1/count/" in browser.get("/transparency/").content.decode()
    assert browser.post("/transparency/2026-1/count/")["Location"] == "/transparency/2026-1/"
    faulty = browser.post("/transparency/2026-1/", {"discussed_on": "2026-08-09", "discussed_with": "Tor Tveit"})
    assert faulty.status_code == 422
    assert 'value="Tor Tveit"' in faulty.content.decode()
    done = browser.post("/transparency/2026-1/", {"discussed_on": "2026-08-03", "discussed_with": "Tor Tveit"})
    assert done.status_code == 303
    assert "<form" not in browser.get("/transparency/2026-1/").content.decode().split("<main")[1].split("</main")[0]
    again = browser.post("/transparency/2026-1/", {"discussed_on": "2026-08-03", "discussed_with": "En annen"})
    assert again.status_code == 422
    assert TransparencyReport.objects.get().discussed_with == "Tor Tveit"


def test_the_page_counts_nothing_and_its_cost_does_not_grow(
    published: TransparencyReport, cleo: Person, client_of: Any, time_machine: TimeMachineFixture
) -> None:
    browser = client_of(cleo)
    browser.get("/transparency/2026-1/")
    costs = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get("/transparency/2026-1/")
        assert not [row for row in asked if "moderation_case" in row["sql"] or "moderation_report" in row["sql"]]
        costs.append(len(asked))
        time_machine.shift(timedelta(seconds=1))
        for _m in range(3):
            one_case("hate")
    assert costs[0] == costs[1]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_sentences_say_what_the_tables_say(
    published: TransparencyReport, cleo: Person, client_of: Any, language: str
) -> None:
    Person.objects.filter(pk=cleo.pk).update(language=language)
    page = client_of(cleo).get("/transparency/2026-1/").content.decode()
    said = {
        "en": ("There were about 10 reports.", "Half took at most 2 working hours.", "None was late.", "No appeal was answered."),
        "nb": ("Det kom inn omtrent 10 meldinger.", "Halvparten tok høyst 2 arbeidstimer.", "Ingen kom for sent.", "Ingen klage ble besvart."),
    }[language]  # fmt: skip
    for sentence in said:
        assert sentence in page
