"""What publishing, editing, deleting, saving and pinning write and announce."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from network.conversations.files import Changes
from network.conversations.models import Attachment, Comment, Mention, Revision, Thread
from network.core.access import Refused
from network.feed.actions import (
    Words,
    delete_post,
    edit_post,
    keep_draft,
    publish_post,
    set_pin,
    set_saved,
    set_topic_follow,
)
from network.feed.events import PinChanged, PostDeleted, PostEdited, PostPublished
from network.feed.models import Draft, Pin, Post, PostTopic, Saved, Topic, TopicFollow
from network.groups.models import Membership

pytestmark = pytest.mark.django_db


def upload_of(person, stored="a"):
    return Attachment.objects.create(
        owner=person, kind="file", name="plan.pdf", stored=stored, media_type="application/pdf", size=9
    )


def test_publishing_writes_the_post_its_mentions_topics_and_files(ann, ben, open_group, told):
    file = upload_of(ann)
    words = Words(text="Se her @ben #Vinter", title="  To   linjer ", kind="question")
    post = publish_post(author=ann, group=open_group, words=words, attachments=[file])
    assert (post.title, post.kind, post.thread.group, post.thread.department) == (
        "To linjer", "question", open_group, ann.department,
    )  # fmt: skip
    assert f'href="/people/{ben.handle}/"' in post.html
    assert Mention.objects.get(thread=post.pk).person == ben
    assert PostTopic.objects.get(post=post).topic.slug == "vinter"
    assert post.thread.attachments.get() == file
    open_group.refresh_from_db()
    assert open_group.last_post_at == post.thread.created_at
    assert told == [PostPublished(post.pk, (ben.pk,), open_group.pk)]


def test_who_may_not_write_is_refused_with_a_sentence(cleo, closed_group, told):
    with pytest.raises(Refused, match="grupper du er med i"):
        publish_post(author=cleo, group=closed_group, words=Words(text="Hei"))
    assert told == []
    assert not Post.objects.exists()


def test_a_mention_of_somebody_who_cannot_read_it_stays_text(ann, cleo, secret_group):
    post = publish_post(author=ann, group=secret_group, words=Words(text="Hei @cleo"))
    assert "/people/cleo/" not in post.html
    assert not Mention.objects.exists()


def test_the_same_key_publishes_once(ann, told):
    key = uuid4()
    first = publish_post(author=ann, group=None, words=Words(text="En"), key=key)
    again = publish_post(author=ann, group=None, words=Words(text="En"), key=key)
    assert first.pk == again.pk
    assert len(told) == 1


def test_another_persons_key_is_another_key(ann, ben):
    key = uuid4()
    first = publish_post(author=ann, group=None, words=Words(text="En"), key=key)
    assert publish_post(author=ben, group=None, words=Words(text="To"), key=key).pk != first.pk


@pytest.mark.django_db(transaction=True)
def test_the_same_key_in_parallel_publishes_once(ann):
    key = uuid4()

    def publish(_number):
        try:
            return publish_post(author=ann, group=None, words=Words(text="En"), key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(publish, range(8)))
    assert len(made) == 1
    assert Post.objects.count() == 1


def test_editing_keeps_what_it_said_before_and_tells_the_newly_mentioned(ann, ben, mona, told, post_of):
    post = post_of(ann, None, "Hei @ben #is", title="Før")
    told.clear()
    edit_post(by=ann, post=post, words=Words(text="Hei @ben og @mona #snø", title="Etter"))
    post.refresh_from_db()
    assert (post.title, post.edited_at is not None) == ("Etter", True)
    assert Revision.objects.get(subject_id=post.pk).text == "Hei @ben #is"
    assert {topic.slug for topic in post.topics.all()} == {"sno"}
    assert told == [PostEdited(post.pk, (mona.pk,))]


def test_an_edit_that_changes_nothing_leaves_no_trace_in_the_history(ann, post_of):
    post = post_of(ann, None, "Hei")
    edit_post(by=ann, post=post, words=Words(text="Hei"))
    post.refresh_from_db()
    assert post.edited_at is None
    assert not Revision.objects.exists()


def test_an_edit_adds_ones_own_files_only(ann, ben, post_of):
    post, mine, other = post_of(ann), upload_of(ann, "a"), upload_of(ben, "b")
    edit_post(by=ann, post=post, words=Words(text="Ny"), files=Changes([mine, other]))
    assert list(post.thread.attachments.all()) == [mine]


def test_nobody_else_edits_or_deletes(ann, ben, post_of):
    post = post_of(ann)
    with pytest.raises(Refused):
        edit_post(by=ben, post=post, words=Words(text="Mitt"))
    with pytest.raises(Refused):
        delete_post(by=ben, post=post)


def test_every_change_raises_the_version_of_the_card(ann, post_of):
    post = post_of(ann)
    before = Thread.objects.get(pk=post.pk).version
    edit_post(by=ann, post=post, words=Words(text="Ny"))
    assert Thread.objects.get(pk=post.pk).version > before


def test_deleting_takes_text_history_mentions_topics_and_files_but_keeps_the_answers(
    ann, ben, open_group, told, post_of, comment_of
):
    post = post_of(ann, open_group, "Hei @ben #is", title="Tittel")
    edit_post(by=ann, post=post, words=Words(text="Hei @ben #is igjen"), files=Changes([upload_of(ann)]))
    answer = comment_of(ben, post, "Svar til @ann")
    set_saved(by=ben, post=post, on=True)
    told.clear()
    delete_post(by=ann, post=post)
    post = Post.objects.select_related("thread").get(pk=post.pk)
    assert (post.title, post.text, post.html) == ("", "", "")
    assert post.thread.deleted_at is not None
    assert not Revision.objects.filter(subject_id=post.pk).exists()
    assert not Mention.objects.filter(thread=post.pk, comment=None).exists()
    assert Mention.objects.filter(comment=answer).exists()
    assert not PostTopic.objects.exists()
    assert not Saved.objects.exists()
    assert not post.thread.attachments.exists()
    assert Comment.objects.get(pk=answer.pk).text == "Svar til @ann"
    assert told == [PostDeleted(post.pk)]


def test_there_is_one_draft_per_place_and_publishing_ends_it(ann, open_group):
    keep_draft(by=ann, group=None, words=Words(text="Til alle"))
    keep_draft(by=ann, group=None, words=Words(text="Til alle, igjen"))
    keep_draft(by=ann, group=open_group, words=Words(text="Til gruppa"))
    assert {draft.text for draft in Draft.objects.filter(person=ann)} == {"Til alle, igjen", "Til gruppa"}
    publish_post(author=ann, group=None, words=Words(text="Ferdig"))
    assert Draft.objects.get(person=ann).group == open_group


def test_an_empty_draft_is_thrown_away(ann):
    keep_draft(by=ann, group=None, words=Words(text="Noe"))
    assert keep_draft(by=ann, group=None, words=Words(text="  ")) is None
    assert not Draft.objects.exists()


def test_a_draft_keeps_what_is_asked_about(ann):
    asking = Words(text="", kind="question")
    assert keep_draft(by=ann, group=None, words=asking, skill="Solceller").skill == "Solceller"
    assert keep_draft(by=ann, group=None, words=asking) is None


def test_no_draft_is_kept_where_one_may_not_write(cleo, secret_group):
    with pytest.raises(Refused):
        keep_draft(by=cleo, group=secret_group, words=Words(text="Hei"))


def test_saving_twice_saves_once_and_is_taken_back(ann, ben, post_of):
    post = post_of(ann)
    set_saved(by=ben, post=post, on=True)
    set_saved(by=ben, post=post, on=True)
    assert Saved.objects.count() == 1
    set_saved(by=ben, post=post, on=False)
    assert not Saved.objects.exists()


def test_what_one_cannot_see_one_cannot_save(ann, cleo, secret_group, post_of):
    with pytest.raises(Refused):
        set_saved(by=cleo, post=post_of(ann, secret_group), on=True)


def test_a_topic_is_followed_once_and_no_longer(ann, ben, post_of):
    post_of(ann, None, "Om #is")
    topic = Topic.objects.get()
    set_topic_follow(by=ben, topic=topic, on=True)
    set_topic_follow(by=ben, topic=topic, on=True)
    assert TopicFollow.objects.count() == 1
    set_topic_follow(by=ben, topic=topic, on=False)
    assert not TopicFollow.objects.exists()


def test_a_host_pins_and_lets_go(ann, mona, open_group, told, post_of):
    post = post_of(ann, open_group)
    told.clear()
    set_pin(by=mona, post=post, on=True)
    assert Pin.objects.get().pinned_by == mona
    set_pin(by=mona, post=post, on=False)
    assert not Pin.objects.exists()
    assert told == [PinChanged(post.pk), PinChanged(post.pk)]


def test_others_do_not_pin(ann, open_group, post_of):
    with pytest.raises(Refused, match="vertskapet"):
        set_pin(by=ann, post=post_of(ann, open_group), on=True)


def test_a_right_that_ended_meanwhile_refuses_the_edit(ann, closed_group, post_of):
    post = post_of(ann, closed_group)
    Membership.objects.filter(person=ann).delete()
    with pytest.raises(Refused):
        edit_post(by=ann, post=post, words=Words(text="Ny"))
