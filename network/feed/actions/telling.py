"""Posts that tell something of another room: made once, and following what there is to tell."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from network.conversations.models import Thread
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line, clean_text, guess_language
from network.feed.events import PostDeleted, PostEdited, PostPublished
from network.feed.models import Post
from network.feed.subjects import Told, describe
from network.groups.models import Group

_TITLE = 140  # characters


@transaction.atomic
def tell_source(*, source: str) -> None:
    """Makes the one post about the source, or lets it say what there is to tell now; harmless to repeat.

    Where there is nothing to tell any more, the post says nothing either, until there is again.
    """
    told = describe([source]).get(source)
    post = Post.objects.select_for_update(of=("self",)).select_related("thread").filter(source=source).first()
    if post is not None:
        _follow(post, told)
    elif told is not None:
        _publish(source, told)


def _publish(source: str, told: Told) -> None:
    """The database knows each source once: whoever comes second makes nothing."""
    try:
        with transaction.atomic():
            thread = Thread.objects.create(group_id=told.group_id, author_id=told.author_id)
            post = Post.objects.create(thread=thread, source=source, kind=Post.Kind.AWARD, **_words(told))
    except IntegrityError:
        if Post.objects.filter(source=source).exists():
            return
        raise
    if told.group_id is not None:
        Group.objects.filter(pk=told.group_id).update(last_post_at=thread.created_at)
    announce(PostPublished(post.pk, group_id=told.group_id))


def _follow(post: Post, told: Told | None) -> None:
    words = {"title": "", "text": "", "html": ""} if told is None else _words(told)
    Post.objects.filter(pk=post.pk).update(**words)
    gone = None if told is not None else post.thread.deleted_at or now()
    Thread.objects.filter(pk=post.pk).update(deleted_at=gone, version=F("version") + 1)
    announce(PostDeleted(post.pk) if told is None else PostEdited(post.pk))


def _words(told: Told) -> dict[str, str]:
    text = clean_text(told.text)
    return {
        "title": clean_line(told.title)[:_TITLE],
        "text": text,
        "language": guess_language(text, settings.LANGUAGE_CODE),
    }
