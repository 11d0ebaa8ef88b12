"""Authors are told before a text is posted; they decide; nothing is kept but kind, reason and day."""

import logging
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas.models import Idea
from network.core import warned
from network.feed.models import Draft, Post
from network.groups.models import Group
from network.policy import detectors
from network.policy.actions.founding import Talk, found_measures
from network.policy.models import ControlMeasure, DetectorHit, OwnWord
from network.policy.queries import watching
from network.wiring import WATCHING
from profiles.models import Person
from tests.factories import comment_of, post_of
from tests.policy import numbers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "alive")]
NUMBER = "17912099997"  # synthetic: month + 80
TEXT = f"Call the customer with number {NUMBER} back, please"
As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _in_english(ann: Person, pia: Person) -> None:
    """Pages speak the language of who reads them."""
    for person in (ann, pia):
        person.language = "en"
        person.save(update_fields=["language"])


@pytest.fixture
def alive() -> None:
    today = timezone.localdate()
    found_measures(Talk(today - timedelta(days=10), "Tor", today + timedelta(days=100)))


def mark_of(html: str) -> str:
    return re.findall(r'name="go_ahead" value="([0-9a-f]{64})"', html)[0]


def rows() -> dict[str, int]:
    """How many rows every table has, but sessions and the counts of requests."""
    return {
        m._meta.label: m._default_manager.count()
        for m in apps.get_models()
        if m._meta.label not in ("sessions.Session",)
    }


def write(client: Client, **more: str) -> Any:
    return client.post(reverse("feed:compose"), {"kind": "update", "text": TEXT, "title": "", **more})


