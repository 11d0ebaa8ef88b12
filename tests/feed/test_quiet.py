"""Muting and blocking a colleague: what it leaves out for oneself, and that nobody else can tell (MOD-20)."""

import asyncio
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ideas.queries.boards import Narrowing, narrowed
from network.conversations.actions import set_reaction
from network.conversations.models import Emotion
from network.feed.actions import set_pin
from network.feed.models import Post
from network.feed.queries import Lane, lane_page, posts_in_group, waiting_for_you
from network.live.broadcast import authors_in
from network.live.models import Entry
from network.live.registry import Registry
from network.notifications.models import Kind, Notification
from profiles.actions import follow
from profiles.actions.quiet import end_mute, mute_person
from profiles.models import Follow, Person, PersonMute
from tests.factories import comment_of, idea_of, post_of

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
MUTE, BLOCK = PersonMute.Kind.MUTE, PersonMute.Kind.BLOCK


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def quiet(by: Person, colleague: Person, kind: PersonMute.Kind = MUTE) -> Person:
    mute_person(by=by, colleague=colleague, kind=kind)
    return Person.objects.get(pk=by.pk)


def page(person: Person, name: str = "feed:home", *args: object) -> str:
    """Without what changes with every request."""
    html = signed_in(person).get(reverse(name, args=args)).content.decode()
    return re.sub(r"[A-Za-z0-9]{64}|[0-9a-f-]{36}|data-since=.[0-9]+.", "", html)


@pytest.mark.parametrize("kind", [MUTE, BLOCK])
def test_what_they_write_is_left_out_of_every_feed(kind: Any, ann: Person, ben: Person, open_group: Any) -> None:
    posts = [post_of(ann), post_of(ann, open_group), post_of(ann, text="Hvem vet noe om #brøyting?")]
    mine = post_of(ben)
    hears_not = quiet(ben, ann, kind)
    for lane in (Lane.EVERYTHING, Lane.GROUPS, Lane.WAITING):
        assert not {pk for pk, _version in lane_page(hears_not, lane).keys} & {post.pk for post in posts}
    assert [pk for pk, _version in lane_page(hears_not, Lane.EVERYTHING).keys] == [mine.pk]
    assert not posts_in_group(hears_not, open_group).keys
    assert not waiting_for_you(hears_not)


def test_what_hosts_pinned_is_shown_all_the_same(ann: Person, ben: Person, mona: Person, open_group: Any) -> None:
    post = post_of(ann, open_group)
    set_pin(by=mona, post=post, on=True)
    hears_not = quiet(ben, ann, BLOCK)
    assert [pk for pk, _version in posts_in_group(hears_not, open_group).keys] == [post.pk]


def test_an_address_opens_as_before(ann: Person, ben: Person) -> None:
    post = post_of(ann, text="Elleve centimeter is.")
    quiet(ben, ann, BLOCK)
    assert "Elleve centimeter is." in page(ben, "feed:post", post.pk)


def test_in_a_conversation_their_reply_is_folded_and_opened_by_itself(ann: Person, ben: Person, cleo: Person) -> None:
    post = post_of(cleo)
    comment_of(ann, post, text="Tullprat fra ende til annen.")
    comment_of(cleo, post, text="Takk for det.")
    before = page(ben, "feed:post", post.pk)
    assert "<details><summary" not in before
    quiet(ben, ann)
    after = page(ben, "feed:post", post.pk)
    folded = re.search(r"<details><summary.*?</details>", after, re.DOTALL)
    assert folded is not None
    assert "Tullprat fra ende til annen." in folded[0]
    assert "Takk for det." not in folded[0]
    assert "Takk for det." in after


def test_the_newest_lines_of_a_card_leave_them_out(ann: Person, ben: Person, cleo: Person) -> None:
    post = post_of(cleo)
    comment_of(ann, post, text="En <li data-by> her</li> * punkt\n* punkt to")
    comment_of(cleo, post, text="Takk for det.")
    assert "punkt to" in page(ben)
    quiet(ben, ann)
    shown = page(ben)
    assert "punkt to" not in shown
    assert "Takk for det." in shown
    assert shown.count("<article") == shown.count("</article>")


