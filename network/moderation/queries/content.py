"""What can be reported, as its reader sees it: found by the rooms' own rules of sight, and described for a snapshot."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Idea
from network.conversations.access import can_see_attachment
from network.conversations.files import FILE
from network.conversations.models import Attachment, Comment, Mention, Revision, Thread, unrestricted
from network.core import vault
from network.core.images import WIDTHS, step_for
from network.feed.models import Post
from network.groups.models import Group, Membership
from network.moderation.models.cases import Kind
from network.moderation.queries import photos
from profiles.models import Person


@dataclass(frozen=True)
class Content:
    """One thing that was written, where it stands, who wrote it and who is named in it."""

    kind: Kind
    pk: int
    url: str
    title: str
    text: str
    html: str
    authors: tuple[int, ...]
    written_at: datetime
    thread: Thread | None = None
    comment: Comment | None = None
    group: Group | None = None
    named: frozenset[int] = frozenset()
    hosts: frozenset[int] = frozenset()
    files: tuple[dict[str, Any], ...] = ()
    history: tuple[dict[str, Any], ...] = field(default=())
    file: Attachment | None = None
    photo: str = ""  # of a profile: the name of the stored set of sizes
    gone_at: datetime | None = None  # its author has deleted it: nothing of what it said is here

    @property
    def author(self) -> int | None:
        """The first of those who wrote it."""
        return self.authors[0] if self.authors else None

    @property
    def can_be_hidden(self) -> bool:
        """What stands in a conversation; a profile and a group are mended by those who keep them."""
        return self.thread is not None

    def told(self) -> dict[str, Any]:
        """All of it for a snapshot; no reporter is in it."""
        return {
            "kind": self.kind, "id": self.pk, "url": self.url, "title": self.title, "text": self.text,
            "html": self.html, "authors": list(self.authors), "written_at": self.written_at.isoformat(),
            "audience": self.audience, "history": list(self.history),
            "files": self._told_files(),
            **({"gone_at": self.gone_at.isoformat()} if self.gone_at else {}),
        }  # fmt: skip

    def _told_files(self) -> list[dict[str, Any]]:
        """Each with the sum of its bytes."""
        rows = Attachment.objects.in_bulk([file["id"] for file in self.files]) if self.files else {}
        told = [{**file, "sha256": sum_of(rows[file["id"]]) if file["id"] in rows else ""} for file in self.files]
        return [*told, *self._told_photo()]

    def _told_photo(self) -> list[dict[str, Any]]:
        if not self.photo:
            return []
        size, digest = measured(photos.place_of(self.photo), photos.PART)
        return [{"id": photos.number_of(self.photo), "name": photos.PART, "alt": "", "size": size, "sha256": digest}]

    @property
    def audience(self) -> str:
        """Who could read it: the name and kind of its group, or everybody."""
        return f"{self.group.kind}: {self.group.name}" if self.group else "everyone"


def digest_of(told: dict[str, Any]) -> tuple[str, str]:
    """The text to be sealed, always the same for the same content, and its SHA-256."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return text, hashlib.sha256(text.encode()).hexdigest()


def content_for(person: Person, kind: str, pk: int) -> Content | None:
    """What the person may see of it now; None where that is nothing."""
    found = _FIND.get(kind)
    return found(person, pk) if found else None


def content_of(kind: str, pk: int) -> Content | None:
    """The same for whoever handles its case, hidden or not; None where its author has deleted it."""
    found = _FIND.get(kind)
    return found(None, pk) if found else None


class Words(NamedTuple):
    """What somebody wrote, and when: what a snapshot says of any kind of content."""

    kind: Kind
    pk: int
    url: str
    title: str
    text: str
    html: str
    authors: tuple[int, ...]
    written_at: datetime


def _post(person: Person | None, pk: int) -> Content | None:
    rows = Post.objects.visible_to(person) if person else Post.objects.filter(pk=pk)
    post = rows.filter(pk=pk, thread__deleted_at=None).select_related("thread__group").first()
    if post is None or post.source:
        return None
    at = post.edited_at or post.thread.created_at
    by = (post.thread.author_id,)
    words = Words(Kind.POST, post.pk, post.get_absolute_url(), post.title, post.text, post.html, by, at)
    return _in_thread(words, post.thread)


def _comment(person: Person | None, pk: int) -> Content | None:
    rows = Comment.objects.visible_to(person) if person else Comment.objects.filter(pk=pk)
    found = rows.filter(pk=pk, deleted_at=None).select_related("parent", "thread__group", "thread__idea").first()
    if found is None:
        return None
    at, by = found.edited_at or found.created_at, (found.author_id,)
    words = Words(Kind.COMMENT, found.pk, comment_address(found), "", found.text, found.html, by, at)
    return _in_thread(words, found.thread, found)


def comment_address(comment: Comment) -> str:
    """Where it stands, on the page of its post or idea; its thread comes with the idea."""
    idea = getattr(comment.thread, "idea", None)
    page = idea.get_absolute_url() if idea else reverse("feed:post", args=[comment.thread_id])
    return f"{page}#comment-{comment.pk}"


def _idea(person: Person | None, pk: int) -> Content | None:
    rows = Idea.objects.visible_to(person) if person else Idea.objects.filter(pk=pk)
    idea = rows.filter(pk=pk, thread__isnull=False).select_related("thread__group").first()
    if idea is None or idea.thread is None:
        return None
    by = tuple(idea.authors.standing().order_by("-role", "pk").values_list("person_id", flat=True))
    text = "\n\n".join(part for part in (idea.problem, idea.proposal, idea.benefit) if part)
    at = idea.edited_at or idea.submitted_at or idea.created_at
    return _in_thread(Words(Kind.IDEA, idea.pk, idea.get_absolute_url(), idea.title, text, "", by, at), idea.thread)


