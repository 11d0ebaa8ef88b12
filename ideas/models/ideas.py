"""Idea, its authors, and what it said before."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models.campaigns import Campaign
from ideas.states import OVER, UNDECIDED, State
from network.conversations.models import Place, Thread, unrestricted
from network.core.clock import now
from network.core.models import Versioned
from network.groups.access import audience
from profiles.models import Department, Person, deferred_of


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Words that read after "ideas"."""

    def visible_to(self, person: Person | None) -> "IdeaQuerySet":
        """Where its thread is visible; before it is sent in, to its authors and those asked to be one."""
        if person is None or not person.is_active:
            return self.none()
        sent = Q(thread__isnull=False) & audience(person, via="thread__group") & unrestricted("thread_id")
        return self.filter(sent | Q(thread=None) & Exists(authorship(person)))

    def unrestricted(self) -> "IdeaQuerySet":
        """Those sent in that nobody has hidden."""
        return self.filter(unrestricted("thread_id"), thread__isnull=False)

    def listed(self) -> "IdeaQuerySet":
        """For lists: sent in, and neither withdrawn nor merged into another."""
        return self.exclude(state__in=[State.DRAFT, State.WITHDRAWN, State.MERGED])

    def undecided(self) -> "IdeaQuerySet":
        """Those that an answer is owed for."""
        return self.filter(state__in=UNDECIDED)

    def by(self, person: Person) -> "IdeaQuerySet":
        """Those that the person is an author of."""
        return self.filter(Exists(authorship(person, IdeaAuthor.State.ACCEPTED)))

    def for_card(self) -> "IdeaQuerySet":
        """What templates/ideas/_idea.html and _row.html read."""
        authors = IdeaAuthor.objects.standing().select_related("person").order_by("-role", "pk")
        return (
            self.select_related("thread", "campaign", "department", "owner__department")
            .prefetch_related(models.Prefetch("authors", authors, to_attr="standing_authors"))
            .defer("search", *deferred_of("owner"))
        )


class Idea(Versioned):
    """A proposal and what becomes of it. /ideas/<id>/. State is changed by ideas.actions.moves alone."""

    class Origin(models.TextChoices):
        EMPLOYEE = "employee", _("My own work")
        CUSTOMER = "customer", _("Heard from a customer")
        PARTNER = "partner", _("Heard from a partner")
        MEETING = "meeting", _("Came up in a meeting")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ideas")
    # Made when it is sent in: a draft is talked about by nobody.
    thread = models.OneToOneField(Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="idea")
    title = models.CharField(pgettext_lazy("idea", "Title"), max_length=120, blank=True)
    problem = models.TextField(_("Problem"), max_length=4_000, blank=True)
    proposal = models.TextField(_("Proposal"), max_length=8_000, blank=True)
    benefit = models.TextField(_("Expected benefit"), max_length=4_000, blank=True)
    # The campaign's own questions as they were put, each with its answer: [[question, answer], ...].
    answers = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=2, default="nb")
    # The lead's when it was sent in: figures need the history, not the present.
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.EMPLOYEE)
    heard_from = models.CharField(_("Organisation or channel"), max_length=120, blank=True)  # never a person
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField(default=now)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_ideas"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    created_at = models.DateTimeField(default=now)
    saved_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)  # first public act of somebody who answers for it
    decided_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    is_anonymous = models.BooleanField(default=False)  # its authors do not want to be seen before the decision
    park_until = models.DateField(null=True, blank=True)
    vote_count = models.PositiveIntegerField(default=0)  # those that count
    point_count = models.PositiveIntegerField(default=0)  # given by those who vote; more than them only with a budget
    reader_count = models.PositiveIntegerField(default=0)  # never fewer than the votes
    search = models.GeneratedField(
        expression=SearchVector("title", "problem", "proposal", config="norwegian")
        + SearchVector("title", "problem", "proposal", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, thread=None) | ~Q(state=State.DRAFT) & Q(thread__isnull=False),
                name="idea_is_talked_about_once_sent",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | ~Q(state=State.MERGED) & Q(merged_into=None),
                name="idea_merged_has_a_target",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="idea_not_merged_into_itself"),
            models.CheckConstraint(condition=Q(reader_count__gte=F("vote_count")), name="idea_readers_cover_votes"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="idea_by_state"),
            models.Index(fields=["campaign", "state"], name="idea_of_campaign"),
            models.Index(fields=["owner"], name="idea_of_owner", condition=Q(state__in=sorted(UNDECIDED))),
            GinIndex(fields=["search"], name="idea_search"),
        ]

    @property
    def hides_authors(self) -> bool:
        """Nobody but they themselves may know who wrote it: until the decision, and for good if none is made."""
        if self.decided_at is not None:
            return False
        return self.campaign.identity == Campaign.Identity.BLIND or self.is_anonymous

    @property
    def shown_authors(self) -> "list[IdeaAuthor]":
        """Those whose names every page, card, search, letter and frame may tell; asked of rows from for_card()."""
        standing: list[IdeaAuthor] = vars(self)["standing_authors"]
        return [] if self.hides_authors else standing

    @property
    def shown_department(self) -> Department | None:
        """Where it comes from, as far as that tells nobody who wrote it."""
        return None if self.hides_authors else self.department

    @property
    def hides_counts(self) -> bool:
        """How many want it is told nobody, or only those who have voted on it, while people vote."""
        return self.campaign.counts != Campaign.Counts.ALWAYS and self.campaign.takes_votes and self.is_votable

    @property
    def is_votable(self) -> bool:
        """Sent in, and nobody has said the last word."""
        return self.state not in OVER | {State.DRAFT}

    @property
    def is_undecided(self) -> bool:
        """An answer is owed."""
        return self.state in UNDECIDED

    @property
    def lead(self) -> "Person | None":
        """The author who speaks for the others."""
        row = next((a for a in self.authors.all() if a.role == IdeaAuthor.Role.LEAD), None)
        return row.person if row else None

    @property
    def place(self) -> Place:
        """Where its files hang: in the draft, and in its conversation once it is sent in."""
        return Place(self.thread_id) if self.thread_id else Place(draft=f"idea:{self.pk}")

    def get_absolute_url(self) -> str:
        return reverse("ideas:idea", args=[self.pk])


