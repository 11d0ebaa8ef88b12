"""What answering, reacting, deleting, muting and restricting write and announce."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from network.conversations import events
from network.conversations.actions import (
    delete_comment,
    edit_comment,
    end_restrictions,
    lift_restriction,
    place_restriction,
    publish_comment,
    set_mute,
    set_reaction,
)
from network.conversations.models import Comment, Emotion, Mention, Mute, Reaction, Restriction, Revision, Thread
from network.core.access import Refused

pytestmark = pytest.mark.django_db


def fresh(thread):
    return Thread.objects.get(pk=thread.pk)


def test_answering_writes_the_comment_its_mentions_and_the_count(ann, ben, mona, open_group, told, post_of):
    thread = post_of(ann, open_group).thread
    told.clear()
    comment = publish_comment(author=ben, thread=thread, text="Enig, @mona")
    assert Mention.objects.get(comment=comment).person == mona
    assert fresh(thread).comment_count == 1
    assert fresh(thread).answered_at == comment.created_at
    assert told == [events.CommentPublished(thread.pk, comment.pk, (mona.pk,))]


def test_ones_own_answer_does_not_end_the_waiting(ann, post_of):
    thread = post_of(ann).thread
    publish_comment(author=ann, thread=thread, text="Ingen?")
    assert fresh(thread).answered_at is None


def test_a_reply_to_a_reply_stands_under_the_first_level(ann, ben, post_of):
    thread = post_of(ann).thread
    first = publish_comment(author=ben, thread=thread, text="En")
    reply = publish_comment(author=ann, thread=thread, text="To", parent=first)
    deeper = publish_comment(author=ben, thread=thread, text="Tre", parent=reply)
    assert deeper.parent == first


def test_a_parent_from_another_thread_is_ignored(ann, ben, post_of):
    other = publish_comment(author=ben, thread=post_of(ann).thread, text="Der")
    comment = publish_comment(author=ben, thread=post_of(ann).thread, text="Her", parent=other)
    assert comment.parent is None


def test_an_outsider_is_refused(ann, cleo, closed_group, told, post_of):
    thread = post_of(ann, closed_group).thread
    told.clear()
    with pytest.raises(Refused):
        publish_comment(author=cleo, thread=thread, text="Hei")
    with pytest.raises(Refused):
        set_reaction(by=cleo, thread=thread, emotion=Emotion.THANKS, on=True)
    with pytest.raises(Refused):
        set_mute(by=cleo, thread=thread, on=True)
    assert told == []


def test_the_same_key_answers_once(ann, ben, post_of):
    thread, key = post_of(ann).thread, uuid4()
    first = publish_comment(author=ben, thread=thread, text="En", key=key)
    assert publish_comment(author=ben, thread=thread, text="En", key=key).pk == first.pk
    assert fresh(thread).comment_count == 1


def in_parallel(work, times):
    def once(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(once, range(times)))


@pytest.mark.django_db(transaction=True)
def test_the_same_key_in_parallel_answers_once(ann, ben, post_of):
    thread, key = post_of(ann).thread, uuid4()
    in_parallel(lambda _n: publish_comment(author=ben, thread=thread, text="En", key=key), 6)
    assert Comment.objects.count() == 1
    assert fresh(thread).comment_count == 1


@pytest.mark.django_db(transaction=True)
def test_reactions_toggled_in_parallel_end_with_the_counts_that_the_rows_say(ann, ben, mona, post_of):
    thread = post_of(ann).thread
    people = [ann, ben, mona]

    def toggle(number):
        emotion = list(Emotion)[number % 2]
        set_reaction(by=people[number % 3], thread=thread, emotion=emotion, on=number % 4 != 0)

    in_parallel(toggle, 24)
    rows = Counter(Reaction.objects.filter(thread=thread).values_list("emotion", flat=True))
    assert fresh(thread).reactions == dict(rows)


def test_editing_keeps_what_it_said_before(ann, ben, mona, told, post_of, comment_of):
    comment = comment_of(ben, post_of(ann), "Hei @ann")
    told.clear()
    edit_comment(by=ben, comment=comment, text="Hei @ann og @mona")
    comment.refresh_from_db()
    assert comment.edited_at is not None
    assert Revision.objects.get(subject_id=comment.pk).text == "Hei @ann"
    assert told == [events.CommentEdited(comment.thread_id, comment.pk, (mona.pk,))]


def test_an_edit_that_changes_nothing_is_no_edit(ann, ben, told, post_of, comment_of):
    comment = comment_of(ben, post_of(ann), "Hei")
    told.clear()
    edit_comment(by=ben, comment=comment, text=" Hei ")
    assert told == []
    assert not Revision.objects.exists()


def test_deleting_takes_text_history_and_mentions_but_keeps_the_replies(ann, ben, told, post_of, comment_of):
    post = post_of(ann)
    comment = comment_of(ben, post, "Hei @ann")
    edit_comment(by=ben, comment=comment, text="Hei @ann igjen")
    reply = comment_of(ann, post, "Takk", parent=comment)
    told.clear()
    delete_comment(by=ben, comment=comment)
    comment.refresh_from_db()
    assert (comment.text, comment.html) == ("", "")
    assert not Revision.objects.filter(subject_id=comment.pk).exists()
    assert not Mention.objects.filter(comment=comment).exists()
    assert Comment.objects.get(pk=reply.pk).text == "Takk"
    thread = fresh(post.thread)
    assert (thread.comment_count, thread.answered_at) == (1, None)
    assert told == [events.CommentDeleted(post.pk, comment.pk)]


def test_others_neither_edit_nor_delete(ann, ben, post_of, comment_of):
    comment = comment_of(ben, post_of(ann))
    with pytest.raises(Refused):
        edit_comment(by=ann, comment=comment, text="Mitt")
    with pytest.raises(Refused):
        delete_comment(by=ann, comment=comment)


def test_a_reaction_counts_once_and_is_taken_back(ann, ben, told, post_of):
    thread = post_of(ann).thread
    told.clear()
    for _ in range(2):
        set_reaction(by=ben, thread=thread, emotion=Emotion.GLOW, on=True)
    assert fresh(thread).reactions == {"glow": 1}
    assert fresh(thread).answered_at is not None
    for _ in range(2):
        set_reaction(by=ben, thread=thread, emotion=Emotion.GLOW, on=False)
    assert fresh(thread).reactions == {}
    assert fresh(thread).answered_at is None
    assert told == [
        events.ReactionsChanged(thread.pk, None, ben.pk, added=True),
        events.ReactionsChanged(thread.pk, None, ben.pk, added=False),
    ]


def test_a_reaction_to_a_comment_raises_its_version_and_its_threads(ann, ben, post_of, comment_of):
    post = post_of(ann)
    comment = comment_of(ben, post)
    before = fresh(post.thread).version
    set_reaction(by=ann, thread=post.thread, comment=comment, emotion=Emotion.SMART, on=True)
    comment.refresh_from_db()
    assert comment.reactions == {"smart": 1}
    assert fresh(post.thread).version > before
    assert fresh(post.thread).reactions == {}


def test_the_count_of_answers_is_what_the_rows_say(ann, ben, post_of, comment_of):
    post = post_of(ann)
    made = [comment_of(ben, post, f"Svar {n}") for n in range(5)]
    delete_comment(by=ben, comment=made[2])
    standing = Comment.objects.filter(thread=post.pk, deleted_at=None).count()
    assert fresh(post.thread).comment_count == standing == 4


def test_muting_twice_mutes_once_and_is_taken_back(ann, ben, post_of):
    thread = post_of(ann).thread
    set_mute(by=ben, thread=thread, on=True)
    set_mute(by=ben, thread=thread, on=True)
    assert Mute.objects.count() == 1
    set_mute(by=ben, thread=thread, on=False)
    assert not Mute.objects.exists()


def test_a_restriction_hides_everything_and_lifting_gives_it_back_as_it_was(ann, ben, mo, told, post_of, comment_of):
    post = post_of(ann)
    comment = comment_of(ben, post, "Står her")
    told.clear()
    place_restriction(by=mo, thread=post.thread, reason="Prøve")
    assert not Thread.objects.visible_to(ben).exists()
    lift_restriction(by=mo, thread=post.thread)
    assert Thread.objects.visible_to(ben).get(pk=post.pk)
    assert Comment.objects.visible_to(ben).get(pk=comment.pk).text == "Står her"
    row = Restriction.objects.get()
    assert (row.placed_by, row.lifted_by, row.reason) == (mo, mo, "Prøve")
    assert told == [events.RestrictionPlaced(post.pk, None), events.RestrictionLifted(post.pk, None)]


def test_a_restricted_comment_comes_back_when_its_time_is_over(ann, ben, post_of, comment_of):
    post = post_of(ann)
    comment = comment_of(ben, post)
    place_restriction(
        by=None, thread=post.thread, comment=comment, reason="Kort", ends_at=timezone.now() - timedelta(minutes=1)
    )
    assert Comment.objects.visible_to(ann).filter(pk=comment.pk).exists()
    place_restriction(by=None, thread=post.thread, comment=comment, reason="Lang")
    assert not Comment.objects.visible_to(ann).filter(pk=comment.pk).exists()
    lift_restriction(by=None, thread=post.thread, comment=comment)
    assert Comment.objects.visible_to(ann).filter(pk=comment.pk).exists()


def test_a_restricted_comment_leaves_the_count_and_comes_back_when_lifted(ann, ben, mo, post_of, comment_of):
    post = post_of(ann)
    hidden, _seen = comment_of(ben, post, "Skjult"), comment_of(ben, post, "Synlig")
    before = fresh(post.thread).version
    place_restriction(by=mo, thread=post.thread, comment=hidden, reason="Prøve")
    assert fresh(post.thread).comment_count == 1
    assert fresh(post.thread).version > before
    lift_restriction(by=mo, thread=post.thread, comment=hidden)
    assert fresh(post.thread).comment_count == 2


def test_answers_to_a_restricted_comment_go_and_come_with_it(ann, ben, cleo, mo, post_of, comment_of):
    post = post_of(ann)
    hidden = comment_of(ben, post, "Skjult")
    reply = comment_of(ann, post, "Svar på det", parent=hidden)
    place_restriction(by=mo, thread=post.thread, comment=hidden, reason="Prøve")
    publish_comment(author=ann, thread=post.thread, text="Sendt samtidig", parent=hidden)
    for reader in (ann, ben, cleo):
        assert not Comment.objects.visible_to(reader).filter(thread=post.pk).exists()
    assert fresh(post.thread).comment_count == 0
    lift_restriction(by=mo, thread=post.thread, comment=hidden)
    assert Comment.objects.visible_to(cleo).filter(pk=reply.pk).exists()
    assert fresh(post.thread).comment_count == 3


def test_a_post_whose_only_answer_is_restricted_waits_again(ann, ben, mo, post_of, comment_of):
    post = post_of(ann)
    comment = comment_of(ben, post)
    place_restriction(by=mo, thread=post.thread, comment=comment, reason="Prøve")
    assert fresh(post.thread).answered_at is None
    lift_restriction(by=mo, thread=post.thread, comment=comment)
    assert fresh(post.thread).answered_at == comment.created_at


def test_deleting_what_is_restricted_is_counted_once(ann, ben, mo, post_of, comment_of):
    post = post_of(ann)
    comment, _other = comment_of(ben, post), comment_of(ben, post)
    place_restriction(by=mo, thread=post.thread, comment=comment, reason="Prøve")
    delete_comment(by=ben, comment=comment)
    assert fresh(post.thread).comment_count == 1


def test_a_restriction_whose_time_is_over_gives_the_count_back(ann, ben, mo, told, post_of, comment_of):
    post, other = post_of(ann), post_of(ann)
    short, long = comment_of(ben, post, "Kort"), comment_of(ben, post, "Lang")
    for comment, days in ((short, 1), (long, 9)):
        ends_at = timezone.now() + timedelta(days=days)
        place_restriction(by=mo, thread=post.thread, comment=comment, reason="Prøve", ends_at=ends_at)
    place_restriction(by=mo, thread=other.thread, reason="Prøve", ends_at=timezone.now() + timedelta(days=1))
    gone_for_good = Restriction.objects.create(subject_id=1, reason="Prøve", ends_at=timezone.now())
    Restriction.objects.filter(subject_id__in=[short.pk, other.pk]).update(ends_at=timezone.now())
    told.clear()
    end_restrictions()
    assert fresh(post.thread).comment_count == 1
    assert told == [events.RestrictionLifted(other.pk, None), events.RestrictionLifted(post.pk, short.pk)]
    row = Restriction.objects.get(subject_id=short.pk)
    assert (row.lifted_at, row.lifted_by) == (row.ends_at, None)
    assert Restriction.objects.get(pk=gone_for_good.pk).lifted_at is not None
    told.clear()
    end_restrictions()
    assert told == []


@pytest.mark.django_db(transaction=True)
def test_answers_and_restrictions_in_parallel_end_with_the_count_that_readers_find(ann, ben, mo, post_of, comment_of):
    post = post_of(ann)
    made = [comment_of(ben, post, f"Svar {n}") for n in range(8)]

    def work(number):
        if number % 2:
            publish_comment(author=ben, thread=post.thread, text=f"Til {number}", parent=made[number // 2])
        else:
            place_restriction(by=mo, thread=post.thread, comment=made[number % 8], reason="Prøve")

    in_parallel(work, 16)
    found = Comment.objects.visible_to(ann).filter(thread=post.pk, deleted_at=None).count()
    assert fresh(post.thread).comment_count == found == 8
