"""What a page that was away is told: all it may see, nothing else, and a fresh page when that would be too much."""

from datetime import timedelta

import pytest

from network.conversations.actions import place_restriction
from network.core.clock import now
from network.feed.actions import set_pin
from network.live.log import CONTROL, record, record_revocation
from network.live.models import Entry
from network.live.queries import MAX_ENTRIES
from network.live.tasks import forget_entries

pytestmark = pytest.mark.django_db


def milliseconds(moment):
    return int(moment.timestamp() * 1000)


@pytest.fixture
def caught_up(client_of):
    """What the person's page is told that asks since a moment, half a minute ago if not said."""

    def ask(person, *topics, since=None):
        moment = milliseconds(since or now() - timedelta(seconds=30))
        answer = client_of(person).get("/live/catch-up/", {"since": moment, "listen": topics})
        assert answer.status_code == 200
        return answer.json()

    return ask


def shown(caught):
    return [(frame["verb"], frame["id"]) for frame in caught["frames"]]


def test_a_member_catches_up_and_an_outsider_learns_nothing(caught_up, ann, ben, cleo, secret_group, post_of):
    post = post_of(ann, secret_group, "kanarifugl")
    asked = ("home", f"group:{secret_group.pk}", f"thread:{post.pk}", "control", "everyone", f"person:{ben.pk}")
    caught = caught_up(ben, *asked)
    assert ("prepend", f"post-{post.pk}") in shown(caught)
    assert "kanarifugl" in caught["frames"][0]["html"]
    assert caught_up(cleo, *asked) == {"frames": [], "refresh": False}


def test_what_was_taken_away_meanwhile_is_taken_off_the_page(caught_up, ann, ben, mo, post_of):
    post = post_of(ann, text="kanarifugl")
    place_restriction(by=mo, thread=post.thread, reason="Uavklart")
    caught = caught_up(ben, "home")
    assert set(shown(caught)) == {("remove", f"post-{post.pk}")}
    assert "html" not in caught["frames"][0]


def test_what_asks_for_a_fresh_page_asks_so_again(caught_up, mona, ann, ben, open_group, post_of):
    post = post_of(ann, open_group)
    set_pin(by=mona, post=post, on=True)
    last = caught_up(ben, f"group:{open_group.pk}")["frames"][-1]
    assert (last["verb"], last["id"]) == ("refresh", f"post-{post.pk}")
    assert "html" not in last


def test_a_revocation_is_for_processes_and_never_for_pages(caught_up, ben):
    record_revocation(ben.pk)
    record_revocation()
    assert caught_up(ben, "home", CONTROL)["frames"] == []


def test_who_missed_more_than_the_log_tells_is_asked_to_load_afresh(caught_up, ben, cleo):
    for _ in range(MAX_ENTRIES):
        record(f"person:{ben.pk}", "replace", "inbox", ben.pk)
    assert len(caught_up(ben)["frames"]) == MAX_ENTRIES
    record(f"person:{ben.pk}", "replace", "inbox", ben.pk)
    assert caught_up(ben) == {"frames": [], "refresh": True}
    assert caught_up(cleo) == {"frames": [], "refresh": False}


def test_who_was_away_for_longer_than_the_log_is_kept_is_asked_to_load_afresh(caught_up, settings, ben):
    horizon = timedelta(hours=settings.LIVE_LOG_HORIZON_HOURS)
    assert caught_up(ben, since=now() - horizon + timedelta(minutes=1))["refresh"] is False
    assert caught_up(ben, since=now() - horizon - timedelta(seconds=1))["refresh"] is True


def test_the_log_forgets_what_lies_behind_its_horizon(settings, ben):
    horizon = now() - timedelta(hours=settings.LIVE_LOG_HORIZON_HOURS)
    for moment in (horizon - timedelta(minutes=1), horizon + timedelta(minutes=1)):
        Entry.objects.create(topic="everyone", verb="replace", fragment="inbox", subject_id=1, created_at=moment)
    forget_entries(timestamp=0)
    assert Entry.objects.get().created_at > horizon


TOMORROW = now() + timedelta(days=1)


@pytest.mark.parametrize(
    "since", ["", "x", "-1", "1.5", "١٢", "9" * 15, pytest.param(str(milliseconds(TOMORROW)), id="tomorrow"), None]
)
def test_a_moment_that_is_none_is_refused(client_of, ben, since):
    asked = {"listen": "home"} if since is None else {"listen": "home", "since": since}
    assert client_of(ben).get("/live/catch-up/", asked).status_code == 400


def test_a_clock_may_be_a_minute_fast_and_no_more(client_of, ben):
    statuses = [
        client_of(ben).get("/live/catch-up/", {"since": milliseconds(now() + timedelta(seconds=fast))}).status_code
        for fast in (50, 70)
    ]
    assert statuses == [200, 400]


def test_asking_is_no_form(client_of, ben):
    assert client_of(ben).post("/live/catch-up/").status_code == 405