def test_a_post_with_an_identity_number_comes_back_with_the_words_and_nothing_is_posted_or_kept(
    client_of: As, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(ann)
    client.get(reverse("feed:home"))
    before = rows()
    with caplog.at_level(logging.DEBUG):
        answer = write(client)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"<mark>{NUMBER}</mark>" in html
    assert "Norwegian identity number" in html
    assert "/policy/#section-" in html
    assert TEXT in html
    assert not Post.objects.exists()
    assert rows() == before
    assert NUMBER not in caplog.text


def test_whoever_mends_the_text_posts_it_and_leaves_no_trace(client_of: As, ann: Person) -> None:
    client = client_of(ann)
    mark = mark_of(write(client).content.decode())
    write(client, text="Call the customer back, please", go_ahead=mark, why="mine")
    assert Post.objects.count() == 1
    assert not DetectorHit.objects.exists()


def test_post_anyway_keeps_kind_reason_and_day_and_neither_value_nor_person(
    client_of: As, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(ann)
    mark = mark_of(write(client).content.decode())
    with caplog.at_level(logging.DEBUG):
        answer = write(client, go_ahead=mark, why="example")
    assert answer.status_code == 303
    assert Post.objects.get().text == TEXT
    assert list(DetectorHit.objects.values_list("kind", "choice", "day")) == [
        ("norwegian-id", "example", timezone.localdate())
    ]
    assert {field.name for field in DetectorHit._meta.fields} == {"id", "kind", "choice", "day"}
    assert NUMBER not in caplog.text


def test_a_fault_on_the_way_tells_neither_log_nor_page_what_was_written(
    client_of: As, ann: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A74: a traceback names the place, never the value."""
    client = client_of(ann)
    mark = mark_of(write(client).content.decode())
    client.raise_request_exception = False

    def fail(*, words: object, **_given: object) -> None:
        raise RuntimeError(f"no room for {type(words).__name__}")

    monkeypatch.setattr(sys.modules["network.feed.views.compose"], "publish_post", fail)
    with caplog.at_level(logging.DEBUG):
        answer = write(client, go_ahead=mark, why="mine")
    assert answer.status_code == 500
    said = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "no room for" in said
    assert NUMBER not in said
    assert NUMBER not in answer.content.decode()
    assert not DetectorHit.objects.exists()


def test_a_go_ahead_counts_for_exactly_the_text_that_was_shown(client_of: As, ann: Person) -> None:
    client = client_of(ann)
    mark = mark_of(write(client).content.decode())
    assert write(client, text=f"{TEXT} now", go_ahead=mark, why="mine").status_code == 422
    assert not Post.objects.exists()


def test_a_go_ahead_without_a_reason_asks_for_one(client_of: As, ann: Person) -> None:
    client = client_of(ann)
    mark = mark_of(write(client).content.decode())
    for why in ("", "because"):
        answer = write(client, go_ahead=mark, why=why)
        assert answer.status_code == 422
        assert "Choose why, or change the text." in answer.content.decode()
    assert not Post.objects.exists()


def test_sent_twice_it_is_counted_once(client_of: As, ann: Person) -> None:
    client, key = client_of(ann), "6f1c5c3e-98b5-4b0b-9d0c-0f2a4b7f9d11"
    mark = mark_of(write(client, key=key).content.decode())
    for _ in range(2):
        write(client, key=key, go_ahead=mark, why="mine")
    assert (Post.objects.count(), DetectorHit.objects.count()) == (1, 1)


def test_the_hit_is_written_in_the_transaction_of_the_action(
    client_of: As, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(ann)
    mark = mark_of(write(client).content.decode())

    def broken(**_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(warned, "_installed", [replace(WATCHING, note=broken)])
    client.raise_request_exception = False
    assert write(client, go_ahead=mark, why="mine").status_code == 500
    assert not Post.objects.exists()


def test_every_form_that_posts_asks_its_author(
    client_of: As, ann: Person, open_group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(ann)
    post = post_of(ann, open_group)
    comment = comment_of(ann, post.thread)
    idea = {"title": "A longer title here", "problem": TEXT, "proposal": "do", "benefit": "good", "do": "send"}
    group = {"name": "Riggere", "about": TEXT, "kind": "open"}
    sent = [
        (reverse("feed:compose"), {"title": TEXT, "text": "x"}),
        (reverse("feed:post_edit", args=[post.pk]), {"kind": "update", "text": TEXT}),
        (reverse("feed:first_step", args=["hello"]), {"text": TEXT}),
        (reverse("conversations:comments", args=[post.thread_id]), {"text": TEXT}),
        (reverse("conversations:comment_edit", args=[comment.pk]), {"text": TEXT}),
        (reverse("ideas:new"), idea),
        (reverse("ideas:new"), {**idea, "problem": "p", "title": TEXT}),
        (reverse("groups:new"), group),
    ]
    for url, given in sent:
        answer = client.post(url, given)
        assert answer.status_code == 422, url
        assert f"<mark>{NUMBER}</mark>" in answer.content.decode(), url
    assert not Group.objects.filter(name="Riggere").exists()
    assert not Idea.objects.exists()


def test_names_of_files_are_read_too(client_of: As, ann: Person) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(ann)
    file = SimpleUploadedFile(f"kunde {NUMBER}.txt", b"hei", content_type="text/plain")
    answer = client.post(reverse("feed:compose"), {"kind": "update", "text": "See the file", "files": [file]})
    assert answer.status_code == 422
    assert f"<mark>{NUMBER}</mark>" in answer.content.decode()
    assert not Post.objects.exists()


def test_without_script_and_with_it_an_answer_is_asked_about(client_of: As, ann: Person, open_group: Group) -> None:
    post = post_of(ann, open_group)
    url = reverse("conversations:comments", args=[post.thread_id])
    client = client_of(ann)
    part = client.post(url, {"text": TEXT}, headers={"HX-Request": "true"})
    assert part.status_code == 422
    assert part.content.decode().lstrip().startswith("<form")
    done = client.post(url, {"text": TEXT, "go_ahead": mark_of(part.content.decode()), "why": "needed"})
    assert done.status_code == 303
    assert DetectorHit.objects.get().choice == "needed"


def test_drafts_and_previews_are_never_read(client_of: As, ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    real = detectors.find
    monkeypatch.setattr(watching.detectors, "find", lambda *given: calls.append("") or real(*given))
    client = client_of(ann)
    client.post(reverse("feed:draft"), {"text": TEXT, "kind": "update"}, headers={"HX-Request": "true"})
    write(client, do="draft")
    assert write(client, do="preview").status_code == 200
    client.post(reverse("ideas:draft"), {"title": TEXT, "problem": TEXT}, headers={"HX-Request": "true"})
    assert Draft.objects.get().text == TEXT
    assert calls == []
    write(client)
    assert calls != []


@pytest.mark.parametrize(
    "change",
    [
        {"next_evaluation_on": timezone.localdate() - timedelta(days=1)},
        {"next_evaluation_on": None},
        {"lasts_until": timezone.localdate() - timedelta(days=1)},
        {"discussed_on": None},
        {"discussed_on": timezone.localdate() + timedelta(days=1)},
        {"is_on": False},
    ],
)
def test_a_detector_whose_measure_does_not_live_is_off(client_of: As, ann: Person, change: dict[str, Any]) -> None:
    ControlMeasure.objects.filter(code="identity-numbers").update(**change)
    assert write(client_of(ann)).status_code == 303
    assert not DetectorHit.objects.exists()


def test_on_its_last_day_it_still_works(client_of: As, ann: Person) -> None:
    today = timezone.localdate()
    ControlMeasure.objects.update(next_evaluation_on=today, lasts_until=today)
    assert write(client_of(ann)).status_code == 422


def test_own_words_are_asked_about(client_of: As, ann: Person) -> None:
    OwnWord.objects.create(word="a+)+$ fyr", why="code")
    assert write(client_of(ann), text="Om a+)+$ FYR i dag").status_code == 422
    assert write(client_of(ann), text="Om aaa fyr i dag").status_code == 303


def test_a_card_is_shown_with_its_last_four_digits_alone(client_of: As, ann: Person) -> None:
    card = numbers.with_luhn("499999000000000")
    html = write(client_of(ann), text=f"kort {card}").content.decode()
    assert f"<mark>{'•' * 12}{card[-4:]}</mark>" in html


def shown_in(html: str) -> str:
    """What the warning shows, without the fields below it, which hold what was written."""
    return html[html.index('class="warning"') : html.index('name="go_ahead"')]


@pytest.mark.parametrize(("between", "found"), [(" og ", 3), (", ", 3), ("\n", 3), (" ", 2)])  # of two, one is found
def test_the_words_around_one_number_never_show_another_in_clear(
    client_of: As, ann: Person, between: str, found: int
) -> None:
    one, two = numbers.with_luhn("499999000000000"), numbers.with_luhn("499999111111111")
    shown = shown_in(write(client_of(ann), text=f"{one}{between}{two} og {NUMBER}, {two[:8]}").content.decode())
    assert shown.count("<mark>") == found
    assert one[:12] not in shown
    assert two[:8] not in shown
    assert shown.count(one[-4:]) == shown.count(NUMBER) == 1  # each in its own place alone
    assert shown.count(two[-4:]) == found - 2


@pytest.mark.parametrize(
    "spelt", ["{}", "{:.4}\u00a0{:.0}", "４９９９ ９９００ ００００ ００００", "{} 17 91 20 99997"]
)
def test_the_words_around_have_no_digits_however_they_are_written(spelt: str) -> None:
    text = f"{spelt.format('4999990000000000', '')} nr {NUMBER} {'x' * 38}{spelt.format('4999990000000000', '')}"
    found = watching.spots_in(watching.Watch({detectors.Kind.NORWEGIAN_ID: ""}), {"text": text})
    assert [spot.found for spot in found] == [NUMBER]
    assert not [letter for spot in found for letter in spot.before + spot.after if letter.isdigit()]


def test_the_fiftieth_number_hides_the_fifty_first(client_of: As, ann: Person) -> None:
    cards = [numbers.with_luhn(f"4999990000{n:05}") for n in range(60)]
    shown = shown_in(write(client_of(ann), text=" ".join(cards)).content.decode())
    assert not [card for card in cards if card[4:12] in shown]


def test_reading_a_text_costs_one_question_to_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        watching.watching()
    ControlMeasure.objects.filter(code="confidential-words").update(is_on=False)
    with django_assert_num_queries(1):
        watching.watching()


def test_no_text_of_a_finding_is_in_the_database_after_going_ahead(client_of: As, ann: Person) -> None:
    client = client_of(ann)
    write(client, go_ahead=mark_of(write(client).content.decode()), why="mine")
    with connection.cursor() as cursor:
        for table in ("policy_detectorhit", "policy_hitcount", "policy_controlmeasure"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{NUMBER}%"])  # noqa: S608
            assert cursor.fetchone()[0] == 0
