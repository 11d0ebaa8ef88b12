"""How people get in: invitations, what sign-in asks for, the first steps, and handles that are never given again."""

from hashlib import sha256

from django.db import models
from django.db.models import Q

from network.core.clock import now
from profiles.models.departments import Department
from profiles.models.people import Person
from profiles.models.roles import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Words that read after "invitations"."""

    def open(self) -> "InvitationQuerySet":
        """Those that still let somebody in."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now())


class Invitation(models.Model):
    """A way in for one address and one role, once, until it expires; only the hash of its token is kept."""

    email = models.EmailField(max_length=254)  # as address_of writes it
    name = models.CharField(max_length=120, blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=20, choices=Role.Kind.choices, blank=True)
    language = models.CharField(
        max_length=2, choices=[("nb", "Norsk"), ("en", "English")], default="nb", db_default="nb"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")  # who came of it

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=Q(used_at=None, revoked_at=None), name="one_open_way_in"
            ),
        ]

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of a token."""
        return sha256(token.encode()).hexdigest()

    @property
    def state(self) -> str:
        """used, revoked, expired or open."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= now() else "open"


class SignInRules(models.Model):
    """What the administrator decided about sign-in; one row, or none: then everything is as it comes."""

    class Asked(models.TextChoices):
        NOBODY = "nobody"
        ADMINISTRATORS = "administrators"
        EVERYBODY = "everybody"

    second_step = models.CharField(max_length=14, choices=Asked.choices, default=Asked.NOBODY)
    only_sso = models.BooleanField(default=False)
    makes_accounts = models.BooleanField(default=False, db_default=False)  # for people whom the provider vouches for
    break_glass = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_rules"),
            models.CheckConstraint(condition=Q(only_sso=False) | Q(break_glass__isnull=False), name="a_way_in_remains"),
        ]


class FirstStep(models.Model):
    """What a new colleague did, or chose to leave, of the first steps; a step without a row is open."""

    class Step(models.TextChoices):
        PHOTO = "photo"
        SKILLS = "skills"
        GROUPS = "groups"
        HELLO = "hello"
        RULES = "rules"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="first_steps")
    step = models.CharField(max_length=8, choices=Step.choices)
    is_skipped = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "step"], name="one_row_per_step")]


class FormerHandle(models.Model):
    """A handle that somebody had: old links lead to them, and it is never given to another."""

    handle = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="former_handles")
