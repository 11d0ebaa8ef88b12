"""What the wire tells about posts, and how a post's card is rendered."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from network.conversations.models import Attachment, Thread, topic_of, unrestricted
from network.conversations.queries import latest_comments, press, spread_of, without_lines
from network.core.bulk import hand_out
from network.core.cards import Key, cards, in_order
from network.core.prepared import prepared
from network.feed.events import PinChanged, PostDeleted, PostEdited, PostPublished, QuestionHandedOn
from network.feed.models import Asked, Post
from network.feed.queries import marks_of, people_in
from network.feed.subjects import describe
from network.live.contract import Context, Fragment
from network.live.log import record
from profiles.models import Person


def post_published(event: PostPublished) -> None:
    """The card arrives at the top of every feed that may show it."""
    record(topic_of(event.group_id), "prepend", "post", event.post_id, "feed")


def post_edited(event: PostEdited) -> None:
    """The card changes in place, in feeds and on its own page."""
    record(Thread.objects.get(pk=event.post_id).topic(), "replace", "post", event.post_id)
    record(f"thread:{event.post_id}", "replace", "whole-post", event.post_id)


def post_deleted(event: PostDeleted) -> None:
    """In feeds and on its page the post becomes a stub in place; the next load of a feed leaves it out."""
    record(Thread.objects.get(pk=event.post_id).topic(), "replace", "post", event.post_id)
    record(f"thread:{event.post_id}", "replace", "whole-post", event.post_id)


def question_handed_on(event: QuestionHandedOn) -> None:
    """Who is asked now is seen in place, in feeds and on the post's own page."""
    record(Thread.objects.get(pk=event.post_id).topic(), "replace", "post", event.post_id)
    record(f"thread:{event.post_id}", "replace", "whole-post", event.post_id)


def pin_changed(event: PinChanged) -> None:
    """Where the pinned posts of the group are shown, they are fetched again."""
    thread = Thread.objects.get(pk=event.post_id)
    record(thread.topic(), "refresh", "post", event.post_id, f"pinned-{thread.group_id}")


def load_posts(ids: list[int]) -> dict[int, Context]:
    """Fragment "post": templates/feed/_post.html as a feed shows it, the text shortened by CSS, two newest answers.

    What is restricted is not rendered, whatever is told about it: to the wire it is gone.
    """
    posts = load_whole_posts(ids)
    comments = latest_comments(pk for pk, context in posts.items() if context["thread"].comment_count)
    return {pk: context | {"comments": comments.get(pk, [])} for pk, context in posts.items()}


def load_whole_posts(ids: list[int]) -> dict[int, Context]:
    """Fragment "whole-post": templates/feed/_whole_post.html as the post's own page shows it."""
    spread, rows = spread_of(ids), _posts.rows(ids)
    hand_out([row.thread for row in rows], "attachments", _files.rows([row.pk for row in rows]))
    hand_out(rows, "asked", _asked.rows([row.pk for row in rows if row.kind == Post.Kind.QUESTION]))
    told = describe(row.source for row in rows if row.source)
    return {
        row.pk: {
            "post": row,
            "thread": row.thread,
            "told": told.get(row.source or ""),
            "spread": spread.get(row.pk, []),
            "version": row.thread.version,
        }
        for row in rows
    }


@prepared()
def _posts(ids: list[int]) -> "QuerySet[Post]":
    return Post.objects.filter(unrestricted("thread_id"), pk__in=ids).for_post()


@prepared()
def _files(threads: list[int]) -> "QuerySet[Attachment]":
    return Attachment.objects.shown().filter(thread__in=threads)


@prepared()
def _asked(posts: list[int]) -> "QuerySet[Asked]":
    return Asked.objects.filter(post__in=posts).select_related("person", "skill", "handed_on_by")


def load_stats(ids: list[int]) -> dict[int, Context]:
    """Fragment "stats": templates/conversations/_stats.html, how many answered and from how many departments."""
    spread = spread_of(ids)
    rows = Thread.objects.filter(unrestricted(), pk__in=ids)
    return {row.pk: {"thread": row, "spread": spread.get(row.pk, [])} for row in rows}


def versions_of(ids: list[int]) -> list[Key]:
    """The versions of the cards of these posts."""
    return _versions.rows(ids)


@prepared()
def _versions(ids: list[int]) -> "QuerySet[Thread, Key]":
    return Thread.objects.filter(pk__in=ids).values_list("pk", "version")


def visible_posts(person: Person, ids: list[int]) -> set[int]:
    """Those of the posts that the person may see now."""
    return set(_visible.rows(person, ids))


@prepared("is_active")
def _visible(person: Person, ids: list[int]) -> "QuerySet[Post, int]":
    return Post.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)


POST = Fragment("post-{}", "feed/_post.html", load_posts, visible_posts, "post", versions_of)
WHOLE_POST = Fragment(
    "whole-post-{}", "feed/_whole_post.html", load_whole_posts, visible_posts, "whole-post", versions_of
)
STATS = Fragment("stats-{}", "conversations/_stats.html", load_stats, visible_posts)


def post_cards(keys: Sequence[Key]) -> dict[int, SafeString]:
    """The cards of a page: one look in the cache, one batch of queries for those missing."""
    return cards(POST.card, keys, POST.fresh)


def cards_for(person: Person, keys: Sequence[Key]) -> list[SafeString]:
    """The cards of a page in order, with the viewer's own marks pressed."""
    if not keys:
        return []
    html = in_order(post_cards(keys), [pk for pk, _version in keys])
    marks = marks_of(person, [pk for pk, _version in keys])
    html = [press(card, marks) for card in html] if marks else html
    return [without_lines(card, person.quiet) for card in html] if person.quiet else html


def whole_post_for(post: Post, marks: Sequence[str]) -> SafeString:
    """The post as its own page shows it, with the viewer's own marks pressed."""
    return press(cards(WHOLE_POST.card, [(post.pk, post.thread.version)], WHOLE_POST.fresh)[post.pk], marks)


def aside_of(post: Post) -> SafeString:
    """Who takes part, by department; a neutral fragment, cached with the thread."""
    return cards("aside", [(post.pk, post.thread.version)], _render_asides)[post.pk]


def _render_asides(ids: list[int]) -> dict[int, str]:
    rows = Post.objects.filter(pk__in=ids).select_related("thread__author", "thread__group")
    spread = spread_of(ids)
    return {
        row.pk: render_to_string(
            "feed/_post_aside.html",
            {
                "thread": row.thread,
                "spread": spread.get(row.pk, []),
                "taking": people_in(row.pk, row.thread.author),
            },
        )
        for row in rows
    }
