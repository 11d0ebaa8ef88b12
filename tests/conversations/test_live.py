"""What the wire may show of a conversation, and who may listen to it."""

import pytest

from network.conversations.actions import lift_restriction, place_restriction
from network.conversations.live import may_listen_to_thread, visible_comments, visible_subjects
from network.core.clock import now
from network.live import contract
from network.live.models import Entry
from network.live.queries import catch_up

pytestmark = pytest.mark.django_db


def test_a_thread_is_heard_by_those_who_may_see_it(ann, ben, cleo, gone, secret_group, post_of):
    key = str(post_of(ann, secret_group).pk)
    assert may_listen_to_thread(ben, key) == [f"thread:{key}"]
    assert may_listen_to_thread(cleo, key) == may_listen_to_thread(gone, key) == []


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 19, "9" * 30, "١٢"])
def test_a_malformed_or_missing_thread_is_heard_by_nobody(ann, key):
    assert may_listen_to_thread(ann, key) == []


def test_only_what_the_person_may_see_is_caught_up_with(ann, ben, cleo, secret_group, post_of, comment_of):
    hidden, seen = post_of(ann, secret_group), post_of(ann)
    inside, outside, restricted = comment_of(ben, hidden), comment_of(ben, seen), comment_of(ben, seen)
    place_restriction(by=None, thread=seen.thread, comment=restricted, reason="Prøve")
    asked = [hidden.pk, seen.pk, inside.pk, outside.pk, restricted.pk]
    assert visible_subjects(cleo, asked) == {seen.pk, outside.pk}
    assert visible_subjects(ben, asked) == {hidden.pk, seen.pk, inside.pk, outside.pk}
    assert visible_comments(cleo, asked) == {outside.pk}


def test_what_was_restricted_and_given_back_is_shown_to_a_page_that_catches_up(ann, ben, post_of):
    post, asked = post_of(ann), ["home"]
    place_restriction(by=None, thread=post.thread, reason="Prøve")
    caught = {f["verb"] for f in catch_up(ben, now(), asked).frames if f["id"] == f"post-{post.pk}"}
    assert caught == {"remove"}
    lift_restriction(by=None, thread=post.thread)
    frames = [f for f in catch_up(ben, now(), asked).frames if f["id"] == f"post-{post.pk}"]
    assert {f["verb"] for f in frames} == {"prepend", "replace"}
    assert all(post.text in f["html"] for f in frames)


def told_of(thread):
    """What was told since the last look, as (topic, verb, fragment)."""
    rows = list(Entry.objects.order_by("id").values_list("topic", "verb", "fragment"))
    Entry.objects.all().delete()
    return [(topic.replace(str(thread.pk), "it"), verb, fragment) for topic, verb, fragment in rows]


def test_cards_and_counts_change_when_a_comment_is_restricted_and_when_it_comes_back(ann, ben, post_of, comment_of):
    thread = post_of(ann).thread
    comment = comment_of(ben, thread)
    told_of(thread)
    place_restriction(by=None, thread=thread, comment=comment, reason="Prøve")
    cards = [("thread:it", "replace", "stats"), ("everyone", "replace", "post")]
    assert told_of(thread) == [("thread:it", "remove", "comment"), *cards]
    lift_restriction(by=None, thread=thread, comment=comment)
    assert told_of(thread) == [("thread:it", "refresh", "whole-post"), *cards]


def test_nothing_of_a_restricted_post_is_rendered_for_the_wire(ann, ben, post_of, comment_of):
    post = post_of(ann)
    comment = comment_of(ben, post)
    place_restriction(by=None, thread=post.thread, reason="Prøve")
    place_restriction(by=None, thread=post.thread, comment=comment, reason="Prøve")
    for name in ("post", "whole-post", "stats"):
        assert contract.fragment(name).in_languages(post.pk, ["nb", "en"]) == {}
