"""One idea: what its page reads, what has happened to it, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign, Clock, Delivery, Idea, IdeaAuthor, IdeaRevision, StatusChange
from ideas.queries.boards import authors_shown
from ideas.states import CARRIED_OUT, OVER, State
from network.conversations.models import Attachment
from network.core.clock import now
from network.core.models import IdempotencyKey
from network.notifications.subjects import Subject
from profiles.models import Department, Person, deferred_of

STALE_DRAFT = timedelta(days=7)


def idea_for(person: Person, number: int) -> Idea:
    """The idea, if the person may see it; else Idea.DoesNotExist, refused or missing."""
    beside = ("merged_into", "delivery__owner", "year_note__by")
    found = Idea.objects.visible_to(person).for_card().select_related(*beside).get(pk=number)
    if found.merged_into is not None and not Idea.objects.visible_to(person).contains(found.merged_into):
        found.merged_into = None  # hidden from this reader: the page does not name it
    return found


def sent_before(person: Person, key: UUID | None) -> Idea | None:
    """The idea that an earlier sending of the same form made: a retry leads to it, and is asked nothing."""
    if key is None:
        return None
    return _made_with(person, key).exclude(state=State.DRAFT).first()


def draft_begun(person: Person, key: UUID | None) -> Idea | None:
    """The draft that this form has begun, though the form itself does not know its number."""
    return _made_with(person, key).filter(state=State.DRAFT).first() if key is not None else None


def _made_with(person: Person, key: UUID) -> "QuerySet[Idea]":
    made = IdempotencyKey.objects.filter(person=person, key=key).values("subject_id")
    return Idea.objects.visible_to(person).by(person).filter(pk__in=made)


def files_of(idea: Idea | None) -> list[Attachment]:
    """Its files and pictures, in the order of upload."""
    return list(idea.place.files().shown()) if idea is not None else []


def campaign_for(person: Person, slug: str) -> Campaign:
    """The campaign, if the person may see it; else Campaign.DoesNotExist, refused or missing."""
    return Campaign.objects.visible_to(person).select_related("owner", "group", "sponsor", "rubric").get(slug=slug)


def campaigns_to_send_to(person: Person) -> list[Campaign]:
    """Those that take the person's ideas now, the box that is always open first."""
    mine = Q(group=None) | Q(group__memberships__person=person, group__archived_at=None)
    running = Campaign.objects.visible_to(person).running().filter(mine).select_related("owner", "group")
    return sorted(running, key=lambda c: (c.kind != Campaign.Kind.OPEN_BOX, c.submit_ends_at or now(), c.pk))


class Step(NamedTuple):
    """A move of the past, and who made it: somebody, the clock (None), or an author who is hidden."""

    change: StatusChange
    by: Person | None
    is_hidden: bool


def timeline(idea: Idea) -> list[Step]:
    """Every move with who made it and why, oldest first; who wrote the idea is told as far as its cards tell it."""
    changes = list(idea.changes.select_related("by").defer(*deferred_of("by")))
    hidden = set(idea.authors.values_list("person_id", flat=True)) if idea.hides_authors else set()
    return [Step(c, None if c.by_id in hidden else c.by, c.by_id in hidden) for c in changes]


def revisions(idea: Idea) -> list[IdeaRevision]:
    """What it said before, the newest first."""
    return list(idea.revisions.select_related("editor").order_by("-pk"))


def asked_authors(idea: Idea) -> list[IdeaAuthor]:
    """Those who have not answered yet whether they will be co-authors."""
    return list(idea.authors.filter(state=IdeaAuthor.State.INVITED).select_related("person"))


def part_of(person: Person, idea: Idea) -> IdeaAuthor | None:
    """The person's own part in it, whatever came of it."""
    return idea.authors.filter(person=person).first()


@dataclass(frozen=True)
class NextStep:
    """What is promised next: by whom (None: nobody has it yet) and by which day."""

    sentence: "str | Promise"
    on: date | None
    by: Person | None
    is_late: bool = False


def next_step(idea: Idea, clocks: Sequence[Clock]) -> NextStep | None:
    """Every idea that is not over has one."""
    waiting = [clock for clock in clocks if clock.met_at is None and clock.paused_on is None]
    first = min(waiting, key=lambda clock: clock.due_on, default=None)
    late = first is not None and first.due_on < localdate()
    day = first.due_on if first else None
    delivery = getattr(idea, "delivery", None)
    if idea.state == State.NEEDS_INFO:
        return NextStep(_("The authors answer a question"), None, None if idea.hides_authors else idea.lead)
    if idea.is_undecided and first is not None:
        kind = _("First answer") if first.kind == Clock.Kind.FIRST_ANSWER else _("Decision")
        return NextStep(kind, day, idea.owner, late)
    if idea.state in (State.APPROVED, State.IN_PROGRESS) and delivery is not None:
        return NextStep(_("It is to be in place"), delivery.target_on, delivery.owner, delivery.target_on < localdate())
    if idea.state in CARRIED_OUT and delivery is not None:
        return _after(idea, delivery)
    if idea.state == State.PARKED:
        return NextStep(_("It is taken up again"), idea.park_until, idea.owner)
    return None


