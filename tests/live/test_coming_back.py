"""A page that comes back is asked for once who it is, unless a right ended meanwhile; and it is not hinted at in vain."""

import asyncio
import threading
from datetime import timedelta

import pytest
from django.test import Client

from network.core.clock import now
from network.live import consumers, registry, tail
from network.live.log import record_revocation
from network.live.registry import the_layer
from tests.factories import post_of
from tests.live.conftest import Page, act, all_told


@pytest.fixture
def asked(monkeypatch):
    """Every time that somebody's session was asked for."""
    times, ask = [], consumers.person_of_session

    def noted(key):
        times.append(key)
        return ask(key)

    monkeypatch.setattr(consumers, "person_of_session", noted)
    return times


@pytest.fixture
def still_tail(monkeypatch):
    """The tail reads nothing by itself."""
    monkeypatch.setattr(tail, "EVERY", 60)


async def comes(true):
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


async def signed_in(person):
    client = Client()
    await act(client.force_login)(person)
    return Page(client)


async def test_who_it_is_is_asked_once_for_a_page_that_connects_and_says_what_it_wants(asked, page_of, ben):
    page = await page_of(ben, "home")
    assert len(asked) == 1
    await page.say({"listen": ["home"]})
    await page.until(lambda f: f["verb"] == "listening")
    assert len(asked) == 2, "what was known counts for the first wish only"


async def test_a_right_that_ends_before_the_page_says_what_it_wants_is_seen(asked, still_tail, wire, ben):
    page = await signed_in(ben)
    assert await page.open()
    await act(record_revocation)(ben.pk)
    await page.until(lambda f: f["verb"] == "listening")
    await page.say({"listen": ["home"]})
    await page.until(lambda f: f["verb"] == "listening")
    assert len(asked) == 3
    await page.socket.disconnect()


async def test_a_right_that_ends_while_the_page_connects_is_seen(monkeypatch, still_tail, wire, ben):
    asking, answer, ask, times = threading.Event(), threading.Event(), consumers.person_of_session, []

    def slow(key):
        times.append(key)
        found = ask(key)
        asking.set()
        answer.wait(5)
        return found

    monkeypatch.setattr(consumers, "person_of_session", slow)
    page = await signed_in(ben)
    opening = asyncio.create_task(page.open("home"))
    assert await asyncio.to_thread(asking.wait, 5)
    await wire.revoke(ben.pk)
    answer.set()
    assert await opening
    assert len(times) == 2
    await page.socket.disconnect()


async def test_a_page_is_told_of_gaps_once_in_a_while_and_nothing_of_it_is_forgotten(
    monkeypatch, still_tail, wire, page_of, ben, cleo
):
    page, other = await page_of(ben, "home"), await page_of(cleo, "home")
    for _ in range(3):
        await wire.hint_gap(["everyone"])
    await page.hears(0.1)
    assert [frame["verb"] for frame in page.frames].count("gap") == 1
    await other.socket.disconnect()
    monkeypatch.setattr(registry, "BETWEEN_HINTS", 0)
    await wire.hint_gap([])
    await page.hears(0.1)
    assert [frame["verb"] for frame in page.frames].count("gap") == 2
    assert wire.owed == set()


async def test_a_message_that_comes_late_is_not_taken_for_lost(monkeypatch, wire, page_of, ann, ben):
    page, deliver = await page_of(ben, "home"), wire.deliver
    await act(post_of)(ann)
    await page.until(lambda f: f["verb"] == "prepend", seconds=20)  # whatever the first card takes
    monkeypatch.setattr(tail, "EVERY", 0.1)

    async def late(message):
        await asyncio.sleep(3 * tail.PATIENCE.total_seconds())
        await deliver(message)

    monkeypatch.setattr(wire, "deliver", late)
    await act(post_of)(ann)
    await page.until(lambda f: f["verb"] == "prepend", seconds=20)
    await page.hears(0.5)
    assert "gap" not in {frame["verb"] for frame in page.frames}


async def test_what_is_lost_is_found_also_when_the_layer_swallows_everything(
    monkeypatch, quick_tail, wire, page_of, ann, ben
):
    async def swallow(*args):
        return None

    for verb in ("send", "group_send"):
        monkeypatch.setattr(type(the_layer()), verb, swallow, raising=False)
    monkeypatch.setattr(registry, "ECHO", 0.5)
    page = await page_of(ben, "home")
    await act(post_of)(ann)
    await page.until(lambda f: f["verb"] == "gap", seconds=5)


async def test_a_page_that_was_told_to_ask_the_log_is_not_hinted_at_as_well(still_tail, wire, ann, ben):
    await act(post_of)(ann)
    await all_told()
    page = await signed_in(ben)
    assert await page.open()
    await page.say({"listen": ["home"], "since": int((now() - timedelta(seconds=9)).timestamp() * 1000)})
    told = await page.until(lambda f: f["verb"] == "listening")
    assert told["behind"]
    await wire.hint_gap(["everyone"])
    await page.hears(0.1)
    assert [frame["verb"] for frame in page.frames].count("gap") == 0
    assert len(wire.owed) == 1, "what it misses from now on is told later"
    await page.socket.disconnect()


async def test_what_is_told_while_a_page_is_let_in_has_it_ask_the_log(monkeypatch, still_tail, wire, page_of, ann, ben):
    listening = await page_of(ann, "home")
    asked, answer, ask = threading.Event(), threading.Event(), consumers.allowed_of_session

    def slow(*args):
        found = ask(*args)
        asked.set()
        answer.wait(5)
        return found

    page = await signed_in(ben)
    assert await page.open()
    monkeypatch.setattr(consumers, "allowed_of_session", slow)
    await page.say({"listen": ["home"], "since": int(now().timestamp() * 1000)})
    assert await asyncio.to_thread(asked.wait, 5)
    await act(post_of)(ann)
    await listening.until(lambda f: f["verb"] == "prepend")
    answer.set()
    assert (await page.until(lambda f: f["verb"] == "listening"))["behind"]
    await page.socket.disconnect()


async def test_a_topic_is_subscribed_to_for_a_while_after_its_last_listener(
    monkeypatch, still_tail, wire, page_of, ann, ben
):
    subscribed, subscribe = [], wire._subscribe

    async def noted(topic):
        subscribed.append(topic)
        await subscribe(topic)

    monkeypatch.setattr(wire, "_subscribe", noted)
    for heard in (1, 2):
        page = await page_of(ben, "home")
        await page.socket.disconnect()
        await comes(lambda: not wire.sockets)
        await act(post_of)(ann)
        await comes(lambda heard=heard: len(wire.delivered) == heard)  # nothing is lost while the only page comes back
    assert wire.listeners == {}
    assert subscribed.count("everyone") == 1

    monkeypatch.setattr(registry, "KEPT", 0)
    await wire.let_go()
    assert wire.kept == wire.told == {}
    await act(post_of)(ann)
    await all_told()
    await asyncio.sleep(0.3)
    assert len(wire.delivered) == 2


async def test_a_topic_is_let_go_also_while_the_layer_is_away(monkeypatch, caplog, still_tail, wire, page_of, ben):
    async def refuse(*args):
        raise ConnectionError

    page = await page_of(ben, "home")
    await page.socket.disconnect()
    await comes(lambda: not wire.sockets)
    assert wire.kept
    monkeypatch.setattr(type(the_layer()), "group_discard", refuse, raising=False)
    monkeypatch.setattr(registry, "KEPT", 0)
    await wire.let_go()
    assert wire.kept == {}
    assert "did not take a message" in caplog.text
