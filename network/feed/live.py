"""What the wire tells about posts, and how a post's card is rendered."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from network.conversations.models import Thread
from network.conversations.queries import latest_comments, spread_of
from network.core.cards import cards
from network.feed.events import PinChanged, PostDeleted, PostEdited, PostPublished
from network.feed.models import Post
from network.feed.queries import Key
from network.live.log import record
from profiles.models import Person


def post_published(event: PostPublished) -> None:
    """The card arrives at the top of every feed that may show it."""
    record(Thread.objects.get(pk=event.post_id).topic(), "prepend", "post", event.post_id, "feed")


def post_edited(event: PostEdited) -> None:
    """The card changes in place, in feeds and on its own page."""
    record(Thread.objects.get(pk=event.post_id).topic(), "replace", "post", event.post_id)
    record(f"thread:{event.post_id}", "replace", "whole-post", event.post_id)


def post_deleted(event: PostDeleted) -> None:
    """In feeds and on its page the post becomes a stub in place; the next load of a feed leaves it out."""
    record(Thread.objects.get(pk=event.post_id).topic(), "replace", "post", event.post_id)
    record(f"thread:{event.post_id}", "replace", "whole-post", event.post_id)


def pin_changed(event: PinChanged) -> None:
    """The group page is asked to load afresh when it next can."""
    record(Thread.objects.get(pk=event.post_id).topic(), "refresh", "post", event.post_id)


def render_posts(ids: list[int]) -> dict[int, str]:
    """Fragment "post": templates/feed/_post.html as a feed shows it, the text shortened by CSS, two newest answers."""
    rows = Post.objects.filter(pk__in=ids).for_post()
    spread, comments = spread_of(ids), latest_comments(ids)
    return {
        row.pk: render_to_string(
            "feed/_post.html",
            {"post": row, "thread": row.thread, "spread": spread.get(row.pk, []), "comments": comments.get(row.pk, [])},
        )
        for row in rows
    }


def render_whole_posts(ids: list[int]) -> dict[int, str]:
    """Fragment "whole-post": templates/feed/_whole_post.html as the post's own page shows it."""
    rows = Post.objects.filter(pk__in=ids).for_post()
    spread = spread_of(ids)
    return {
        row.pk: render_to_string(
            "feed/_whole_post.html", {"post": row, "thread": row.thread, "spread": spread.get(row.pk, [])}
        )
        for row in rows
    }


def render_stats(ids: list[int]) -> dict[int, str]:
    """Fragment "stats": templates/conversations/_stats.html, how many answered and from how many departments."""
    spread = spread_of(ids)
    threads = Thread.objects.filter(pk__in=ids)
    return {
        row.pk: render_to_string("conversations/_stats.html", {"thread": row, "spread": spread.get(row.pk, [])})
        for row in threads
    }


def visible_posts(person: Person, ids: list[int]) -> set[int]:
    """Those of the posts that the person may see now."""
    return set(Post.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def post_cards(keys: Sequence[Key]) -> dict[int, SafeString]:
    """The cards of a page: one look in the cache, one batch of queries for those missing."""
    return cards("post", keys, render_posts)
