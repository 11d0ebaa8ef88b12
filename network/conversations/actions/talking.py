"""Answering, reacting, deleting one's own, muting, restricting. Each: require, write, announce; one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from network.conversations.access import can_comment_in, can_delete_comment, can_edit_comment, can_react_in
from network.conversations.actions.limits import Saying, hold_editing, hold_publishing
from network.conversations.events import (
    CommentDeleted,
    CommentEdited,
    CommentPublished,
    FilesChanged,
    ReactionsChanged,
    RestrictionLifted,
    RestrictionPlaced,
)
from network.conversations.models import (
    Attachment,
    Comment,
    Emotion,
    Mention,
    Mute,
    Reaction,
    Restriction,
    Revision,
    Thread,
)
from network.conversations.queries import handles_of, names_of, naming, readable_people
from network.conversations.stubs import keep_who_knew
from network.core.access import require
from network.core.bulk import allow_long_statements
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result
from network.core.ids import new_id
from network.core.text import clean_text, guess_language, mentioned_handles, render_markdown, without_mentions
from profiles.models import Person
from profiles.queries.names import former_name

NO_ANSWER = _("You cannot answer here: the group is archived, or only its members answer.")
NOT_YOURS = _("You can only change what you wrote yourself, and only while you belong to the group.")


@transaction.atomic
def publish_comment(
    *, author: Person, thread: Thread, text: str, parent: Comment | None = None, key: UUID | None = None
) -> Comment:
    """Answers in a thread; a reply to a reply goes under the same first-level comment. Same key, same comment."""
    require(can_comment_in(author, thread), NO_ANSWER)
    number = new_id()
    made = earlier_result(author.pk, key, makes=number)
    if made is not None:
        return Comment.objects.get(pk=made)
    hold_publishing(author, thread.group)
    text = clean_text(text)
    people = readable_people(thread.group, mentioned_handles(text))
    comment = Comment.objects.create(
        pk=number,
        thread=thread,
        parent=_first_level(thread, parent),
        author=author,
        department_id=author.department_id,
        text=text,
        html=render_markdown(text, names_of(people)),
        language=guess_language(text, author.language),
    )
    mentioned = first_mentions(thread, comment, people)
    recount_comments(thread)
    announce(CommentPublished(thread.pk, comment.pk, mentioned))
    return comment


@transaction.atomic
def edit_comment(*, by: Person, comment: Comment, text: str) -> None:
    """Replaces the text; what it said before stays readable in the history."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    require(can_edit_comment(by, comment), NOT_YOURS)
    text = clean_text(text)
    if text == comment.text:
        return
    hold_editing(by, comment.thread.group, Saying(comment.text, text))
    Revision.objects.create(subject_id=comment.pk, text=comment.text)
    people = readable_people(comment.thread.group, mentioned_handles(text))
    comment.text, comment.edited_at = text, now()
    comment.html = render_markdown(text, names_of(people))
    comment.language = guess_language(text, by.language)
    comment.version += 1
    comment.save(update_fields=["text", "html", "language", "edited_at", "version"])
    mentioned = add_mentions(comment.thread, comment, people)
    touch(comment.thread_id)
    announce(CommentEdited(comment.thread_id, comment.pk, mentioned))


