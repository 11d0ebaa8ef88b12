"""What pages cost: pinned, and the same for three rows and for thirty."""

import pytest
from django.test.utils import CaptureQueriesContext

from network.conversations.actions import set_reaction
from network.conversations.models import Emotion
from network.feed.actions import set_saved
from network.feed.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def cost(client_of, ben, django_assert_max_num_queries):
    """How many queries a page makes for ben, the second time it is read."""
    from django.db import connection

    client = client_of(ben)

    def of(url):
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    return of


@pytest.fixture
def busy(ann, ben, cleo, open_group, post_of, comment_of):
    """Writes so many posts, each with an answer, a reaction and a save."""

    def write(times):
        for number in range(times):
            post = post_of(ann, open_group if number % 2 else None, f"Nummer {number} om #is")
            comment_of(cleo, post)
            set_reaction(by=ben, thread=post.thread, emotion=Emotion.THANKS, on=True)
            set_saved(by=ben, post=post, on=True)

    return write


MOST = {
    "/": 8,
    "/?lane=groups": 8,
    "/?lane=outside": 8,
    "/?lane=following": 8,
    "/?lane=waiting": 8,
    "/saved/": 6,
    "/topics/is/": 8,
    "/topics/?q=i": 3,
    "/people/ann/posts/": 7,
    "/groups/feltprat/posts/": 7,
    "/groups/feltprat/pinned/": 8,
    "/posts/new/": 7,
}


def test_a_list_costs_the_same_for_three_and_for_thirty(cost, busy):
    busy(3)
    few = {url: cost(url) for url in MOST}
    busy(27)
    assert {url: cost(url) for url in MOST} == few
    assert {url: count for url, count in few.items() if count > MOST[url]} == {}


def test_a_cold_card_costs_the_same_for_three_and_for_thirty(client_of, ben, busy):
    from django.core.cache import caches
    from django.db import connection

    client, counts = client_of(ben), []
    client.get("/")
    for more in (3, 27):
        busy(more)
        caches["cards"].clear()
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", [Post.Kind.UPDATE, Post.Kind.QUESTION])
def test_a_post_costs_at_most_eight_queries_however_many_answer(cost, ann, cleo, post_of, comment_of, kind):
    post = post_of(ann, None, "Hvem vet noe om #is?", kind=kind)
    comment_of(cleo, post)
    few = cost(f"/posts/{post.pk}/")
    for number in range(20):
        comment = comment_of(cleo, post, f"Svar {number}")
        comment_of(ann, post, "Takk", parent=comment)
    assert cost(f"/posts/{post.pk}/") == few <= 8
