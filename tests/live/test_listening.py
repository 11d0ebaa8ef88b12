"""Who hears what, and from when to when (reliability LIVE-01..24)."""

import asyncio
import json
import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from network.conversations.actions import lift_restriction, place_restriction, set_reaction
from network.feed.actions import Words, delete_post, edit_post
from network.groups.events import MembershipEnded
from network.groups.live import membership_ended
from network.groups.models import Membership
from network.live.log import record_revocation
from network.live.models import Entry
from profiles.models import Person
from tests.factories import comment_of, post_of
from tests.live.conftest import ORIGIN, Page, act, all_told


def leave(group, person):
    Membership.objects.filter(group=group, person=person).delete()
    membership_ended(MembershipEnded(group.pk, person.pk))


@pytest.mark.parametrize("kind", ["open_group", "closed_group", "secret_group"])
async def test_members_hear_a_post_and_an_outsider_hears_only_the_open_group(
    kind, page_of, ann, ben, cleo, open_group, closed_group, secret_group
):
    group = {"open_group": open_group, "closed_group": closed_group, "secret_group": secret_group}[kind]
    bens, cleos = await page_of(ben, "home"), await page_of(cleo, "home")
    post = await act(post_of)(ann, group, "kanarifugl")
    frame = await bens.until(lambda f: f["verb"] == "prepend")
    assert frame["id"] == f"post-{post.pk}"
    assert "kanarifugl" in frame["html"]
    heard = json.dumps(await cleos.hears())
    assert ("kanarifugl" in heard) is (kind == "open_group")


FOREIGN = [
    "group:{}",
    "thread:{}",
    "person:{}",
    "group:*",
    "control",
    "everyone",
    "group:1e9",
    "x",
    "group:" + "9" * 60,
]


async def test_asking_for_what_others_may_hear_is_answered_as_asking_for_nothing(page_of, ann, cleo, secret_group):
    post = await act(post_of)(ann, secret_group)
    ids = {"group": secret_group.pk, "thread": post.pk, "person": ann.pk}
    page = await page_of(cleo, *[topic.format(ids.get(topic.partition(":")[0], 0)) for topic in FOREIGN])
    assert page.frames[-1]["topics"] == 1  # only her own inbox
    await act(comment_of)(ann, post, "kanarifugl")
    assert await page.hears() == []


async def test_a_reader_hears_comment_reaction_edit_and_deletion(page_of, ann, ben, open_group):
    post = await act(post_of)(ann, open_group)
    page = await page_of(ben, f"thread:{post.pk}")
    comment = await act(comment_of)(ann, post, "Et svar")
    appended = await page.until(lambda f: f["verb"] == "append")
    assert (appended["target"], appended["id"]) == (f"comments-{post.pk}", f"comment-{comment.pk}")
    await act(set_reaction)(by=ann, thread=post.thread, emotion="cheer", on=True)
    assert (await page.until(lambda f: f.get("fragment") == "reactions"))["id"] == f"reactions-{post.pk}"
    await act(edit_post)(by=ann, post=post, words=Words("Endret tekst"))
    assert "Endret tekst" in (await page.until(lambda f: f.get("fragment") == "whole-post"))["html"]
    await act(delete_post)(by=ann, post=post)
    assert "Endret tekst" not in (await page.until(lambda f: f.get("fragment") == "whole-post"))["html"]


async def test_a_restriction_takes_the_post_off_open_pages_and_lifting_it_asks_for_a_fresh_page(page_of, ann, ben, mo):
    post = await act(post_of)(ann)
    page = await page_of(ben, "home", f"thread:{post.pk}")
    await act(place_restriction)(by=mo, thread=post.thread, reason="Uavklart")
    frame = await page.until(lambda f: f["verb"] == "remove")
    assert "html" not in frame
    await act(lift_restriction)(by=mo, thread=post.thread)
    await page.until(lambda f: f["verb"] == "refresh")


async def test_each_reads_in_their_own_language(page_of, ann, ben, cleo):
    english, norwegian = await page_of(ben, "home"), await page_of(cleo, "home")
    await act(post_of)(ann)
    one = await english.until(lambda f: f["verb"] == "prepend")
    other = await norwegian.until(lambda f: f["verb"] == "prepend")
    assert one["html"] != other["html"]


async def test_leaving_a_group_ends_listening_within_two_seconds(page_of, ann, ben, secret_group):
    page = await page_of(ben, "home", f"group:{secret_group.pk}")
    began = time.monotonic()
    await act(leave)(secret_group, ben)
    await page.until(lambda f: f["verb"] == "listening")
    assert time.monotonic() - began < 2
    for _ in range(5):
        await act(post_of)(ann, secret_group, "kanarifugl")
    assert "kanarifugl" not in json.dumps(await page.hears())