def test_an_idea_is_left_out_of_the_board_only_while_it_is_theirs_alone(ann: Person, ben: Person) -> None:
    idea = idea_of(ann)
    hears_not = quiet(ben, ann)
    assert idea not in narrowed(hears_not, Narrowing())
    type(idea).objects.filter(pk=idea.pk).update(state="in-review")
    assert idea in narrowed(hears_not, Narrowing())
    type(idea).objects.filter(pk=idea.pk).update(state="open", is_anonymous=True)
    assert idea in narrowed(hears_not, Narrowing())  # nobody learns by muting whose it is


def told(person: Person) -> set[str]:
    return set(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


@pytest.fixture
def noise(ann: Person, ben: Person, django_capture_on_commit_callbacks: Any) -> Any:
    """Ann does everything that ben may be told of."""

    def made() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            mine = post_of(ben)
        with django_capture_on_commit_callbacks(execute=True):
            comment_of(ann, mine)
        with django_capture_on_commit_callbacks(execute=True):
            set_reaction(by=ann, thread=mine.thread, emotion=Emotion.THANKS, on=True)
            comment_of(ann, post_of(ann), text="Hva mener du, @ben?")
            follow(person=ann, colleague=ben)

    return made


def test_muted_they_are_not_news_but_what_they_send_to_me_is(noise: Any, ann: Person, ben: Person) -> None:
    quiet(ben, ann)
    noise()
    assert told(ben) == {Kind.MENTION}


def test_blocked_nothing_of_theirs_is_news(noise: Any, ann: Person, ben: Person) -> None:
    quiet(ben, ann, BLOCK)
    noise()
    assert told(ben) == set()


def test_blocked_they_are_not_told_of_what_i_do_either(
    ann: Person, ben: Person, django_capture_on_commit_callbacks: Any
) -> None:
    quiet(ben, ann, BLOCK)
    post = post_of(ann)
    with django_capture_on_commit_callbacks(execute=True):
        comment_of(ben, post)
    assert told(ann) == set()


def test_others_are_told_as_before(noise: Any, ben: Person, cleo: Person) -> None:
    quiet(ben, cleo, BLOCK)
    noise()
    assert told(ben) == {Kind.COMMENT, Kind.REACTION, Kind.MENTION, Kind.FOLLOW}


@pytest.mark.parametrize("kind", [MUTE, BLOCK])
def test_whoever_is_muted_sees_no_difference(
    kind: Any, ann: Person, ben: Person, cleo: Person, open_group: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """MOD-20."""
    theirs = post_of(ben, open_group)
    comment_of(ben, theirs, text="Jeg svarer.")
    follow(person=ann, colleague=ben)
    follow(person=ben, colleague=ann)
    pages = (
        ("feed:home",), ("feed:post", theirs.pk), ("profiles:person", "ben"), ("profiles:people",),
        ("profiles:quiet_list",), ("profiles:settings",), ("notifications:notifications",),
    )  # fmt: skip
    seen = {who.handle: [page(who, *asked) for asked in pages] for who in (ann, cleo)}
    with django_capture_on_commit_callbacks(execute=True):
        quiet(ben, ann, kind)
    now_seen = {who.handle: [page(who, *asked) for asked in pages] for who in (ann, cleo)}
    assert now_seen == seen
    assert Follow.objects.filter(person=ann, followed=ben).exists()
    assert not Notification.objects.filter(recipient=ann, moment__gte=PersonMute.objects.get().since).exists()
    comment_of(ann, theirs, text="Og jeg, @ben.")  # as anybody may
    assert 'class="mention"' in page(ann, "feed:post", theirs.pk) or "@" in page(ann, "feed:post", theirs.pk)


def test_the_list_is_ones_own(ann: Person, ben: Person, cleo: Person, ada: Person, mona: Person) -> None:
    quiet(ben, ann, BLOCK)
    assert "Ann Askeland" in page(ben, "profiles:quiet_list")
    assert all("Ann Askeland" not in page(other, "profiles:quiet_list") for other in (cleo, ada, mona))


def test_it_is_undone_and_everything_is_back(ann: Person, ben: Person) -> None:
    post = post_of(ann)
    client = signed_in(ben)
    address = reverse("profiles:quiet", args=["ann"])
    assert client.post(address, {"value": "block"}).status_code in (302, 303)
    ben.refresh_from_db()
    assert ben.quiet == [ann.pk]
    assert not lane_page(ben, Lane.EVERYTHING).keys
    client.post(address, {"value": ""})
    ben.refresh_from_db()
    assert ben.quiet == []
    assert [pk for pk, _version in lane_page(ben, Lane.EVERYTHING).keys] == [post.pk]


def test_what_stands_on_the_person_is_what_the_rows_say(ann: Person, ben: Person, cleo: Person) -> None:
    quiet(ben, ann)
    quiet(ben, cleo, BLOCK)
    quiet(ben, ann, BLOCK)
    end_mute(by=ben, colleague=cleo)
    ben.refresh_from_db()
    assert ben.quiet == list(PersonMute.objects.filter(person=ben).values_list("other", flat=True)) == [ann.pk]


def test_nobody_mutes_themselves_or_nobody(ben: Person, gone: Person) -> None:
    client = signed_in(ben)
    for handle in ("ben", "gone", "finnes-ikke"):
        address = reverse("profiles:quiet", args=[handle])
        assert client.get(address).status_code == client.post(address, {"value": "mute"}).status_code == 404
    assert client.post(reverse("profiles:quiet", args=["ben"]), {"value": "x"}).status_code == 404
    assert not PersonMute.objects.exists()


def test_following_ends_with_it_and_begins_with_hearing_again(ann: Person, ben: Person) -> None:
    follow(person=ben, colleague=ann)
    quiet(ben, ann)
    assert not Follow.objects.filter(person=ben).exists()
    signed_in(ben).post(reverse("profiles:follow", args=["ann"]), {"value": "1"})
    assert not Follow.objects.filter(person=ben).exists()


@pytest.mark.parametrize("muted", [False, True])
def test_no_page_asks_more_for_it(
    muted: bool,
    ann: Person,
    ben: Person,
    cleo: Person,
    django_assert_max_num_queries: Any,
    django_assert_num_queries: Any,
) -> None:
    post = post_of(cleo)
    comment_of(ann, post)
    if muted:
        quiet(ben, ann)
    client = signed_in(ben)
    client.get(reverse("feed:home"))
    client.get(reverse("feed:post", args=[post.pk]))
    costs = []
    for address in (reverse("feed:home"), reverse("feed:post", args=[post.pk])):
        with django_assert_max_num_queries(40) as asked:
            client.get(address)
        costs.append(len(asked))
    assert costs == [7, 8]


def test_a_frame_names_everybody_whose_words_it_carries_and_no_word_that_looks_like_it() -> None:
    html = {"nb": '<article data-by="5"><li class="x" data-by="7"></li><p>&lt;p data-by="9"&gt;</p></article>'}
    assert authors_in(html) == [5, 7]
    assert authors_in({}) == []


def test_a_page_that_catches_up_gets_nothing_of_theirs(
    ann: Person, ben: Person, cleo: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        theirs, others = post_of(ann), post_of(cleo)
    assert Entry.objects.filter(subject_id=theirs.pk).exists()
    quiet(ben, ann)
    since = str(int(theirs.thread.created_at.timestamp() * 1000) - 1000)
    frames = signed_in(ben).get("/live/catch-up/", {"since": since, "listen": "home"}).json()["frames"]
    assert [told["id"] for told in frames if told["fragment"] == "post"] == [f"post-{others.pk}"]


def test_the_report_offers_it_too(ann: Person, ben: Person) -> None:
    post = post_of(ann)
    link = reverse("profiles:quiet", args=["ann"])
    assert link in page(ben, "moderation:report", "post", post.pk)
    assert link in page(ben, "feed:post_menu", post.pk)
    assert link in page(ben, "profiles:person", "ann")
    assert link not in page(ann, "feed:post_menu", post.pk)
    assert Post.objects.filter(pk=post.pk).exists()


def test_a_frame_passes_by_the_sockets_that_do_not_hear_its_author() -> None:
    class Socket:
        language = "nb"

        def __init__(self, *quiet: int) -> None:
            self.quiet, self.pushed = frozenset(quiet), []  # type: ignore[var-annotated]

        async def push(self, text: str) -> None:
            self.pushed.append(text)

    registry, hears, hears_not = Registry(), Socket(), Socket(5)
    registry.listeners["everyone"] = {hears, hears_not}  # type: ignore[arg-type]
    for number, by in enumerate(([5], [7, 5], [7], []), 1):
        message = {"n": number, "topic": "everyone", "texts": {"nb": f"ramme {number}"}, "by": by}
        asyncio.run(registry.deliver(message))
    assert hears.pushed == ["ramme 1", "ramme 2", "ramme 3", "ramme 4"]
    assert hears_not.pushed == ["ramme 3", "ramme 4"]
