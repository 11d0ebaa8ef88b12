"""Notification (joined by subject), Preference, Digest."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.core.clock import now

DIGEST = "digest"  # stands beside the kinds where a letter, not a piece of news, is meant


class Kind(models.TextChoices):
    """What a letter is about; preferences are kept per kind."""

    MENTION = "mention", _("Somebody mentions you")
    COMMENT = "comment", _("Somebody answers what you wrote")
    REPLY = "reply", _("Somebody answers in a conversation you take part in")
    REACTION = "reaction", _("Somebody reacts to what you wrote")
    FOLLOW = "follow", _("Somebody follows you")
    JOIN_REQUEST = "join-request", _("Somebody wants to join a group you host")
    INVITATION = "invitation", _("Somebody invites you to a group")
    MEMBERSHIP = "membership", _("A host answers your wish to join")
    HOST = "host", _("Somebody makes you host of a group")
    HELLO = "hello", _("Somebody new says hello, and you receive them or host a group of theirs")
    GROUP_CHANGED = "group-changed", _("A group you belong to opens up or closes")
    ASKED = "asked", _("Somebody asks what you know about")
    CONFIRM = "confirm", _("Somebody asks you to stand for a skill")
    CONFIRMED = "confirmed", _("Somebody stands for a skill of yours")
    IMPORT = "import", _("A file that brings people in waits for an administrator")
    IDEA = "idea", _("Something is decided about an idea of yours")
    IDEA_VOTED = "idea-voted", _("Something is decided about an idea you voted for")
    IDEA_ASKED = "idea-asked", _("Somebody asks you to be co-author of an idea")
    IDEA_DUTY = "idea-duty", _("An idea waits for an answer from you")
    REVIEW = "review", _("Somebody asks you to judge an idea")
    AWARD = "award", _("An idea that you wrote or carried out is nominated or gets an award")
    JURY = "jury", _("A round of awards waits for you")
    POLICY_DUE = "policy-due", _("You are asked to acknowledge a version of the rules")
    POLICY_ANSWER = "policy-answer", _("Somebody answers what you asked about the rules")
    POLICY_DESK = "policy-desk", _("Something about the rules waits for policy editors")
    POLICY = "policy", _("The rules change")
    POLICY_ASKED = "policy-asked", _("A draft of the rules waits for your word")
    POLICY_REMARK = "policy-remark", _("Somebody answers what you said of a draft of the rules")
    REPORT = "report", _("Something you reported has been looked at")
    DECISION = "decision", _("Something is decided, or asked, about what you wrote")
    CASE = "case", _("A case waits for those who handle reports")
    MISPLACED = "misplaced", _("Somebody finds something out of place in a group you host")
    SHARING = "sharing", _("Somebody answers if a post of yours may be shared outside")
    SHARE_ASKED = "share-asked", _("Somebody asks if a post may be shared outside, and you speak for us there")


PERSONAL = frozenset(
    {Kind.MENTION, Kind.ASKED, Kind.IDEA_ASKED}
)  # said to the person by name: a muted conversation does not stop it

# Between two people: whom somebody has muted is not heard of in the first, whom they have blocked in neither.
OF_OTHERS = frozenset({Kind.COMMENT, Kind.REPLY, Kind.REACTION, Kind.FOLLOW, Kind.CONFIRMED, Kind.HELLO})
TO_THEM = frozenset({Kind.MENTION, Kind.ASKED, Kind.IDEA_ASKED, Kind.INVITATION, Kind.CONFIRM})

FOR_ADMINISTRATORS = frozenset({Kind.IMPORT})  # nobody else gets it, so nobody else is asked how they want it
FOR_EDITORS = frozenset({Kind.POLICY_DESK})  # the same, of policy editors
FOR_HANDLERS = frozenset({Kind.CASE})  # the same, of those who handle reports
WHERE_IT_CAME = frozenset({Kind.SHARE_ASKED})  # only a few get it: asked about where it has come once


class NotificationManager(models.Manager["Notification"]):
    """Without news about what is hidden just now: nobody sees, counts or sends it."""

    def get_queryset(self) -> "models.QuerySet[Notification]":
        return super().get_queryset().filter(aside_at=None)


class Notification(models.Model):
    """News for one person about one subject. Unread news of the same kind and subject is joined into one row.

    It holds ids, never text: names, titles and rights are read when it is shown or sent.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    subject = models.CharField(
        max_length=40
    )  # "thread:<id>", "group:<id>", "person:<id>", "idea:<id>", "grant:<id>", "nomination:<id>" and more: wiring
    group_id = models.BigIntegerField(null=True)  # of the subject, so that leaving takes its news away at once
    target_id = models.BigIntegerField(null=True)  # the newest comment, for the link
    actors = ArrayField(models.BigIntegerField(), default=list)  # distinct, oldest first
    created_at = models.DateTimeField(default=now)
    moment = models.DateTimeField(default=now)  # of the newest event joined
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    aside_at = models.DateTimeField(null=True, editable=False)  # since what it is about is hidden

    objects = NotificationManager()
    everything = models.Manager["Notification"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject"], condition=Q(read_at=None, aside_at=None),
                name="unread_news_is_joined",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["recipient", "-moment", "-id"], name="notification_inbox"),
            models.Index(fields=["subject"], name="notification_by_subject"),
            models.Index(fields=["group_id", "recipient"], name="notification_of_group"),
        ]


class Preference(models.Model):
    """How a person wants one kind of news: in the inbox, by mail at once, in the daily digest."""

    class Channel(models.TextChoices):
        INBOX = "inbox", _("Inbox only")
        DIGEST = "digest", _("Inbox and daily summary")
        MAIL = "mail", _("Inbox and e-mail at once")
        NONE = "none", _("Nothing")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind")]


class Digest(models.Model):
    """A daily summary claimed before it is sent, so that nobody gets two for one day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    claimed_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_per_day")]