async def test_leaving_ends_listening_also_when_the_layer_lost_the_message(
    monkeypatch, page_of, ann, ben, secret_group
):
    page = await page_of(ben, "home")
    with monkeypatch.context() as broken:
        broken.setattr("network.live.broadcast.send", lambda *a: None)
        await act(leave)(secret_group, ben)
        await all_told()
    await page.until(lambda f: f["verb"] == "listening", seconds=2.5)
    await act(post_of)(ann, secret_group, "kanarifugl")
    assert "kanarifugl" not in json.dumps(await page.hears())


async def test_ending_the_session_closes_its_sockets_and_no_others(quick_tail, page_of, ben):
    one, other = await page_of(ben, "home"), await page_of(ben, "home")
    key = one.client.cookies["session"].value
    await act(Session.objects.filter(session_key=key).delete)()
    assert await one.closes() == 4401
    assert await other.hears() == []


async def test_deactivation_closes_every_socket(page_of, ben):
    page = await page_of(ben, "home")
    await act(Person.objects.get_queryset().filter(pk=ben.pk).update)(is_active=False)
    await act(record_revocation)(ben.pk)
    assert await page.closes() == 4401


async def test_without_a_session_or_with_a_token_in_the_address_nothing_opens(wire, ben, gone):
    assert not await Page(Client()).open()
    client = Client()
    await act(client.force_login)(gone)
    assert not await Page(client).open()
    await act(client.force_login)(ben)
    assert not await Page(client, path="/ws/?token=abc").open()
    assert not await Page(client, path="/ws/other/").open()
    assert await Page(client).open()


ORIGINS = [
    None,
    b"null",
    b"https://evil.example",
    ORIGIN.replace(b"http:", b"https:"),
    ORIGIN[:-1] + b"9",
    b"http://localhost",
    b"http://sub.localhost:8000",
    b"http://localhost.:8000",
    b"http://localhost:8000.evil.example",
]


async def test_only_the_exact_origin_opens_a_socket(wire, ben):
    client = Client()
    await act(client.force_login)(ben)
    cookie = (b"cookie", f"session={client.cookies['session'].value}".encode())
    opened = [
        origin
        for origin in [*ORIGINS, ORIGIN]
        if await Page(client, [cookie, *([(b"origin", origin)] if origin else [])]).open()
    ]
    assert opened == [ORIGIN]


async def test_the_session_is_found_among_cookies_of_any_form(wire, ben):
    client = Client()
    await act(client.force_login)(ben)
    cookies = f"a@b=1; ; x; session={client.cookies['session'].value}; theme=æ".encode()
    assert await Page(client, [(b"origin", ORIGIN), (b"cookie", cookies)]).open()


MALFORMED = [
    "{",
    "[]",
    '"x"',
    '{"listen": "home"}',
    '{"listen": [1]}',
    "[" * 2000,
    '{"__proto__": 1}',
    "null",
    "x" * 5000,
]


async def test_a_malformed_or_giant_message_closes_the_socket(page_of, ben):
    codes = []
    for text in MALFORMED:
        page = await page_of(ben, "home")
        await page.socket.send_to(text_data=text)
        codes.append(await page.closes())
    assert codes == [4400] * 8 + [1009]


async def test_binary_closes_the_socket(page_of, ben):
    page = await page_of(ben, "home")
    await page.socket.send_to(bytes_data=b"\x00\xff")
    assert await page.closes() == 4400


async def test_a_flood_closes_the_socket_and_others_go_on(page_of, ben, ann):
    page, other = await page_of(ben, "home"), await page_of(ann, "home")
    for _ in range(60):
        await page.socket.send_to(text_data='{"listen": ["home"]}')
    assert await page.closes() == 4429
    await act(post_of)(ben)
    await other.until(lambda f: f["verb"] == "prepend")


async def test_one_person_opens_at_most_twenty_sockets(wire, page_of, ben, ann):
    for _ in range(20):
        await page_of(ben)
    client = Client()
    await act(client.force_login)(ben)
    assert not await Page(client).open()
    await page_of(ann)


async def test_a_page_that_was_rendered_before_a_post_is_told_that_it_is_behind(page_of, ann, ben):
    since = int(time.time() * 1000)
    await act(post_of)(ann)
    page = await page_of(ben, "home", since=since)
    assert page.frames[-1]["behind"] is True


async def test_a_socket_that_closed_is_forgotten(wire, page_of, ben, open_group):
    page = await page_of(ben, "home", f"group:{open_group.pk}")
    await page.socket.disconnect()
    await asyncio.sleep(0.05)
    assert wire.sockets == set()
    assert dict(wire.listeners) == {}


async def test_the_control_row_is_never_sent_to_a_browser(page_of, ben, secret_group):
    page = await page_of(ben, "home")
    await act(leave)(secret_group, ben)
    await page.hears(0.5)
    assert "revoke" not in json.dumps(page.frames)
    rows = await act(Entry.objects.filter(verb="revoke").count)()
    assert rows == 1
