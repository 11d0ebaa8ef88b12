"""Taking words out of what was written, for good: in the text, in what it said before, in names of its files."""

from collections.abc import Callable

from django.db import transaction

from network.conversations.actions.talking import touch
from network.conversations.events import CommentEdited
from network.conversations.models import Attachment, Comment, Place, Revision
from network.conversations.queries import names_of, readable_people
from network.core.events import announce
from network.core.text import mentioned_handles, render_markdown

Redact = Callable[[str], str]


@transaction.atomic
def redact_comment(*, comment: Comment, redact: Redact) -> None:
    """Its answers, reactions and counts stay as they are, and so does the moment at which its author changed it."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("thread__group").get(pk=comment.pk)
    text = redact(comment.text)
    people = readable_people(comment.thread.group, mentioned_handles(text))
    comment.text, comment.html, comment.version = text, render_markdown(text, names_of(people)), comment.version + 1
    comment.save(update_fields=["text", "html", "version"])
    redact_history(comment.pk, redact)
    touch(comment.thread_id)
    announce(CommentEdited(comment.thread_id, comment.pk, ()))


def redact_history(subject_id: int, redact: Redact) -> None:
    """What a post or a comment said before, and which files it had."""
    for row in Revision.objects.select_for_update().filter(subject_id=subject_id):
        removed = [redact(name)[:160] for name in row.removed]
        Revision.objects.filter(pk=row.pk).update(title=redact(row.title)[:140], text=redact(row.text), removed=removed)


def redact_files(place: Place, redact: Redact) -> None:
    """What its files are called and what its pictures are said to show; never what is in them."""
    for file in place.files().select_for_update():
        Attachment.objects.filter(pk=file.pk).update(name=redact(file.name)[:160], alt=redact(file.alt)[:300])
