"""Person, the user model."""

from collections.abc import Set
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.models import Versioned
from network.core.prepared import prepared
from network.core.text import fold
from profiles.models.departments import Department
from profiles.models.fields import ProfileField
from profiles.terms import address_of, spellings_of, telling_of

if TYPE_CHECKING:
    from profiles.models.skills import PersonSkill, Skill

PHOTO_SIZES = (48, 96, 256)  # pixels, square
PAGES = frozenset({"chart"})  # words that stand where a handle stands in an address of ours


# Columns that only search and sign-in read: wide, and never shown on a card.
TELLING = ("place", "phone", "email")  # by which a person is found beside name, handle and title
TERMS_FROM = {"name", "handle", "title", "hides", *TELLING}  # a change of these changes what a person is found by
UNSHOWN = ("words", "spellings", "folded", "findable", "about", "password", "languages", "extra", "quiet")


def deferred_of(via: str) -> list[str]:
    """What a card leaves unread of the person at the end of a path."""
    return [f"{via}__{name}" for name in UNSHOWN]


class ShownTo(models.TextChoices):
    """Who sees a field that a person hides from the rest: nobody else sees it or finds the person by it."""

    DEPARTMENT = "department", _("My department and my manager")
    MANAGER = "manager", _("My manager")


class PersonQuerySet(models.QuerySet["Person"]):
    """Words that read after "people"."""

    def active(self) -> "PersonQuerySet":
        """Those who work here now."""
        return self.filter(is_active=True)

    def visible_to(self, person: "Person | None") -> "PersonQuerySet":
        """Everybody active sees every active colleague; nobody else sees anyone."""
        if person is None or not person.is_active:
            return self.none()
        return self.filter(is_active=True)

    def for_line(self) -> "PersonQuerySet":
        """What templates/profiles/_person_line.html reads: name, title, department, photo."""
        return self.select_related("department")


