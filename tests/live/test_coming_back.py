"""A page that comes back is asked for once who it is, unless a right ended meanwhile; and it is not hinted at in vain."""

import asyncio
import threading
from datetime import timedelta

import pytest
from django.test import Client

from network.core.clock import now
from network.core.ids import new_id
from network.live import consumers, registry, tail
from network.live.log import record_revocation
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


async def test_a_process_that_is_late_itself_does_not_take_what_it_has_not_heard_yet_for_lost(
    monkeypatch, still_tail, wire, page_of, ann, ben
):
    monkeypatch.setattr("network.live.broadcast.send", lambda topic, message: None)
    page, began = await page_of(ben, "home"), now()
    await act(post_of)(ann)
    await all_told()
    for patience, gaps in ((timedelta(seconds=4), 0), (timedelta(seconds=1.5), 1)):
        await tail._repair(began, now() + timedelta(seconds=3), patience)
        await page.hears(0.1)
        assert [frame["verb"] for frame in page.frames].count("gap") == gaps


async def test_a_process_to_which_messages_come_late_is_more_patient_for_a_while(still_tail, wire):
    for ago in (3, 1):
        number = new_id(now() - timedelta(seconds=ago))
        await wire.deliver({"n": number, "topic": "everyone", "texts": {}})
    patience = tail._late(timedelta(seconds=tail.EVERY))
    assert timedelta(seconds=3) <= patience < timedelta(seconds=4)
    assert tail._late(timedelta(seconds=tail.EVERY)) == patience / 2


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
