"""Thread, Comment, Reaction, Mention, Revision, Attachment, Mute, Told, the Restriction overlay, PostingLimit."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.ids import new_id
from network.core.models import Versioned
from network.groups.access import audience
from network.groups.models import Group
from profiles.models import Department, Person, deferred_of


class Emotion(models.TextChoices):
    """The six named reactions."""

    THANKS = "thanks", _("Thanks")
    AGREE = "agree", _("Agree")
    SMART = "smart", _("Smart")
    CHEER = "cheer", _("Cheer")
    GLOW = "glow", _("Glow")
    SAME = "same", _("Same question")


def unrestricted(via: str = "") -> Q:
    """No restriction is in force; `via` is the field that names the thread or comment ("" = the row itself)."""
    at = now()
    in_force = Restriction.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), lifted_at=None, starts_at__lte=at)
    return ~Q(Exists(in_force.filter(subject_id=OuterRef(via or "pk"))))


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
        return f"group:{self.group_id}" if self.group_id else "everyone"

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


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Words that read after "attachments"."""

    def shown(self) -> "AttachmentQuerySet":
        """Not restricted by themselves; what they hang in is asked apart."""
        return self.filter(unrestricted())


class Attachment(models.Model):
    """A file or picture. In a thread whoever sees the thread sees it; in a draft, who sees that; before, its owner."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Picture")
        FILE = "file", _("File")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    # "idea:12": kept with a draft that has no thread yet. Who sees and changes that, its room says (access.Drafts).
    draft = models.CharField(max_length=40, blank=True, default="", db_default="")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=160)  # as shown; the stored name is made by us
    stored = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    width = models.PositiveIntegerField(null=True)  # pixels
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(_("What does the picture show?"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(thread=None) | Q(draft=""), name="attachment_in_one_place"),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="attachment_orphans", condition=Q(thread__isnull=True, draft="")),
            models.Index(fields=["draft"], name="attachment_of_draft", condition=~Q(draft="")),
        ]

    @property
    def is_image(self) -> bool:
        """Shown in place; other files are offered for download."""
        return self.kind == self.Kind.IMAGE


def shown_files(via: str) -> "models.Prefetch[str]":
    """For lists of what has files: those that are not hidden come along."""
    return models.Prefetch(f"{via}__attachments", Attachment.objects.shown())


class Place(NamedTuple):
    """Where files hang: in a thread, or in a draft ("idea:12") that has none yet."""

    thread_id: int | None = None
    draft: str = ""

    def files(self) -> "AttachmentQuerySet":
        """Those that hang there, in the order of upload."""
        return Attachment.objects.filter(thread=self.thread_id, draft=self.draft)


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


class Restriction(models.Model):
    """Hides a thread, a comment or a file from everybody while in force; a row with who, when, why, no deletion."""

    subject_id = models.BigIntegerField()  # of a thread, a comment or a file: all come from new_id, so they never meet
    reason = models.CharField(max_length=500)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["subject_id"], name="restriction_in_force", condition=Q(lifted_at__isnull=True))
        ]


class PostingLimitQuerySet(models.QuerySet["PostingLimit"]):
    """Words that read after "limits"."""

    def in_force(self) -> "PostingLimitQuerySet":
        """Those that stand now. They end by the clock: no job has to come by."""
        at = now()
        return self.filter(lifted_at=None, starts_at__lte=at, ends_at__gt=at)


class PostingLimit(models.Model):
    """Somebody publishes nothing for some days. It touches nothing that they read, and nothing that they wrote."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=9)  # the reference of the statement that says why
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_because = models.CharField(max_length=500, blank=True)

    objects = PostingLimitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + timedelta(days=14)),
                name="a_limit_is_short",
            )
        ]
        indexes = [models.Index(fields=["person"], name="limit_in_force", condition=Q(lifted_at__isnull=True))]