@transaction.atomic
def delete_comment(*, by: Person, comment: Comment) -> None:
    """Takes one's own text away, history and mentions too; answers below it stay under a stub."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    require(can_delete_comment(by, comment), NOT_YOURS)
    comment.text = comment.html = ""
    comment.deleted_at, comment.version = now(), comment.version + 1
    comment.save(update_fields=["text", "html", "deleted_at", "version"])
    Revision.objects.filter(subject_id=comment.pk).delete()
    keep_who_knew(comment.thread, comment)
    Mention.objects.filter(comment=comment).delete()
    recount_comments(comment.thread)
    announce(CommentDeleted(comment.thread_id, comment.pk))


@transaction.atomic
def set_reaction(*, by: Person, thread: Thread, emotion: Emotion, on: bool, comment: Comment | None = None) -> None:
    """Gives or takes back one reaction; doing it twice changes nothing. Counts are recounted under a row lock."""
    require(can_react_in(by, thread), NO_ANSWER)
    Thread.objects.select_for_update().get(pk=thread.pk)
    mine: dict[str, Any] = {"thread": thread, "comment": comment, "person": by, "emotion": emotion}
    if on:
        changed = Reaction.objects.get_or_create(**mine)[1]
    else:
        changed = Reaction.objects.filter(**mine).delete()[0] > 0
    if not changed:
        return
    recount_reactions(thread, comment)
    refresh_answered(thread)
    announce(ReactionsChanged(thread.pk, comment.pk if comment else None, by.pk, added=on))


def recount_reactions(thread: Thread, comment: Comment | None = None) -> None:
    """Writes the counts that the rows say, and raises the version of the card."""
    rows = Reaction.objects.filter(thread=thread, comment=comment).values("emotion").annotate(n=Count("id"))
    counts = {row["emotion"]: row["n"] for row in rows.order_by()}
    if comment is not None:
        Comment.objects.filter(pk=comment.pk).update(reactions=counts, version=F("version") + 1)
        touch(thread.pk)
    else:
        Thread.objects.filter(pk=thread.pk).update(reactions=counts, version=F("version") + 1)


def recount_comments(thread: Thread) -> None:
    """Writes how many answers a reader finds and since when there is one, and raises the version of the card.

    Under a row lock: an answer that is written meanwhile is counted by its own action, which waits.
    """
    Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    found = Comment.objects.filter(thread=thread, deleted_at=None).unrestricted().count()
    Thread.objects.filter(pk=thread.pk).update(comment_count=found, version=F("version") + 1)
    refresh_answered(thread)


def refresh_answered(thread: Thread) -> None:
    """Sets when somebody else first answered or reacted; None again when all of that was taken back or is hidden."""
    answers = Comment.objects.filter(thread=thread, deleted_at=None).unrestricted().exclude(author=thread.author_id)
    reactions = Reaction.objects.filter(thread=thread, comment=None).exclude(person=thread.author_id)
    moments = [
        answers.order_by("id").values_list("created_at", flat=True).first(),
        reactions.order_by("created_at").values_list("created_at", flat=True).first(),
    ]
    first = min((moment for moment in moments if moment), default=None)
    Thread.objects.filter(pk=thread.pk).exclude(answered_at=first).update(answered_at=first)


def add_mentions(thread: Thread, comment: Comment | None, people: Mapping[str, Person]) -> tuple[int, ...]:
    """Writes the mentions and returns the ids of people who were not mentioned there before."""
    named = list(dict.fromkeys(people.values()))
    known = set(Mention.objects.filter(thread=thread, comment=comment).values_list("person_id", flat=True))
    Mention.objects.filter(thread=thread, comment=comment).exclude(person__in=named).delete()
    return _mention(thread, comment, [person for person in named if person.pk not in known])


def first_mentions(thread: Thread, comment: Comment | None, people: Mapping[str, Person]) -> tuple[int, ...]:
    """Writes the mentions of a text that was written just now, and returns the ids of the people."""
    return _mention(thread, comment, list(dict.fromkeys(people.values())))


def _mention(thread: Thread, comment: Comment | None, named: Sequence[Person]) -> tuple[int, ...]:
    Mention.objects.bulk_create(
        [Mention(thread=thread, comment=comment, person=person) for person in named], ignore_conflicts=True
    )
    return tuple(person.pk for person in named)


def touch(thread_id: int) -> None:
    """Raises the version of the thread, so that its card is rendered afresh."""
    Thread.objects.filter(pk=thread_id).update(version=F("version") + 1)


@transaction.atomic
def set_mute(*, by: Person, thread: Thread, on: bool) -> None:
    """No more letters about a thread, or letters again."""
    require(Thread.objects.visible_to(by).filter(pk=thread.pk).exists(), NO_ANSWER)
    if on:
        Mute.objects.get_or_create(thread=thread, person=by)
    else:
        Mute.objects.filter(thread=thread, person=by).delete()


@transaction.atomic
def place_restriction(
    *, by: Person | None, thread: Thread, reason: str, comment: Comment | None = None,
    file: Attachment | None = None, ends_at: datetime | None = None,
) -> Restriction:  # fmt: skip
    """Hides a thread, or one comment or file in it, from everybody until it ends or is lifted; nothing is deleted.

    Who may do this is decided by the room that calls it (moderation).
    """
    restriction = Restriction.objects.create(
        subject_id=(comment or file or thread).pk, reason=reason, placed_by=by, ends_at=ends_at
    )
    recount_comments(thread)
    announce(FilesChanged(thread.pk) if file else RestrictionPlaced(thread.pk, comment.pk if comment else None))
    return restriction


@transaction.atomic
def lift_restriction(
    *, by: Person | None, thread: Thread, comment: Comment | None = None, file: Attachment | None = None,
    only: Restriction | None = None,
) -> None:  # fmt: skip
    """Gives back everything that was hidden, as it was; with `only`, what that one restriction hid."""
    subject = (comment or file or thread).pk
    standing = Restriction.objects.filter(subject_id=subject, lifted_at=None)
    standing = standing.filter(pk=only.pk) if only else standing
    standing.update(lifted_at=now(), lifted_by=by)
    recount_comments(thread)
    announce(FilesChanged(thread.pk) if file else RestrictionLifted(thread.pk, comment.pk if comment else None))


@transaction.atomic
def prolong_restriction(*, restriction: Restriction, ends_at: datetime | None) -> None:
    """It ends at another moment, or not by itself; what is hidden stays hidden meanwhile."""
    Restriction.objects.filter(pk=restriction.pk, lifted_at=None).update(ends_at=ends_at)


@transaction.atomic
def end_restrictions() -> None:
    """Notes as lifted what has run its time, so that counts and cards come back together with the text."""
    over = Restriction.objects.select_for_update().filter(lifted_at=None, ends_at__lte=now())
    subjects = {row.pk: row.subject_id for row in over.order_by("pk")}
    Restriction.objects.filter(pk__in=subjects).update(lifted_at=F("ends_at"))
    comments, files = _threads_of(Comment, subjects.values()), _threads_of(Attachment, subjects.values())
    inside = comments | files
    threads = Thread.objects.in_bulk({inside.get(subject, subject) for subject in subjects.values()})
    for subject in sorted(set(subjects.values())):
        thread = threads.get(inside.get(subject, subject))
        if thread is not None:
            recount_comments(thread)
            ended = RestrictionLifted(thread.pk, subject if subject in comments else None)
            announce(FilesChanged(thread.pk) if subject in files else ended)


def _threads_of(model: type[Comment | Attachment], ids: Iterable[int]) -> dict[int, int]:
    """By the id of a comment or a file, its thread."""
    return dict(model._default_manager.filter(pk__in=ids, thread__isnull=False).values_list("pk", "thread_id"))


def _first_level(thread: Thread, parent: Comment | None) -> Comment | None:
    if parent is None or parent.thread_id != thread.pk:
        return None
    return parent.parent or parent


@transaction.atomic
def forget_mentions(*, person_id: int, handle_ids: Collection[int]) -> None:
    """Somebody was erased: comments that mention them, and what texts said before, call them a former colleague.

    Harmless to repeat.
    """
    allow_long_statements()
    handles = handles_of(handle_ids)
    for comment in Comment.objects.select_for_update().filter(naming(handles, "text")).order_by("pk"):
        called = partial(without_mentions, handles=handles, instead=former_name(comment.language))
        text, html = called(comment.text), called(comment.html)
        if text != comment.text:
            Comment.objects.filter(pk=comment.pk).update(text=text, html=html, version=F("version") + 1)
            touch(comment.thread_id)
            announce(CommentEdited(comment.thread_id, comment.pk, ()))
    for row in Revision.objects.filter(naming(handles, "title", "text")):
        called = partial(without_mentions, handles=handles, instead=former_name(guess_language(row.text, "nb")))
        Revision.objects.filter(pk=row.pk).update(title=called(row.title)[:140], text=called(row.text))
    Mention.objects.filter(person=person_id).delete()
