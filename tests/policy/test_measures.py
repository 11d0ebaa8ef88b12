"""Control measures: kept by few, read by all, off when their time has passed, and looked at together."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.core.access import Refused
from network.core.events import Event
from network.notifications.models import Notification
from network.policy.actions.founding import BEGINNINGS, Talk, begin_with_measures, found_measures
from network.policy.actions.hits import fold_hits, record_hits
from network.policy.actions.measures import Evaluation, add_own_word, evaluate_measure, lapse_measures
from network.policy.detectors import Kind
from network.policy.events import MeasureLapsed
from network.policy.models import (
    ControlMeasure,
    DetectorHit,
    HitCount,
    MeasureEvaluation,
    MeasureLapse,
    OwnWord,
)
from network.policy.queries.inventory import ENTRIES
from network.policy.queries.measures import hits_told
from network.policy.starter import load
from profiles.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()
ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _in_english(ann: Person, pia: Person) -> None:
    """Pages speak the language of who reads them."""
    for person in (ann, pia):
        person.language = "en"
        person.save(update_fields=["language"])


@pytest.fixture
def measure(db: None) -> ControlMeasure:
    found_measures(Talk(TODAY - timedelta(days=10), "Tor", TODAY + timedelta(days=100)))
    return ControlMeasure.objects.get(code="identity-numbers")


def test_a_house_is_founded_once_and_its_measures_are_off_until_they_are_talked_over() -> None:
    assert found_measures() == len(BEGINNINGS)
    assert not ControlMeasure.objects.alive().exists()
    assert found_measures(Talk(TODAY, "Tor", TODAY)) == 0
    assert not ControlMeasure.objects.alive().exists()
    covered = {kind for words in BEGINNINGS.values() for kind in words["covers"]}
    assert covered >= set(Kind)


def test_every_section_that_a_measure_reminds_of_is_in_the_house_rules() -> None:
    named = {words["section_slug"] for words in BEGINNINGS.values()} - {""}
    assert named <= {section.slug for section in load("house-rules").sections}


def test_nobody_who_reads_writes_measures_down_and_a_keeper_does_so_once(
    client_of: ClientOf, ann: Person, pia: Person
) -> None:
    url, seen = reverse("policy:measures"), reverse("policy:what_is_seen")
    client_of(ann).get(seen)
    html = client_of(pia).get(url).content.decode()
    assert not ControlMeasure.objects.exists()
    assert "Write them down" in html
    assert client_of(ann).post(url).status_code == 404
    assert not ControlMeasure.objects.exists()
    for _ in range(2):
        assert client_of(pia).post(url).status_code == 303
    assert ControlMeasure.objects.count() == len(BEGINNINGS)
    assert not ControlMeasure.objects.alive().exists()


def test_the_log_that_runs_is_not_said_to_be_off(client_of: ClientOf, ann: Person, pia: Person) -> None:
    begin_with_measures(by=pia)
    html = client_of(ann).get(reverse("policy:what_is_seen")).content.decode()
    assert (html.count("On, and yet to be talked over"), html.count("Off until it has been talked over")) == (1, 3)


def test_the_clock_notes_a_lapse_once_and_tells_policy_editors(
    measure: ControlMeasure, pia: Person, ann: Person, told: list[Event], django_capture_on_commit_callbacks: Any
) -> None:
    assert lapse_measures() == 0
    passed = TODAY - timedelta(days=1)
    ControlMeasure.objects.filter(pk=measure.pk).update(next_evaluation_on=passed)
    with django_capture_on_commit_callbacks(execute=True):
        assert lapse_measures() == 1
    assert lapse_measures() == 0
    assert [(row.measure_id, row.lapsed_on) for row in MeasureLapse.objects.all()] == [(measure.pk, passed)]
    assert [event for event in told if isinstance(event, MeasureLapsed)] == [MeasureLapsed(measure.pk)]
    news = Notification.objects.filter(subject=f"measure:{measure.pk}")
    assert [one.recipient_id for one in news] == [pia.pk]


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        (datetime(2027, 6, 30, 21, 59, tzinfo=UTC), True),  # one minute before midnight here, in summer
        (datetime(2027, 6, 30, 22, 0, tzinfo=UTC), False),
        (datetime(2027, 6, 30, 23, 59, tzinfo=UTC), False),  # still the thirtieth for who counts in UTC
    ],
)
@pytest.mark.parametrize("day", ["next_evaluation_on", "lasts_until"])
def test_a21_the_last_day_of_a_measure_ends_at_midnight_here(
    measure: ControlMeasure, monkeypatch: pytest.MonkeyPatch, day: str, moment: datetime, works: bool
) -> None:
    far = date(2031, 1, 1)
    given = {"next_evaluation_on": far, "lasts_until": far, day: date(2027, 6, 30)}
    ControlMeasure.objects.exclude(pk=measure.pk).update(is_on=False)
    ControlMeasure.objects.filter(pk=measure.pk).update(**given)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    measure.refresh_from_db()
    assert ControlMeasure.objects.alive().filter(pk=measure.pk).exists() == works
    assert measure.is_alive == works
    assert lapse_measures() == (0 if works else 1)
    record_hits(kinds=["iban"], choice=DetectorHit.Choice.MINE)
    assert DetectorHit.objects.get().day == timezone.localdate()


def test_looking_at_it_together_lets_it_go_on_and_writes_a_line_that_never_changes(
    measure: ControlMeasure, pia: Person, tor: Person
) -> None:
    ControlMeasure.objects.filter(pk=measure.pk).update(next_evaluation_on=TODAY - timedelta(days=1))
    next_on = TODAY + timedelta(days=180)
    evaluation = Evaluation(TODAY, "Tor", MeasureEvaluation.Outcome.KEPT, "It helped.", next_on)
    with pytest.raises(Refused):
        evaluate_measure(by=tor, measure=measure, evaluation=evaluation)
    evaluate_measure(by=pia, measure=measure, evaluation=evaluation)
    assert ControlMeasure.objects.alive().filter(pk=measure.pk, next_evaluation_on=next_on).exists()
    for change in (
        lambda: MeasureEvaluation.objects.update(note="no"),
        lambda: MeasureEvaluation.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_has_ended_stays_ended(measure: ControlMeasure, pia: Person) -> None:
    ended = Evaluation(TODAY, "Tor", MeasureEvaluation.Outcome.ENDED, "Not needed.")
    evaluate_measure(by=pia, measure=measure, evaluation=ended)
    assert not ControlMeasure.objects.alive().filter(pk=measure.pk).exists()
    with pytest.raises(Refused):
        evaluate_measure(by=pia, measure=measure, evaluation=ended)


def test_only_policy_editors_and_administrators_keep_measures(
    client_of: ClientOf, measure: ControlMeasure, ann: Person, mo: Person, tor: Person, pia: Person, ada: Person
) -> None:
    names = ("measures", "measure_new", "own_words")
    urls = [reverse(f"policy:{name}") for name in names] + [reverse("policy:measure", args=[measure.code])]
    for person, status in ((ann, 404), (mo, 404), (tor, 404), (pia, 200), (ada, 200)):
        client = client_of(person)
        assert [client.get(url).status_code for url in urls] == [status] * len(urls), person
    with pytest.raises(Refused):
        add_own_word(by=ann, word="fyrlykt", why="x")


def test_a_measure_is_written_in_both_languages_and_with_a_talk_it_works(client_of: ClientOf, pia: Person) -> None:
    texts = {
        f"{name}_{code}": f"{name} {code}"
        for name in ("name", "purpose", "ground", "consequences")
        for code in ("nb", "en")
    }
    given = {**texts, "covers": ["iban"], "discussed_on": TODAY.isoformat(), "discussed_with": "Tor"}
    client, url = client_of(pia), reverse("policy:measure_new")
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "Choose when it is looked at next." in answer.content.decode()
    assert "purpose en" in answer.content.decode()
    assert client.post(url, given | {"name_nb": ""}).status_code == 422
    given["next_evaluation_on"] = (TODAY + timedelta(days=30)).isoformat()
    assert client.post(url, given).status_code == 303
    made = ControlMeasure.objects.alive().get(code="name-en")
    assert (made.covers, made.purpose) == (["iban"], {"nb": "purpose nb", "en": "purpose en"})


def test_a77_a_measure_has_no_column_that_tells_a_detector_to_do_more_than_ask() -> None:
    known = {
        "id", "code", "name", "purpose", "ground", "consequences", "covers", "is_on", "lasts_until", "discussed_on",
        "discussed_with", "next_evaluation_on", "section_slug", "created_at",
    }  # fmt: skip
    assert {field.name for field in ControlMeasure._meta.concrete_fields} == known


def test_own_words_are_added_and_removed(client_of: ClientOf, pia: Person) -> None:
    client, url = client_of(pia), reverse("policy:own_words")
    assert client.post(url, {"word": "..", "why": "x"}).status_code == 422
    client.post(url, {"word": "a+)+$ fyr", "why": "x"})
    word = OwnWord.objects.get()
    assert word.word == "a+)+$ fyr"
    client.post(reverse("policy:own_word_remove", args=[word.pk]))
    assert not OwnWord.objects.exists()


def test_hits_older_than_thirty_days_become_numbers_of_a_month() -> None:
    old = TODAY - timedelta(days=31)
    for day, choice in ((old, "mine"), (old, "mine"), (old, "public"), (TODAY - timedelta(days=30), "mine")):
        DetectorHit.objects.create(kind="iban", choice=choice, day=day)
    for _ in range(2):
        fold_hits()
        assert DetectorHit.objects.count() == 1
        counts = HitCount.objects.order_by("choice").values_list("kind", "choice", "month", "count")
        assert list(counts) == [("iban", "mine", old.replace(day=1), 2), ("iban", "public", old.replace(day=1), 1)]


def test_what_is_seldom_is_not_told(settings: Any) -> None:
    settings.K_ANONYMITY = 5
    for _ in range(4):
        record_hits(kinds=["iban", "card"], choice=DetectorHit.Choice.MINE)
    record_hits(kinds=["card"], choice=DetectorHit.Choice.MINE)
    assert hits_told() == {"iban": None, "card": 5}


def test_every_table_that_points_at_a_person_is_named_once_in_the_inventory() -> None:
    named = [table for entry in ENTRIES for table in entry.tables]
    pointing = {
        model._meta.label
        for model in apps.get_models()
        if any(f.is_relation and f.related_model is Person and not f.auto_created for f in model._meta.get_fields())
    }
    assert pointing - set(named) == set()
    assert set(named) - {model._meta.label for model in apps.get_models()} == set()
    assert len(named) == len(set(named))


def test_everybody_reads_what_is_seen_and_finds_it_in_the_settings(
    client_of: ClientOf, measure: ControlMeasure, ann: Person, django_assert_num_queries: Any
) -> None:
    client, url = client_of(ann), reverse("policy:what_is_seen")
    assert url in client.get(reverse("profiles:settings")).content.decode()
    html = client.get(url).content.decode()
    assert "A word about identity numbers" in html
    assert str(ENTRIES[0].why) in html
    assert reverse("policy:measures") not in html


def test_the_page_costs_the_same_with_many_measures(client_of: ClientOf, measure: ControlMeasure, pia: Person) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        client = client_of(pia)
        client.get(reverse("policy:measures"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("policy:measures"))
        return len(seen)

    few = cost()
    for number in range(30):
        ControlMeasure.objects.create(code=f"m{number}", name={}, purpose={}, ground={}, consequences={})
    assert cost() == few
    assert few <= 12
