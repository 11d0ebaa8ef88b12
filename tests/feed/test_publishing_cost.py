"""What it costs to publish a post and to draw its card: nothing is asked that is known, or that cannot be there."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.core.idempotency import earlier_result
from network.core.models import IdempotencyKey
from network.feed.live import POST
from network.feed.models import Post

MARKS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")  # of transactions; in a test they stand inside another


@pytest.fixture
def send(client_of, ann):
    """Sends the composer in as ann; the statements that it took, without those that begin and end a transaction."""
    client = client_of(ann)

    def sent(text, place=""):
        form = {"key": uuid4(), "text": text, "title": "", "kind": "update", "place": place}
        with CaptureQueriesContext(connection) as asked:
            assert client.post("/posts/new/", form).status_code == 303
        return [row["sql"] for row in asked if not row["sql"].startswith(MARKS)]

    sent("Det første")
    return sent


@pytest.mark.django_db
def test_a_post_is_published_with_eleven_statements(send):
    assert len(send("Et innlegg til alle")) == 11


@pytest.mark.django_db
def test_a_post_that_names_nothing_asks_for_neither_mentions_nor_topics_nor_files(send):
    said = "".join(send("Et innlegg til alle"))
    for table in ("conversations_mention", "feed_topic", "feed_posttopic", "conversations_attachment"):
        assert f'"{table}"' not in said


@pytest.mark.django_db
def test_in_a_group_it_costs_its_membership_and_its_date_more(send, open_group):
    assert len(send("Et innlegg", open_group.slug)) == 13


@pytest.mark.django_db(transaction=True)
def test_once_committed_a_post_that_mentions_nobody_is_read_for_its_card_alone(send):
    assert len([said for said in send("Et innlegg til alle") if 'FROM "feed_post"' in said]) == 1


@pytest.mark.django_db
def test_the_key_bears_what_it_makes_where_that_is_known_ahead(ann, send):
    send("Et innlegg til alle")
    assert IdempotencyKey.objects.filter(person=ann, subject_id=Post.objects.latest("pk").pk).count() == 1
    key = uuid4()
    assert [earlier_result(ann.pk, key, makes=number) for number in (12, 13)] == [None, 12]


@pytest.mark.django_db
def test_a_cold_card_costs_three_queries_and_its_answers_two_more(
    ann, ben, post_of, comment_of, django_assert_num_queries
):
    post = post_of(ann)
    POST.in_languages(post.pk, ["nb"])  # Glød's own SQL is made once
    with django_assert_num_queries(3):
        assert set(POST.in_languages(post.pk, ["nb", "en"])) == {"nb", "en"}
    comment_of(ben, post, "kanarifugl")
    with django_assert_num_queries(6):
        assert "kanarifugl" in POST.in_languages(post.pk, ["nb"])["nb"]
