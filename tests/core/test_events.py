"""What follows from an event: inside it belongs to the action, after it the action is done whatever happens."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from network.core import events
from network.core.events import Effects, Event, announce
from profiles.models import Department

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class BellRang(Event):
    at: str


def fail(event: BellRang) -> None:
    raise ValueError(event.at)


def open_door(event: BellRang) -> None:
    Department.objects.create(name=event.at, slug=event.at)


def ring(monkeypatch: pytest.MonkeyPatch, effects: Effects) -> None:
    monkeypatch.setattr(events, "_wired", {BellRang: effects})
    with transaction.atomic():
        announce(BellRang("noon"))


def test_an_effect_after_commit_that_fails_costs_a_log_line_and_the_next_one_runs(
    monkeypatch, caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ring(monkeypatch, Effects(after=(fail, open_door)))
        assert not Department.objects.exists()
    assert Department.objects.get().name == "noon"
    assert [record.message for record in caplog.records] == ["an effect failed"]


def test_an_effect_inside_that_fails_takes_the_action_back(monkeypatch):
    with pytest.raises(ValueError, match="noon"):
        ring(monkeypatch, Effects(inside=(open_door, fail)))
    assert not Department.objects.exists()
