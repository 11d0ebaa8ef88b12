"""What the wire tells about conversations, and how its fragments are rendered."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from network.conversations.events import (
    CommentDeleted,
    CommentEdited,
    CommentPublished,
    FilesChanged,
    ReactionsChanged,
    RestrictionLifted,
    RestrictionPlaced,
)
from network.conversations.models import Comment, Thread
from network.conversations.queries import CommentRow, folded, press
from network.core.cards import Key, cards
from network.core.prepared import prepared
from network.live.contract import Context, Fragment
from network.live.log import record
from profiles.models import Person


def comment_published(event: CommentPublished) -> None:
    """The comment arrives under its thread (or under its parent); the card in feeds is renewed."""
    comment = Comment.objects.select_related("thread").get(pk=event.comment_id)
    target = f"replies-{comment.parent_id}" if comment.parent_id else f"comments-{comment.thread_id}"
    record(f"thread:{comment.thread_id}", "append", "comment", comment.pk, target)
    _renew_card(comment.thread)


def comment_edited(event: CommentEdited) -> None:
    """The comment changes in place."""
    record(f"thread:{event.thread_id}", "replace", "comment", event.comment_id)
    _renew_card(Thread.objects.get(pk=event.thread_id))


def comment_deleted(event: CommentDeleted) -> None:
    """The comment becomes a stub in place, so that nothing below it moves."""
    record(f"thread:{event.thread_id}", "replace", "comment", event.comment_id)
    _renew_card(Thread.objects.get(pk=event.thread_id))


def reactions_changed(event: ReactionsChanged) -> None:
    """Only the counts travel; a viewer's own marks stay in the viewer's page."""
    thread = Thread.objects.get(pk=event.thread_id)
    subject = event.comment_id or event.thread_id
    record(f"thread:{thread.pk}", "replace", "reactions", subject)
    if event.comment_id is None:
        record(thread.topic(), "replace", "reactions", subject)


def restriction_placed(event: RestrictionPlaced) -> None:
    """What is restricted leaves every open page."""
    thread = Thread.objects.get(pk=event.thread_id)
    if event.comment_id is not None:
        record(f"thread:{thread.pk}", "remove", "comment", event.comment_id)
        _renew_card(thread)
    else:
        record(f"thread:{thread.pk}", "remove", "whole-post", thread.pk)
        record(thread.topic(), "remove", "post", thread.pk)


def restriction_lifted(event: RestrictionLifted) -> None:
    """Open pages are asked to load afresh: only there does it come back in its right place. Counts change at once."""
    record(f"thread:{event.thread_id}", "refresh", "whole-post", event.thread_id)
    if event.comment_id is not None:
        _renew_card(Thread.objects.get(pk=event.thread_id))


def files_changed(event: FilesChanged) -> None:
    """The card changes in place, in feeds and on its own page."""
    record(f"thread:{event.thread_id}", "replace", "whole-post", event.thread_id)
    _renew_card(Thread.objects.get(pk=event.thread_id))


def _renew_card(thread: Thread) -> None:
    record(f"thread:{thread.pk}", "replace", "stats", thread.pk)
    record(thread.topic(), "replace", "post", thread.pk)


def load_comments(ids: list[int]) -> dict[int, Context]:
    """Fragment "comment": templates/conversations/_comment.html without replies; a deleted comment is its stub."""
    rows = Comment.objects.filter(pk__in=ids).unrestricted().for_comment()
    return {row.pk: {"comment": row, "version": row.version} for row in rows}


def load_reactions(ids: list[int]) -> dict[int, Context]:
    """Fragment "reactions": templates/conversations/_reactions.html, of threads and of comments."""
    subjects = [*Thread.objects.filter(pk__in=ids), *Comment.objects.filter(pk__in=ids).select_related("thread")]
    return {row.pk: {"subject": row} for row in subjects}


def comment_versions(ids: list[int]) -> list[Key]:
    """The versions of the cards of these comments; what is restricted has none."""
    return list(Comment.objects.filter(pk__in=ids).unrestricted().values_list("pk", "version"))


def visible_comments(person: Person, ids: list[int]) -> set[int]:
    """Those of the comments that the person may see now."""
    return set(Comment.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def visible_subjects(person: Person, ids: list[int]) -> set[int]:
    """Those of the threads and comments that the person may see now."""
    threads = Thread.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)
    return set(threads) | visible_comments(person, ids)


COMMENT = Fragment(
    "comment-{}", "conversations/_comment.html", load_comments, visible_comments, "comment", comment_versions
)
REACTIONS = Fragment("reactions-{}", "conversations/_reactions.html", load_reactions, visible_subjects)


def comments_html(rows: Sequence[CommentRow], marks: Sequence[str], quiet: Sequence[int] = ()) -> SafeString:
    """A page of comments from their cards, replies put into their places, the viewer's own reactions pressed.

    Those of people whom the viewer does not hear stand folded.
    """
    keys = [(pk, version) for row in rows for pk, version in (row.key, *row.replies)]
    found = cards(COMMENT.card, keys, COMMENT.fresh)
    if quiet:
        found = {pk: mark_safe(folded(card, quiet)) for pk, card in found.items()}  # noqa: S308  (cards of templates)
    html = []
    for row in rows:
        pk = row.key[0]
        replies = "".join(found.get(reply, "") for reply, _version in row.replies)
        place = f'id="replies-{pk}" hidden>'
        html.append(
            found.get(pk, "").replace(place, f'id="replies-{pk}">{replies}', 1) if replies else found.get(pk, "")
        )
    return press("".join(html), marks)


def may_listen_to_thread(person: Person, key: str) -> list[str]:
    """A thread is heard by those who may see it."""
    if not key.isascii() or not key.isdigit() or len(key) > 19:
        return []
    return [f"thread:{key}"] if visible_threads(person, int(key)) else []


def visible_threads(person: Person, thread_id: int) -> bool:
    """The person may see this thread now."""
    return thread_id < 2**63 and bool(_visible.rows(person, thread_id))


@prepared("is_active")
def _visible(person: Person, thread_id: int) -> "QuerySet[Thread, int]":
    return Thread.objects.visible_to(person).filter(pk=thread_id).values_list("pk", flat=True)
