"""One person in a minute: as much as work needs, then 429 with the time to wait, and nothing lost or done twice."""

import pytest
import time_machine

from network.conversations.models import Comment, Reaction
from network.core.limits import LIMITS
from network.feed.actions import Words, publish_post
from network.feed.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NOON = "2026-03-02T12:00:20Z"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def few(monkeypatch):
    """Two of each."""
    for kind in LIMITS:
        monkeypatch.setitem(LIMITS, kind, 2)


@pytest.fixture
def post(mona):
    return publish_post(author=mona, group=None, words=Words(text="Her"))


def refused(answer):
    return answer.status_code == 429 and answer.headers["Retry-After"] == "40"


def test_the_third_post_is_not_made_and_its_words_are_still_there(few, ann, ben, client_of):
    client = client_of(ann)
    for n in range(3):
        answer = client.post("/posts/new/", {"text": f"Nummer {n}", "kind": "update"})
    assert refused(answer)
    assert "Nummer 2</textarea>" in answer.content.decode()
    assert set(Post.objects.values_list("text", flat=True)) == {"Nummer 0", "Nummer 1"}
    assert client_of(ben).post("/posts/new/", {"text": "Min", "kind": "update"}).status_code == 303


def test_a_preview_counts_for_nothing(few, ann, client_of):
    client = client_of(ann)
    for _ in range(5):
        assert client.post("/posts/new/", {"text": "Hei", "kind": "update", "do": "preview"}).status_code == 200
    assert client.post("/posts/new/", {"text": "Hei", "kind": "update"}).status_code == 303


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_the_third_comment_stays_in_its_field(few, ann, post, client_of, headers):
    client = client_of(ann)
    for n in range(3):
        answer = client.post(f"/threads/{post.pk}/comments/", {"text": f"Svar {n}"}, headers=headers)
    assert refused(answer)
    assert "Svar 2</textarea>" in answer.content.decode()
    assert Comment.objects.count() == 2


def test_reactions_searches_and_cards_end_too_each_by_itself(few, ann, post, client_of):
    client = client_of(ann)
    for _ in range(3):
        answer = client.post(f"/threads/{post.pk}/reactions/glow/", {"on": "1"})
    assert refused(answer)
    assert Reaction.objects.count() == 1
    for path in ("/search/?q=a", "/people/?q=a", "/people/ann/contact.vcf"):
        answers = [client.get(path) for _ in range(3)]
        assert refused(answers[-1]) or path == "/people/?q=a"
    assert refused(client.get("/people/?q=a"))  # counted with the search page: both search


def test_the_next_minute_begins_anew(few, ann, client_of):
    client = client_of(ann)
    assert [client.get("/search/?q=a").status_code for _ in range(3)] == [200, 200, 429]
    with time_machine.travel("2026-03-02T12:01:01Z", tick=False):
        assert client.get("/search/?q=a").status_code == 200


def test_a_site_may_lift_the_limits(few, ann, client_of, settings):
    settings.LIMITED = False
    client = client_of(ann)
    assert {client.get("/search/?q=a").status_code for _ in range(5)} == {200}


def test_the_page_says_what_to_do(few, ann, client_of):
    client = client_of(ann)
    for _ in range(3):
        answer = client.get("/search/?q=a")
    assert "Vent et minutt" in answer.content.decode()