def _person(person: Person | None, pk: int) -> Content | None:
    rows = Person.objects.visible_to(person) if person else Person.objects.get_queryset()
    found = rows.filter(pk=pk).first()
    if found is None:
        return None
    text = "\n".join(part for part in (found.title, found.pronouns, found.about) if part)
    url = found.get_absolute_url()
    return Content(Kind.PERSON, found.pk, url, found.name, text, "", (found.pk,), found.said_at, photo=found.photo)


def _group(person: Person | None, pk: int) -> Content | None:
    rows = Group.objects.visible_to(person) if person else Group.objects.filter(pk=pk)
    found = rows.filter(pk=pk).first()
    if found is None:
        return None
    run = Membership.objects.filter(group=found, role=Membership.Role.HOST).order_by("pk")
    hosts = tuple(run.values_list("person_id", flat=True))  # they answer for what it says, first who has longest
    text = "\n".join(part for part in (found.about, found.rules) if part)
    url = found.get_absolute_url()
    return Content(
        Kind.GROUP, found.pk, url, found.name, text, "", hosts, found.said_at, group=found, hosts=frozenset(hosts)
    )


def _file(person: Person | None, pk: int) -> Content | None:
    rows = Attachment.objects.filter(pk=pk, thread__isnull=False, thread__deleted_at=None)
    found = rows.select_related("thread__group", "thread__idea", "thread__post").first()
    if found is None or found.thread is None or (person and not can_see_attachment(person, found)):
        return None
    within = getattr(found.thread, "idea", None) or getattr(found.thread, "post", None)
    if within is None or (isinstance(within, Post) and within.source):
        return None
    by, url = (found.owner_id,), within.get_absolute_url()
    return _in_thread(
        Words(Kind.FILE, found.pk, url, found.name, found.alt, "", by, found.created_at), found.thread, file=found
    )


def sum_of(file: Attachment) -> str:
    """SHA-256 of the bytes as they lie in the vault; of a picture, of its largest width. "" where they are lost."""
    part = f"{step_for(WIDTHS[-1], file.width)}.webp" if file.is_image and file.width else FILE
    return measured(file.stored, part)[1]


def measured(place: str, part: str) -> tuple[int, str]:
    """How many bytes lie there, and their SHA-256; 0 and "" where they are lost."""
    try:
        with vault.path_of(place, part).open("rb") as content:
            return os.fstat(content.fileno()).st_size, hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        return 0, ""


def _files_with(thread: Thread, comment: Comment | None, file: Attachment | None) -> Iterable[Attachment]:
    if file is not None:
        return [file]
    return Attachment.objects.filter(thread=thread) if comment is None else ()


def answered_in(thread: Thread, comment: Comment | None) -> tuple[int, ...]:
    """Whom a reply answers: whoever wrote the reply above it, or what the conversation is about."""
    if comment is None:
        return ()
    return (comment.parent.author_id if comment.parent else thread.author_id,)


def _in_thread(words: Words, thread: Thread, comment: Comment | None = None, file: Attachment | None = None) -> Content:
    mentions = Mention.objects.filter(thread=thread, comment=comment).values_list("person_id", flat=True)
    named = {*mentions, *answered_in(thread, comment)} - set(words.authors)
    files = _files_with(thread, comment, file)
    earlier = Revision.objects.filter(subject_id=words.pk if comment or file else thread.pk).order_by("pk")
    return Content(
        *words, thread, comment, thread.group, frozenset(named),
        files=tuple({"id": f.pk, "name": f.name, "size": f.size, "alt": f.alt, "stored": f.stored} for f in files),
        history=tuple(
            {"title": row.title, "text": row.text, "replaced_at": row.replaced_at.isoformat()} for row in earlier
        ),
        file=file,
    )  # fmt: skip


_FIND: dict[str, Callable[[Person | None, int], Content | None]] = {
    Kind.POST: _post, Kind.COMMENT: _comment, Kind.IDEA: _idea, Kind.PERSON: _person, Kind.GROUP: _group,
    Kind.FILE: _file,
}  # fmt: skip


def author_of(content: Content) -> Person | None:
    """Whoever wrote it first of all; nobody, where an idea does not tell who that is yet."""
    if content.thread is not None and content.thread.hides_author and content.comment is None:
        return None
    return Person.objects.filter(pk=content.author).first() if content.author else None


def is_hidden(content: Content) -> bool:
    """A restriction stands on it, or on the thread in which it stands."""
    if content.thread is None:
        return False
    shown = Thread.objects.filter(unrestricted(), pk=content.thread.pk).exists()
    if shown and content.comment is not None:
        shown = Comment.objects.filter(pk=content.comment.pk).unrestricted().exists()
    if shown and content.file is not None:
        shown = Attachment.objects.shown().filter(pk=content.file.pk).exists()
    return not shown


def kind_in_words(kind: str) -> str:
    """As it stands in a sentence."""
    return {
        Kind.POST: _("the post"), Kind.COMMENT: _("the reply"), Kind.IDEA: _("the idea"),
        Kind.PERSON: _("the profile"), Kind.GROUP: _("the group"), Kind.FILE: _("the picture or file"),
    }[Kind(kind)]  # fmt: skip
