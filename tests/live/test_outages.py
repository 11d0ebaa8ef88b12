"""The layer is away, loses messages or brings them twice: nobody waits, nothing is shown twice, the log fills the gap."""

import asyncio
import threading
import time
from datetime import timedelta

import pytest

from network.live import consumers, tail
from network.live.log import record
from network.live.models import Entry
from network.live.registry import REMEMBERED, the_layer
from tests.factories import post_of
from tests.live.conftest import act, all_told

pytestmark = pytest.mark.usefixtures("quick_tail")
NOBODY = "redis://127.0.0.1:1/0"


async def refuse(*args):
    raise ConnectionError


def is_down(patch, *verbs):
    """The layer fails; with Redis the verbs are passed on, so the class does not name them."""
    for verb in verbs:
        patch.setattr(type(the_layer()), verb, refuse, raising=False)


@pytest.fixture
def lost(monkeypatch):
    """What was sent to the layer, which lost it."""
    messages = []
    monkeypatch.setattr("network.live.broadcast.send", lambda topic, message: messages.append(message))
    return messages


async def caught_up(page, since, *topics):
    """What the log gives a page that asks."""
    answer = await act(page.client.get)("/live/catch-up/", {"since": since, "listen": topics})
    return [(frame["verb"], frame["id"]) for frame in answer.json()["frames"]]


async def test_a_message_that_the_layer_lost_becomes_a_gap_and_the_log_fills_it(lost, page_of, ann, ben, open_group):
    since = int(time.time() * 1000)
    page = await page_of(ben, "home")
    post = await act(post_of)(ann, open_group)
    await all_told()
    await page.until(lambda f: f["verb"] == "gap", seconds=5)
    assert ("prepend", f"post-{post.pk}") in await caught_up(page, since, "home")


async def test_a_message_that_comes_after_its_gap_is_not_shown_as_well(lost, wire, page_of, ann, ben, open_group):
    page = await page_of(ben, "home")
    await act(post_of)(ann, open_group)
    await all_told()
    await page.until(lambda f: f["verb"] == "gap", seconds=5)
    assert lost
    for message in lost:
        await wire.deliver(message)
    assert await page.hears() == []


async def test_what_was_heard_is_never_called_missed(monkeypatch, page_of, ann, ben):
    monkeypatch.setattr(tail, "PATIENCE", timedelta(minutes=1))
    page = await page_of(ben, "home")
    await act(post_of)(ann)
    await page.until(lambda f: f["verb"] == "prepend")
    monkeypatch.setattr(tail, "PATIENCE", timedelta())
    await page.hears(0.4)
    assert "gap" not in {frame["verb"] for frame in page.frames}


async def test_of_what_was_delivered_only_the_newest_is_remembered(wire):
    for number in range(REMEMBERED + 3):
        wire.remember(number)
    assert list(wire.delivered) == list(range(3, REMEMBERED + 3))


async def test_a_failing_layer_costs_the_author_nothing(monkeypatch, ann, page_of):
    page = await page_of(ann, "home")
    is_down(monkeypatch, "group_send")
    post = await act(post_of)(ann)
    assert post.pk
    await page.until(lambda f: f["verb"] == "gap", seconds=5)


def test_work_outside_the_web_process_is_done_while_the_layer_is_away(
    monkeypatch, caplog, django_capture_on_commit_callbacks, ben
):
    is_down(monkeypatch, "group_send")
    with django_capture_on_commit_callbacks(execute=True):
        record(f"person:{ben.pk}", "replace", "inbox", ben.pk)
    assert Entry.objects.get().topic == f"person:{ben.pk}"
    assert "did not take a message" in caplog.text


async def test_a_fragment_that_cannot_be_rendered_costs_the_author_nothing(monkeypatch, page_of, ann, ben):
    page = await page_of(ben, "home")
    with monkeypatch.context() as broken:
        broken.setattr("network.live.broadcast.tell", lambda entry: 1 / 0)
        post = await act(post_of)(ann)
        await all_told()
    assert post.pk
    await page.until(lambda f: f["verb"] == "gap", seconds=5)


async def test_what_was_lost_while_the_database_was_away_too_is_found_afterwards(monkeypatch, lost, page_of, ann, ben):
    page = await page_of(ben, "home")
    tried = threading.Event()

    def fail(*args):
        tried.set()
        raise OSError

    with monkeypatch.context() as away:
        away.setattr(tail, "recent_entries", fail)
        await act(post_of)(ann)
        assert await asyncio.to_thread(tried.wait, 5)
    await page.until(lambda f: f["verb"] == "gap", seconds=5)


async def test_pages_opened_while_the_layer_is_away_hear_when_it_is_back(monkeypatch, wire, page_of, ann, ben):
    post = await act(post_of)(ann)
    with monkeypatch.context() as away:
        is_down(away, "group_add", "group_discard", "group_send", "receive")
        page = await page_of(ben, f"thread:{post.pk}")
        await page.say({"listen": ["home"]})
        await page.until(lambda f: f["verb"] == "listening")
        await act(post_of)(ann)
        await page.until(lambda f: f["verb"] == "gap", seconds=5)
    async with asyncio.timeout(10):
        while not any(frame["verb"] == "prepend" for frame in await page.hears(0.5)):
            await act(post_of)(ann)


async def test_a_process_that_starts_while_redis_is_away_serves_pages_that_live_by_the_log(
    settings, wire, page_of, ann, ben, cleo, secret_group
):
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [NOBODY]}}
    }
    since = int(time.time() * 1000)
    bens, cleos = await page_of(ben, "home"), await page_of(cleo, "home")
    post = await act(post_of)(ann, secret_group)
    await bens.until(lambda f: f["verb"] == "gap", seconds=5)
    assert ("prepend", f"post-{post.pk}") in await caught_up(bens, since, "home")
    assert await cleos.hears(0.1) == []
    assert {frame["verb"] for frame in cleos.frames} == {"listening"}
    assert await caught_up(cleos, since, "home", f"group:{secret_group.pk}") == []


async def test_what_is_gone_by_the_time_it_is_told_is_taken_away(page_of, ben):
    page = await page_of(ben, "home")
    await act(record)("everyone", "prepend", "post", 12, "feed")
    frame = await page.until(lambda f: f.get("id") == "post-12")
    assert frame["verb"] == "remove"
    assert "html" not in frame


async def test_a_browser_that_vanished_is_forgotten_and_the_others_hear(monkeypatch, wire, page_of, ann, ben, cleo):
    gone, other = await page_of(ben, "home"), await page_of(cleo, "home")
    (vanished,) = (socket for socket in wire.sockets if socket.person_id == ben.pk)
    monkeypatch.setattr(vanished, "send", refuse)
    await act(post_of)(ann)
    await other.until(lambda f: f["verb"] == "prepend")
    assert {socket.person_id for socket in wire.sockets} == {cleo.pk}
    assert await gone.hears(0.1) == []


async def test_a_page_that_closes_while_its_rights_are_asked_again_is_forgotten(monkeypatch, wire, page_of, ben):
    page = await page_of(ben, "home")
    asked, answer, ask = threading.Event(), threading.Event(), consumers.allowed_of_session

    def slow(*args):
        asked.set()
        answer.wait(5)
        return ask(*args)

    monkeypatch.setattr(consumers, "allowed_of_session", slow)
    asking = asyncio.create_task(wire.revoke(ben.pk))
    assert await asyncio.to_thread(asked.wait, 5)
    await page.socket.disconnect()
    answer.set()
    await asking
    assert (wire.sockets, dict(wire.listeners)) == (set(), {})
