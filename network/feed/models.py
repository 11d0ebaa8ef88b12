"""Post, Asked, Draft, Topic, Saved, Pin: what people write to everyone or to a group."""

from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.conversations.models import Thread, unrestricted
from network.core.clock import now
from network.core.text import excerpt
from network.groups.access import audience
from network.groups.models import Group
from profiles.models import Person, Skill, deferred_of


class Topic(models.Model):
    """A #hashtag that can be followed, across groups."""

    slug = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)

    def get_absolute_url(self) -> str:
        return reverse("feed:topic", args=[self.slug])


class PostQuerySet(models.QuerySet["Post"]):
    """Words that read after "posts"."""

    def visible_to(self, person: Person | None) -> "PostQuerySet":
        """Where its thread is visible; a deleted post is visible as a stub."""
        return self.filter(audience(person, via="thread__group"), unrestricted("thread_id"))

    def heard_by(self, person: Person) -> "PostQuerySet":
        """For feeds: without what those wrote whom the person has muted, except what hosts pinned and Glød tells."""
        if not person.quiet:
            return self
        pinned = Exists(Pin.objects.filter(post=OuterRef("pk")))
        return self.filter(~Q(thread__author__in=person.quiet) | ~Q(source="") | Q(pinned))

    def listed(self) -> "PostQuerySet":
        """For lists: without those their author deleted."""
        return self.filter(thread__deleted_at=None)

    def waiting(self) -> "PostQuerySet":
        """Those that nobody but the author has answered or reacted to; what Glød tells waits for nobody."""
        return self.filter(thread__answered_at=None, source="")

    def for_post(self) -> "PostQuerySet":
        """What templates/feed/_post.html reads, but for its files and who is asked."""
        needed = self.select_related("thread__group", "thread__author__department")
        return needed.defer("search", *deferred_of("thread__author"))


class Post(models.Model):
    """Something written to everyone or to a group. Its key is its thread's key: /posts/<id>/."""

    class Kind(models.TextChoices):
        UPDATE = "update", _("Update")
        QUESTION = "question", _("Question")
        AWARD = "award", _("Award")  # told by Glød itself

        @classmethod
        def written(cls) -> "list[tuple[str, str | Promise]]":
            """Those that people write, as choices of a form."""
            return [(kind.value, kind.label) for kind in (cls.UPDATE, cls.QUESTION)]

    thread = models.OneToOneField(Thread, primary_key=True, on_delete=models.CASCADE, related_name="post")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.UPDATE)
    # What of another room it tells ("category:12"); once for everybody. Its words are that room's, never a person's.
    source = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    title = models.CharField(_("Title"), max_length=140, blank=True)
    text = models.TextField(_("Text"), max_length=20_000)
    html = models.TextField(editable=False)
    language = models.CharField(max_length=2, default="nb")
    edited_at = models.DateTimeField(null=True, blank=True)
    topics = models.ManyToManyField(Topic, through="PostTopic", related_name="posts")
    search = models.GeneratedField(
        expression=SearchVector("title", "text", config="norwegian") + SearchVector("title", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="one_post_per_source")]
        indexes = [GinIndex(fields=["search"], name="post_search")]

    def get_absolute_url(self) -> str:
        return reverse("feed:post", args=[self.pk])

    def digest(self) -> str:
        """Of all that its readers see of it: the title, the text, and each file with what it shows. SHA-256."""
        files = [(file.pk, file.alt) for file in self.thread.shown_files()]
        return sha256(repr((self.title, self.text, files)).encode()).hexdigest()


class SharingQuerySet(models.QuerySet["Sharing"]):
    """Words that read after "sharings"."""

    def visible_to(self, person: Person) -> "SharingQuerySet":
        """Of posts to everyone that stand; of a group nothing is ever shared outside."""
        return self.filter(post__in=Post.objects.visible_to(person).listed().filter(thread__group=None))


class Sharing(models.Model):
    """An author asks if a post may be shared outside, just as it reads; somebody who speaks for us there answers."""

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="sharing")
    digest = models.CharField(max_length=64)  # of what was asked about: other words or pictures end the approval
    asked_at = models.DateTimeField(default=now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)  # of a no

    objects = SharingQuerySet.as_manager()

    @property
    def opening(self) -> str:
        """The first words of a post without a title."""
        return excerpt(self.post.text, 70)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_approved=False) | Q(answered_at__isnull=False), name="sharing_is_approved_by_somebody"
            )
        ]
        indexes = [models.Index(fields=["-post"], name="sharing_waits", condition=Q(answered_at=None))]


class Asked(models.Model):
    """A question was sent to somebody who said that they know, or was handed on to them by somebody who was asked."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    handed_on_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    declined_at = models.DateTimeField(null=True, blank=True)  # when they said "not me"

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="asked_once_a_post")]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="asked_of_person"),
            models.Index(fields=["skill", "-post"], name="asked_about_skill"),
        ]


class PostTopic(models.Model):
    """A post names a topic."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "post"], name="one_naming_per_topic")]
        indexes = [models.Index(fields=["topic", "-post"], name="newest_of_topic")]


class TopicFollow(models.Model):
    """The person wants to see what is written about the topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_follows")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="one_follow_per_topic")]


class Draft(models.Model):
    """What a person was writing, kept on the server; one per place it would be posted to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Post.Kind.choices, default=Post.Kind.UPDATE)
    title = models.CharField(max_length=140, blank=True)
    text = models.TextField(max_length=20_000, blank=True)
    skill = models.CharField(max_length=60, blank=True, db_default="")  # what those who are to be asked know
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "group"], nulls_distinct=False, name="one_draft_per_place")
        ]


class Saved(models.Model):
    """A post that a person put aside for later."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="saves")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_posts")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="one_save_per_post")]


class Pin(models.Model):
    """A post that a host keeps at the top of its group; a row with who and when."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="pin")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="pins")
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