def _after(idea: Idea, delivery: Delivery) -> NextStep | None:
    """It is in place: its effect is measured and confirmed, and a year later it is asked what is left of it."""
    if idea.state == State.IMPLEMENTED and delivery.measured_at is not None:
        return NextStep(_("Somebody else confirms what it gave"), None, None)
    if idea.state == State.IMPLEMENTED:
        day = delivery.follow_up_on
        return NextStep(_("What did it give? We measure"), day, delivery.owner, day is not None and day < localdate())
    if getattr(idea, "year_note", None) is None and delivery.year_on is not None:
        return NextStep(_("One year later: is it still in use?"), delivery.year_on, delivery.owner)
    return None


def clocks_of(idea: Idea) -> list[Clock]:
    """The promises about it, kept or not."""
    return list(idea.clocks.all())


def clocks_by_idea(ids: Sequence[int]) -> dict[int, list[Clock]]:
    """The same for many, in one query."""
    found: dict[int, list[Clock]] = {}
    for clock in Clock.objects.filter(idea__in=ids):
        found.setdefault(clock.idea_id, []).append(clock)
    return found


class Mine(NamedTuple):
    """What the page "my ideas" shows."""

    drafts: list[Idea]
    asked: list[IdeaAuthor]
    ideas: list[Idea]
    voted: list[Idea]
    owned: list[Idea]


def mine(person: Person) -> Mine:
    """Drafts, requests to be co-author, one's ideas by state, what one voted for, and what one answers for."""
    seen = Idea.objects.visible_to(person).for_card()
    asked = IdeaAuthor.objects.filter(person=person, state=IdeaAuthor.State.INVITED).filter(
        idea__in=Idea.objects.visible_to(person).values("pk")
    )
    return Mine(
        list(seen.by(person).filter(state=State.DRAFT).order_by("-saved_at")),
        list(asked.select_related("idea", "asked_by").order_by("pk")),
        list(seen.by(person).exclude(state=State.DRAFT).order_by("-submitted_at")[:50]),
        list(seen.filter(votes__person=person).order_by("-state_since")[:30]),
        list(seen.filter(owner=person, state__in=set(State) - OVER - {State.DRAFT}).order_by("submitted_at")[:50]),
    )


def idea_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Ideas as subjects of news, as this reader may see them now."""
    ideas = Idea.objects.visible_to(person).filter(pk__in=ids)
    return {idea.pk: Subject(idea.title or str(_("Idea without a title")), idea.get_absolute_url()) for idea in ideas}


def idea_thread_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """The same, for news about the conversation under an idea."""
    from_threads: QuerySet[Idea] = Idea.objects.visible_to(person).filter(thread__in=ids)
    muted = set(from_threads.filter(thread__mutes__person=person).values_list("thread_id", flat=True))
    return {
        idea.thread_id or 0: Subject(idea.title, idea.get_absolute_url(), idea.thread_id in muted)
        for idea in from_threads
    }


def matching(person: Person, words: str, size: int = 10) -> list[Idea]:
    """Ideas that hold the words (Norwegian and English word forms), newest first, within rights."""
    hits = "ideas_idea.search @@ (websearch_to_tsquery('norwegian', %s) || websearch_to_tsquery('english', %s))"
    found = Idea.objects.visible_to(person).listed().for_card().extra(where=[hits], params=[words, words])  # noqa: S610
    return list(found.order_by("-pk")[:size])


def people_called(words: str) -> list[Person]:
    """Colleagues whom the words name: by @handle or whole name, else those whom they fit best; at most five."""
    active = Person.objects.active()
    exact = list(active.filter(Q(handle=words.removeprefix("@").lower()) | Q(name__iexact=words))[:5])
    return exact or list(active.filter(name__icontains=words).order_by("name")[:5])


def target_for(person: Person, words: str) -> Idea | None:
    """The idea that a number or an address names, if the person may see it."""
    digits = words.strip().rstrip("/").rpartition("/")[2].removeprefix("#")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        return None
    return Idea.objects.visible_to(person).filter(pk=int(digits)).first()


def ideas_by(person: Person, author: Person) -> list[Idea]:
    """What a colleague has sent in, as far as the reader may see it, the newest first."""
    told = Q() if person.pk == author.pk else authors_shown()
    ideas = Idea.objects.visible_to(person).listed().filter(told).by(author).for_card()
    return list(ideas.order_by("-submitted_at")[:20])


def departments_with_ideas(person: Person) -> list[Department]:
    """Departments that have sent something in, by name."""
    seen = Idea.objects.visible_to(person).listed().filter(authors_shown()).order_by().values("department")
    return list(Department.objects.filter(pk__in=seen).order_by("name"))


def campaigns_on_board(person: Person) -> list[Campaign]:
    """Campaigns that the person sees, the newest first."""
    return list(Campaign.objects.visible_to(person).order_by("-created_at", "-pk"))


def related(person: Person, idea: Idea) -> list[Idea]:
    """What was merged into it, as far as the person may see it."""
    return list(Idea.objects.visible_to(person).filter(merged_into=idea).order_by("pk"))
