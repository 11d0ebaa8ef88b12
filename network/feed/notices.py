"""Who is told about posts: one function per event. Always inside the audience, never the author."""

from collections.abc import Iterable

from network.feed.events import PostDeleted, PostEdited, PostPublished
from network.feed.models import Post
from network.groups.access import readers
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from profiles.models import Person


def post_published(event: PostPublished) -> None:
    """The mentioned."""
    _tell_mentioned(event.post_id, event.mentioned)


def post_edited(event: PostEdited) -> None:
    """Those newly mentioned."""
    _tell_mentioned(event.post_id, event.mentioned)


def post_deleted(event: PostDeleted) -> None:
    """News about the post is taken back, except about answers that stay: they are found under the stub."""
    withdraw(subject=f"thread:{event.post_id}", kind=Kind.MENTION)


def _tell_mentioned(post_id: int, mentioned: Iterable[int]) -> None:
    thread = Post.objects.select_related("thread__group").get(pk=post_id).thread
    people = Person.objects.get_queryset().filter(readers(thread.group), pk__in=mentioned).exclude(pk=thread.author_id)
    news = News(Kind.MENTION, f"thread:{post_id}", thread.author_id, thread.group_id)
    notify(list(people.values_list("pk", flat=True)), news)
