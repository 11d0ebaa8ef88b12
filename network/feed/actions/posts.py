"""Publishing, editing, deleting, saving, following, pinning. Each: require, write, announce; one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from network.conversations.actions import Saying, add_mentions, first_mentions, hold_editing, hold_publishing, touch
from network.conversations.files import AS_THEY_ARE, Changes, change_files, discard_files
from network.conversations.models import Attachment, Mention, Place, Revision, Thread
from network.conversations.queries import names_of, readable_people
from network.conversations.stubs import keep_who_knew
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result
from network.core.ids import new_id
from network.core.text import (
    clean_line,
    clean_text,
    guess_language,
    mentioned_handles,
    mentioned_topics,
    render_markdown,
)
from network.feed.access import can_delete_post, can_edit_post, can_pin_post, can_post_in
from network.feed.actions.asking import Ask, ask_people
from network.feed.events import PinChanged, PostDeleted, PostEdited, PostPublished
from network.feed.models import Draft, Pin, Post, PostTopic, Saved, Topic, TopicFollow
from network.groups.models import Group
from profiles.models import Person

NOT_A_MEMBER = _("You can only write in groups you belong to, and not in an archived one.")
NOT_YOURS = _("You can only change what you wrote yourself, and only while you belong to the group.")
NOT_HOST = _("Only the hosts of the group pin posts.")


@dataclass(frozen=True)
class Words:
    """What somebody wrote: an optional title and Markdown."""

    text: str
    title: str = ""
    kind: str = Post.Kind.UPDATE


@transaction.atomic
def publish_post(
    *,
    author: Person,
    group: Group | None,
    words: Words,
    attachments: Sequence[Attachment] = (),
    key: UUID | None = None,
    ask: Ask | None = None,
) -> Post:
    """Publishes to everyone (group None) or to a group; a question may be sent to people. Same key, same post, once."""
    require(can_post_in(author, group), NOT_A_MEMBER)
    number = new_id()
    made = earlier_result(author.pk, key, makes=number)
    if made is not None:
        return Post.objects.get(pk=made)
    hold_publishing(author, group)
    thread = Thread.objects.create(pk=number, group=group, author=author, department_id=author.department_id)
    text = clean_text(words.text)
    people = readable_people(group, mentioned_handles(text))
    post = Post.objects.create(
        thread=thread,
        kind=words.kind,
        title=clean_line(words.title),
        text=text,
        html=render_markdown(text, names_of(people)),
        language=guess_language(f"{words.title} {text}", author.language),
    )
    mentioned = first_mentions(thread, None, people)
    _add_topics(post)
    if attachments:
        change_files(by=author, place=Place(thread.pk), changes=Changes(attachments))
    if ask is not None and post.kind == Post.Kind.QUESTION:
        ask_people(author=author, post=post, ask=ask)
    if group is not None:
        Group.objects.filter(pk=group.pk).update(last_post_at=thread.created_at)
    Draft.objects.filter(person=author, group=group).delete()
    announce(PostPublished(post.pk, mentioned, thread.group_id))
    return post


@transaction.atomic
def edit_post(*, by: Person, post: Post, words: Words, files: Changes = AS_THEY_ARE) -> None:
    """Replaces title and text; adds, describes and removes files.

    What it said before, and which files are gone, stays readable in the history.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("thread__group").get(pk=post.pk)
    require(can_edit_post(by, post), NOT_YOURS)
    title, text = clean_line(words.title), clean_text(words.text)
    said = (Saying(post.title, title), Saying(post.text, text))
    hold_editing(by, post.thread.group, *said, adds=files.adds)
    gone = change_files(by=by, place=Place(post.pk), changes=files).removed
    mentioned: tuple[int, ...] = ()
    if gone or (title, text) != (post.title, post.text):
        Revision.objects.create(subject_id=post.pk, title=post.title, text=post.text, removed=gone)
        people = readable_people(post.thread.group, mentioned_handles(text))
        post.title, post.text, post.edited_at = title, text, now()
        post.html = render_markdown(text, names_of(people))
        post.language = guess_language(f"{title} {text}", by.language)
        post.save(update_fields=["title", "text", "html", "language", "edited_at"])
        mentioned = add_mentions(post.thread, None, people)
        name_topics(post)
    touch(post.pk)
    announce(PostEdited(post.pk, mentioned))