class PersonManager(BaseUserManager["Person"]):
    """Django's and allauth's door to creating people."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def get(self, *args: Any, **by: Any) -> "Person":
        """One person; by the key alone, as every page asks for its reader, from SQL that is made once."""
        if args or by.keys() != {"pk"} or type(self) is not PersonManager or not isinstance(by["pk"], int):
            return self.get_queryset().get(*args, **by)
        found = _by_key.first(by["pk"])
        if found is None:
            raise self.model.DoesNotExist
        return found

    def active(self) -> PersonQuerySet:
        """Those who work here now."""
        return self.get_queryset().active()

    def visible_to(self, person: "Person | None") -> PersonQuerySet:
        """See PersonQuerySet.visible_to."""
        return self.get_queryset().visible_to(person)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """A person with a hashed password (or an unusable one)."""
        person: Person = self.model(email=address_of(email), **fields)
        person.set_password(password)
        person.save()
        return person


class Person(Versioned, AbstractBaseUser):
    """A colleague. There is no last_login column: when somebody was here is nobody's business (promise P12)."""

    last_login = None

    handle = models.CharField(
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9_.-]*[a-z0-9]$|^[a-z0-9]$", _("Use a–z, 0–9, dot, dash or underscore."))
        ],
    )
    email = models.EmailField(_("E-mail"), max_length=254, unique=True)  # as address_of writes it
    name = models.CharField(_("Name"), max_length=120)
    pronouns = models.CharField(_("Pronouns"), max_length=30, blank=True)
    title = models.CharField(_("Title"), max_length=100, blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    is_top = models.BooleanField(default=False, db_default=False)  # has no manager on purpose; with one it says nothing
    is_leader = models.BooleanField(default=False)
    place = models.CharField(_("Place"), max_length=80, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("Languages"))
    about = models.TextField(_("About"), max_length=2000, blank=True)
    photo = models.CharField(max_length=64, blank=True, editable=False)  # name of the stored set of sizes
    extra = models.JSONField(default=dict, blank=True)  # what the organisation's own fields say, by their key
    hides = models.JSONField(default=dict, blank=True)  # key of a field: a ShownTo; what is missing all colleagues see
    away_until = models.DateField(_("Away until"), null=True, blank=True)
    stand_in = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="stands_in_for")
    started_on = models.DateField(_("First day at work"), null=True, blank=True)
    host = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="newcomers")
    is_introduced = models.BooleanField(default=True)  # shown among new colleagues in the first days
    shows_anniversary = models.BooleanField(default=False)
    birthday = models.CharField(
        _("Birthday"),
        max_length=5,  # month and day, MM-DD: the year is nobody's business; empty: not shown to anybody
        blank=True,
        validators=[RegexValidator(r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")],
    )
    takes_questions = models.BooleanField(default=True)  # may be asked about what they know
    skills: "models.ManyToManyField[Skill, PersonSkill]" = models.ManyToManyField(
        "Skill", through="PersonSkill", through_fields=("person", "skill"), related_name="people"
    )

    language = models.CharField(max_length=2, choices=[("nb", "Norsk"), ("en", "English")], default="nb")
    theme = models.CharField(
        max_length=5, choices=[("", "auto"), ("light", "light"), ("dark", "dark")], default="", blank=True
    )
    contrast = models.CharField(max_length=4, choices=[("", "normal"), ("more", "more")], default="", blank=True)
    shortcuts = models.BooleanField(default=True)
    unread_count = models.PositiveIntegerField(default=0)
    may_handle = models.BooleanField(default=False, db_default=False, editable=False)  # has, had or will have the task
    # Whom the person does not hear, as PersonMute says: pages ask it of themselves, and nobody else is shown it.
    quiet = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False)

    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_administrator = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now, editable=False)
    said_at = models.DateTimeField(default=now, editable=False)  # what they say of themselves is as old as this
    folded = models.CharField(max_length=500, default="", editable=False)  # name, handle, title, folded for search
    findable = models.CharField(max_length=500, default="", editable=False)  # place, phone, address: see telling_of
    spellings = ArrayField(models.TextField(), default=list, editable=False, db_column="grams")  # see spellings_of
    # The words of `folded` and `findable`, kept by PostgreSQL itself so that no way of writing can forget them.
    words = models.GeneratedField(
        expression=Func(
            Func(
                CombinedExpression(CombinedExpression(F("folded"), "||", Value(" ")), "||", F("findable")),
                Value("[^[:alnum:]]+"),
                Value(" "),
                Value("g"),
                function="regexp_replace",
            ),
            template="to_tsvector('simple'::regconfig, %(expressions)s)",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["handle", "name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(handle__in=sorted(PAGES)),
                name="handle_is_no_page",
                violation_error_message=_("This handle is the address of a page. Choose another."),
            ),
        ]
        indexes = [
            GinIndex(fields=["spellings"], name="person_spellings", condition=models.Q(is_active=True)),
            GinIndex(fields=["words"], name="person_words", condition=models.Q(is_active=True)),
            models.Index(fields=["folded", "id"], name="person_folded", condition=models.Q(is_active=True)),
            models.Index(fields=["department", "folded"], name="person_by_department"),
            # a group of thousands is counted by department without reading the people themselves
            models.Index(
                fields=["id"], include=["department"], condition=models.Q(is_active=True), name="person_department"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = address_of(self.email)
        fields = kwargs.get("update_fields")
        if fields is None or TERMS_FROM & set(fields):  # type: ignore[call-overload]
            self.set_terms(ProfileField.unshown())
            if fields is not None:
                kwargs["update_fields"] = {*fields, "email", "folded", "findable", "spellings"}  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def set_terms(self, unshown: Set[str]) -> None:
        """What the person is found by; not by a field that they hide or that the organisation does not show."""
        self.folded = fold(f"{self.name} {self.handle} {self.title}")[:500]
        silent = unshown | self.hides.keys()
        self.findable = telling_of(*("" if name in silent else getattr(self, name) for name in TELLING))[:500]
        self.spellings = spellings_of(self.name)

    def get_absolute_url(self) -> str:
        return reverse("profiles:person", args=[self.handle])

    @property
    def initials(self) -> str:
        """First letters of the first and the last name."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()

    def photo_url(self, size: int) -> str:
        """The address of the smallest stored square of at least `size` pixels, or "" without a photo."""
        if not self.photo:
            return ""
        stored = next((pixels for pixels in PHOTO_SIZES if pixels >= size), PHOTO_SIZES[-1])
        return reverse("profiles:photo", args=[self.handle, self.photo, stored])

    @property
    def is_away(self) -> bool:
        """True until the day after which the person is back."""
        return self.away_until is not None and self.away_until >= localdate()


@prepared()
def _by_key(pk: int) -> "QuerySet[Person]":
    return Person.objects.get_queryset().filter(pk=pk)
