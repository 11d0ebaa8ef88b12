"""Group, Membership, JoinRequest, Invitation, Departure: who belongs together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.ids import new_id
from network.core.models import Versioned
from profiles.models import Person


class GroupQuerySet(models.QuerySet["Group"]):
    """Words that read after "groups"."""

    def of(self, person: Person) -> "GroupQuerySet":
        """Those the person is a member of."""
        return self.filter(pk__in=Membership.objects.filter(person=person).values("group"))

    def visible_to(self, person: Person | None) -> "GroupQuerySet":
        """Open and closed groups exist for every active person; a secret group exists for its members alone."""
        if person is None or not person.is_active:
            return self.none()
        member = Membership.objects.filter(person=person).values("group")
        invited = Invitation.objects.filter(person=person, answered_at=None).values("group")
        return self.filter(~Q(kind=Group.Kind.SECRET) | Q(pk__in=member) | Q(pk__in=invited))

    def readable_by(self, person: Person | None) -> "GroupQuerySet":
        """Those whose content the person may read: open ones and their own."""
        if person is None or not person.is_active:
            return self.none()
        member = Membership.objects.filter(person=person).values("group")
        return self.filter(Q(kind=Group.Kind.OPEN) | Q(pk__in=member))


class Group(Versioned):
    """People who belong together. Its kind says who knows of it and who reads it."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        SECRET = "secret", _("Secret")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("Name"), max_length=80)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(_("Kind"), max_length=6, choices=Kind.choices, default=Kind.OPEN)
    about = models.CharField(_("Purpose"), max_length=300, blank=True)
    rules = models.TextField(_("Rules"), max_length=4000, blank=True)
    invitation_only = models.BooleanField(_("By invitation only"), default=False)
    # Its members organise in it: no employer, and no limit on what somebody publishes elsewhere, reaches into it.
    is_for_union = models.BooleanField(default=False, db_default=False, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    said_at = models.DateTimeField(default=now, editable=False)  # its name, text and rules are as old as this
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    member_count = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(null=True, blank=True, editable=False)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="member_of")

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group", args=[self.slug])

    @property
    def is_open(self) -> bool:
        """Everybody reads it and joins at once."""
        return self.kind == self.Kind.OPEN

    @property
    def is_secret(self) -> bool:
        """Only members know that it exists."""
        return self.kind == self.Kind.SECRET

    @property
    def needs_invitation(self) -> bool:
        """Nobody joins or asks to; a secret group is always so."""
        return self.is_secret or self.invitation_only

    @property
    def is_archived(self) -> bool:
        """It is kept to be read; nothing new is written in it."""
        return self.archived_at is not None

    @property
    def is_active_today(self) -> bool:
        """A lit window: something was posted in the last 24 hours."""
        return self.last_post_at is not None and (now() - self.last_post_at).days < 1

    @property
    def is_quiet(self) -> bool:
        """Drying out: nothing was posted for a month."""
        return (now() - (self.last_post_at or self.created_at)).days >= 30


class Membership(models.Model):
    """A person in a group, as host or member."""

    class Role(models.TextChoices):
        HOST = "host", _("Host")
        MEMBER = "member", _("Member")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(default=now)
    muted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="one_membership_per_person")]
        indexes = [
            models.Index(fields=["person", "group"], name="membership_by_person"),
            models.Index(fields=["group", "id"], name="membership_by_age"),
            models.Index(fields=["group"], condition=models.Q(role="host"), name="membership_hosts"),
        ]


class JoinRequest(models.Model):
    """A wish to join a closed group; decided once, by a host."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    message = models.CharField(_("Message to the hosts"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], condition=Q(decided_at=None), name="one_open_request")
        ]


class Invitation(models.Model):
    """A member's invitation of one named person to one group; answered once, worth nothing to anybody else."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(answered_at=None), name="one_open_invitation"
            )
        ]


class Departure(models.Model):
    """Why somebody left, told to the hosts without a name."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="departures")
    reason = models.CharField(max_length=500)
    left_on = models.DateField()