@transaction.atomic
def delete_post(*, by: Person, post: Post) -> None:
    """Takes one's own post away: text, files, history, topics and mentions go, the answers stay under a stub."""
    post = Post.objects.select_for_update(of=("self",)).select_related("thread__group").get(pk=post.pk)
    require(can_delete_post(by, post), NOT_YOURS)
    post.title = post.text = post.html = ""
    post.save(update_fields=["title", "text", "html"])
    Thread.objects.filter(pk=post.pk).update(deleted_at=now(), version=F("version") + 1)
    Revision.objects.filter(subject_id=post.pk).delete()
    keep_who_knew(post.thread)
    Mention.objects.filter(thread=post.pk, comment=None).delete()
    PostTopic.objects.filter(post=post).delete()
    discard_files(place=Place(post.pk))
    Saved.objects.filter(post=post).delete()
    Pin.objects.filter(post=post).delete()
    announce(PostDeleted(post.pk))


def name_topics(post: Post) -> None:
    """Ties the post to exactly the topics that its text names."""
    topics = _add_topics(post)
    PostTopic.objects.filter(post=post).exclude(topic__in=topics).delete()


def _add_topics(post: Post) -> list[Topic]:
    named = mentioned_topics(f"{post.title} {post.text}")
    if not named:
        return []
    Topic.objects.bulk_create([Topic(slug=slug, name=name) for slug, name in named.items()], ignore_conflicts=True)
    topics = list(Topic.objects.filter(slug__in=named))
    PostTopic.objects.bulk_create([PostTopic(post=post, topic=topic) for topic in topics], ignore_conflicts=True)
    return topics


@transaction.atomic
def keep_draft(*, by: Person, group: Group | None, words: Words, skill: str = "") -> Draft | None:
    """Keeps what is being written and what is asked about, one draft per place; an empty one is thrown away."""
    require(can_post_in(by, group), NOT_A_MEMBER)
    if not any(said.strip() for said in (words.text, words.title, skill)):
        Draft.objects.filter(person=by, group=group).delete()
        return None
    kept = {"title": words.title[:140], "text": words.text[:20_000], "kind": words.kind, "skill": skill[:60]}
    return Draft.objects.update_or_create(person=by, group=group, defaults={**kept, "saved_at": now()})[0]


@transaction.atomic
def set_saved(*, by: Person, post: Post, on: bool) -> None:
    """Puts a post aside for later, or no longer; only the person knows."""
    if on:
        require(Post.objects.visible_to(by).listed().filter(pk=post.pk).exists(), NOT_A_MEMBER)
        Saved.objects.get_or_create(post=post, person=by)
    else:
        Saved.objects.filter(post=post, person=by).delete()


@transaction.atomic
def set_topic_follow(*, by: Person, topic: Topic, on: bool) -> None:
    """Follows a topic, or no longer; only the person knows."""
    if on:
        TopicFollow.objects.get_or_create(topic=topic, person=by)
    else:
        TopicFollow.objects.filter(topic=topic, person=by).delete()


@transaction.atomic
def set_pin(*, by: Person, post: Post, on: bool) -> None:
    """A host keeps a post at the top of its group, or lets it go."""
    require(can_pin_post(by, post), NOT_HOST)
    if on and post.thread.group is not None:
        Pin.objects.get_or_create(post=post, defaults={"group": post.thread.group, "pinned_by": by})
    else:
        Pin.objects.filter(post=post).delete()
    announce(PinChanged(post.pk))