class IdeaAuthorQuerySet(models.QuerySet["IdeaAuthor"]):
    """Words that read after "authors"."""

    def standing(self) -> "IdeaAuthorQuerySet":
        """Those who said yes and have not left."""
        return self.filter(state=IdeaAuthor.State.ACCEPTED)

    def bound(self) -> "IdeaAuthorQuerySet":
        """Those who are an author or asked to be one: neither votes on it nor judges it."""
        return self.filter(state__in=[IdeaAuthor.State.ACCEPTED, IdeaAuthor.State.INVITED])


class IdeaAuthor(models.Model):
    """A person's part in an idea: one leads, the others said yes when they were asked."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Leads")
        CO = "co", _("Co-author")

    class State(models.TextChoices):
        INVITED = "invited", _("Asked")
        ACCEPTED = "accepted", _("Takes part")
        DECLINED = "declined", _("Said no")
        LEFT = "left", _("Left")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="idea_parts")
    role = models.CharField(max_length=4, choices=Role.choices, default=Role.CO)
    state = models.CharField(max_length=8, choices=State.choices, default=State.INVITED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = IdeaAuthorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="one_part_in_an_idea"),
            models.UniqueConstraint(fields=["idea"], condition=Q(role="lead"), name="one_lead_of_an_idea"),
        ]
        indexes = [models.Index(fields=["person", "state"], name="idea_parts_of_person")]


def authorship(person: Person, *states: str, via: str = "pk") -> "models.QuerySet[IdeaAuthor]":
    """For Exists: the person is bound to the idea (or their part is in one of the states)."""
    rows = IdeaAuthor.objects.filter(idea=OuterRef(via), person=person)
    return rows.filter(state__in=states) if states else rows.bound()


class IdeaRevision(models.Model):
    """What an idea said before an edit; whoever reads it may read this too. Never changed, never deleted."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="revisions")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    problem = models.TextField()
    proposal = models.TextField()
    benefit = models.TextField()
    answers = models.JSONField(default=list)
    # Names of the files that the edit took away; the files themselves are gone.
    removed = ArrayField(models.CharField(max_length=160), default=list, db_default=[], blank=True)
    replaced_at = models.DateTimeField(default=now)
