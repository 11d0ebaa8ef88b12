"""Thread, Comment, Reaction, Mention, Revision, Mute and Told."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.conversations.models.limits import unrestricted
from network.core.clock import now
from network.core.ids import new_id
from network.core.models import Versioned
from network.groups.access import audience
from network.groups.models import Group
from profiles.models import Department, Person, deferred_of

if TYPE_CHECKING:
    from network.conversations.models.files import Attachment


class Emotion(models.TextChoices):
    """The six named reactions."""

    THANKS = "thanks", _("Thanks")
    AGREE = "agree", _("Agree")
    SMART = "smart", _("Smart")
    CHEER = "cheer", _("Cheer")
    GLOW = "glow", _("Glow")
    SAME = "same", _("Same question")


def topic_of(group_id: int | None) -> str:
    """The live topic of everybody who may read what is in the group; of everybody, without one."""
    return f"group:{group_id}" if group_id else "everyone"


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Words that read after "threads"."""

    def visible_to(self, person: Person | None) -> "ThreadQuerySet":
        """Inside the person's audience and not restricted: the one visibility rule of everything talked about."""
        return self.filter(audience(person), unrestricted())

    def waiting(self) -> "ThreadQuerySet":
        """Those that nobody but the author has answered or reacted to."""
        return self.filter(answered_at=None, deleted_at=None)


class Thread(Versioned):
    """The conversation under a post or an idea: audience, comments, reactions. Shares its id with its subject."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads")
    # The author's department when it was written: figures need the history, not the present.
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)  # first comment or reaction by anybody else
    deleted_at = models.DateTimeField(null=True, blank=True)  # by the author: the text is gone, a stub stays
    comment_count = models.PositiveIntegerField(default=0)  # those that stand and are not restricted
    reactions = models.JSONField(default=dict)  # emotion -> count, recounted in the action that changes it
    # Nobody is told who began it: an idea whose authors are hidden until it is decided on.
    hides_author = models.BooleanField(default=False, db_default=False)
    page = models.CharField(max_length=20, default="feed:post", db_default="feed:post")  # name of its subject's address
    number = models.BigIntegerField(null=True, blank=True)  # what that address calls the subject; None: the thread's id

    objects = ThreadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "-id"], name="thread_newest_in_group"),
            models.Index(fields=["author", "-id"], name="thread_newest_by_author"),
            models.Index(
                fields=["id"], name="thread_waiting", condition=Q(answered_at__isnull=True, deleted_at__isnull=True)
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse(self.page, args=[self.number or self.pk])

    def topic(self) -> str:
        """The live topic of everybody who may read it."""
        return topic_of(self.group_id)

    def shown_files(self) -> "list[Attachment]":
        """Its files as readers find them: without those that are hidden. Costs nothing where they came along."""
        came_along = "attachments" in getattr(self, "_prefetched_objects_cache", {})
        return list(self.attachments.all() if came_along else self.attachments.shown())


class CommentQuerySet(models.QuerySet["Comment"]):
    """Words that read after "comments"."""

    def visible_to(self, person: Person | None) -> "CommentQuerySet":
        """As its thread, and not restricted itself."""
        return self.filter(audience(person, via="thread__group"), unrestricted("thread_id")).unrestricted()

    def unrestricted(self) -> "CommentQuerySet":
        """Neither restricted itself nor an answer to a comment that is: answers stand under what they answer."""
        return self.filter(unrestricted(), unrestricted("parent_id"))

    def for_comment(self) -> "CommentQuerySet":
        """What templates/conversations/_comment.html reads."""
        return self.select_related("author__department", "thread").defer("search", *deferred_of("author"))


class Comment(Versioned):
    """An answer in a thread; a reply has a parent, and replies have no replies."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=10_000)
    html = models.TextField(editable=False)
    language = models.CharField(max_length=2, default="nb")
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    reactions = models.JSONField(default=dict)
    search = models.GeneratedField(
        expression=SearchVector("text", config="norwegian") + SearchVector("text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["thread", "id"], name="comment_in_thread"),
            models.Index(fields=["author", "-id"], name="comment_by_author"),
        ]


class Reaction(models.Model):
    """One person's reaction to a thread or to a comment in it; each emotion once."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="given_reactions")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="given_reactions"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="given_reactions")
    emotion = models.CharField(max_length=6, choices=Emotion.choices)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "comment", "person", "emotion"], nulls_distinct=False, name="each_reaction_once"
            )
        ]
        indexes = [models.Index(fields=["person", "thread"], name="reaction_by_person")]


class Mention(models.Model):
    """A person named in a post or comment that they may read."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="mentions")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "comment", "person"], nulls_distinct=False, name="one_mention_each"
            )
        ]


class Revision(models.Model):
    """What a post or comment said before an edit; any reader of it may read this too, until the author deletes it."""

    subject_id = models.BigIntegerField()  # id of the thread (its post) or of the comment
    title = models.CharField(max_length=140, blank=True)
    text = models.TextField()
    # Names of the files that the edit took away; the files themselves are gone.
    removed = ArrayField(models.CharField(max_length=160), default=list, db_default=[], blank=True)
    replaced_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["subject_id", "id"], name="revision_of_subject")]


class Mute(models.Model):
    """The person wants no more letters about this thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="mutes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="one_mute_per_thread")]


class Told(models.Model):
    """Somebody knew of a text when its author deleted it: for some days they may still say what was wrong with it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")  # None: the post
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_named = models.BooleanField(default=False)  # it mentioned them

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "comment", "person"], nulls_distinct=False, name="told_once")
        ]
