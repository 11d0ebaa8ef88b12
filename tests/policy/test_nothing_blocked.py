"""A detector asks, and that is all (A73 to A77): its author decides, every time, and what they post stands at once."""

import enum
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network import policy
from network.feed.models import Post
from network.policy.actions.founding import Talk, found_measures
from network.policy.detectors import Kind
from network.policy.models import DetectorHit, OwnWord
from profiles.models import Person
from tests.policy import numbers

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
REASONS = {"mine", "public", "example", "needed"}
FORBIDDEN = re.compile(r"block|hold|held|hide|hidden|silen[tc]|suppress|quarantine|reject|delete|refuse|shadow")
# One text of every kind, none of them anybody's.
TEXTS: dict[Kind, str] = {
    Kind.NORWEGIAN_ID: f"ring {numbers.norwegian('018190')} i dag",
    Kind.SWEDISH_ID: f"personnummer 19{numbers.with_luhn('900161238')}",
    Kind.DANISH_ID: "CPR 3101900000",
    Kind.FINNISH_ID: numbers.finnish("310190"),
    Kind.ICELANDIC_ID: numbers.icelandic("310105"),
    Kind.IBAN: numbers.iban(numbers.account("8601111794")),
    Kind.CARD: f"kort {numbers.with_luhn('499999000000000')}",
    Kind.ACCOUNT: f"Kontonr {numbers.account('8601111794')}",
    Kind.MARKER: "Dette er strengt fortrolig.",
    Kind.OWN_WORD: "Om fyrlykt i dag",
}


@pytest.fixture(autouse=True)
def _alive(db: None) -> None:
    """Every detector is on."""
    today = timezone.localdate()
    found_measures(Talk(today - timedelta(days=10), "Tor", today + timedelta(days=100)))
    OwnWord.objects.create(word="fyrlykt", why="x")


def write(client: Client, text: str, **more: str) -> Any:
    return client.post(reverse("feed:compose"), {"kind": "update", "text": text, "title": "", **more})


def choices() -> Iterator[type[enum.Enum]]:
    """Every list of choices in the room of the rules."""
    for module in pkgutil.walk_packages(policy.__path__, "network.policy."):
        if ".migrations" not in module.name:
            for value in vars(importlib.import_module(module.name)).values():
                yield from _inside(value)


def _inside(value: object) -> Iterator[type[enum.Enum]]:
    if not isinstance(value, type) or not value.__module__.startswith("network.policy"):
        return
    if issubclass(value, enum.Enum):
        yield value
    else:
        for inner in vars(value).values():
            yield from _inside(inner)


def test_there_is_a_text_for_every_kind() -> None:
    assert set(TEXTS) == set(Kind)


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("why", sorted(REASONS))
def test_a77_whatever_is_found_the_author_is_asked_once_and_what_they_post_stands_at_once_for_all(
    kind: Kind, why: str, client_of: As, ann: Person, ben: Person
) -> None:
    client, text = client_of(ann), TEXTS[kind]
    asked = write(client, text)
    assert asked.status_code == 422
    (mark,) = re.findall(r'name="go_ahead" value="([0-9a-f]{64})"', asked.content.decode())
    assert write(client, text, go_ahead=mark, why=why).status_code == 303
    assert list(Post.objects.values_list("text", flat=True)) == [text]
    page = client_of(ben).get(reverse("feed:home")).content.decode()
    assert f"post-{Post.objects.get().pk}" in page


def test_a77_the_only_answers_that_a_detector_leads_to_are_those_of_its_author() -> None:
    assert set(DetectorHit.Choice.values) == REASONS


def test_a77_no_list_of_choices_in_the_rules_knows_a_silent_block() -> None:
    found = {each.__qualname__: each for each in choices()}
    assert {"DetectorHit.Choice", "MeasureEvaluation.Outcome", "Kind", "Certainty", "State"} <= set(found)
    words = {f"{name}.{one.name}": f"{one.name} {one.value}".lower() for name, each in found.items() for one in each}
    assert {name for name, word in words.items() if FORBIDDEN.search(word)} == set()


def everything() -> str:
    """Every row of every table, as text."""
    rows: list[str] = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")  # noqa: S608
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


@pytest.mark.parametrize("kind", TEXTS)
def test_a73_what_is_mended_is_in_no_row_of_any_table_and_in_no_line_of_the_log(
    kind: Kind, client_of: As, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(ann)
    before = everything()
    with caplog.at_level("DEBUG"):
        assert write(client, f"Hemmelig kunde: {TEXTS[kind]}").status_code == 422
        assert write(client, "Hei alle sammen").status_code == 303
    assert "Hemmelig kunde" not in before
    assert "Hemmelig kunde" not in everything()
    assert "Hemmelig kunde" not in caplog.text
    assert not DetectorHit.objects.exists()


@pytest.mark.parametrize("word", [".*", "f.r", "[a-z]+", "fyr|lykt", "(?i)x"])
def test_a76_a_word_of_the_house_that_looks_like_a_pattern_is_taken_as_it_stands(word: str) -> None:
    from network.policy.detectors import find

    own = {Kind.OWN_WORD}
    assert find("fyr og lykt er bare ord, x", own, [word]) == []
    assert [one.kind for one in find(f"her står {word} i teksten", own, [word])] == [Kind.OWN_WORD]
