"""What time does to ideas: takes in what nobody took in, reminds, parks, takes up again, forgets who read."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from procrastinate.types import JSONDict

from ideas.actions import (
    Said,
    drop_votes_of,
    forget_drafts,
    forget_readings,
    forget_recipient,
    move_idea,
    next_owner,
    note_answer,
    release_reviewer,
    remind,
    remind_of_delivery,
    remind_reviewer,
    renew_grants_of,
    show_on_cards,
    stop_counting,
)
from ideas.actions.turning import turn_round
from ideas.events import RoundAnnounced
from ideas.models import (
    A_YEAR,
    Assignment,
    AwardRound,
    Campaign,
    Clock,
    Delivery,
    Grant,
    Idea,
    IdeaAuthor,
    Nomination,
    Vote,
)
from ideas.queries import propose_panel
from ideas.states import CARRIED_OUT, IS_OVER, State
from network.conversations.events import CommentPublished
from network.conversations.models import Comment
from network.core.clock import add_working_days, now
from network.core.tasks import PATIENT, app
from network.groups.access import readers
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from profiles.events import PersonDeactivated, PersonErased, ProfileChanged, ProfilesChanged
from profiles.models import Person
from profiles.queries.names import former_name

UNSCREENED = 2  # working days after which an idea comes onto the board by itself
UNANSWERED = timedelta(days=30)  # a question to the authors
KEPT = timedelta(days=365)  # who has read what


def comment_published(event: CommentPublished) -> None:
    """A comment of whoever answers for the idea is a first answer."""
    comment = Comment.objects.select_related("author").get(pk=event.comment_id)
    note_answer(thread_id=comment.thread_id, by=comment.author)


def person_deactivated(event: PersonDeactivated) -> None:
    """Their votes on what is open count no more, and they are not asked to judge."""
    stop_counting(person_id=event.person_id)
    release_reviewer(person_id=event.person_id)
    drop_votes_of(person_id=event.person_id)


def person_erased(event: PersonErased) -> None:
    """What only they were writing goes; what they won stays, without their name."""
    forget_drafts(person_id=event.person_id)
    forget_recipient(person_id=event.person_id, name=former_name(settings.LANGUAGE_CODE))


def profile_changed(event: ProfileChanged) -> None:
    """Posts about awards show faces: a task renews them."""
    renew_awards_of.defer(person_id=event.person_id)


def profiles_changed(event: ProfilesChanged) -> None:
    """The same for many: one statement of the caller's transaction."""
    jobs: list[JSONDict] = [{"person_id": person_id} for person_id in event.person_ids]
    if jobs:
        renew_awards_of.batch_defer(*jobs)


@app.task(retry=PATIENT)
def renew_awards_of(person_id: int) -> None:
    """Harmless to repeat."""
    renew_grants_of(person_id=person_id)


def round_announced(event: RoundAnnounced) -> None:
    """Cards bear the ribbon at once; the letters, however many, are a task. What was told before is news no more."""
    grants = Grant.objects.standing().filter(category__round=event.round_id)
    show_on_cards(*grants.values_list("idea_id", flat=True))
    for pk in grants.values_list("pk", flat=True):
        withdraw(subject=f"grant:{pk}", kind=Kind.AWARD)
    for pk in Nomination.objects.filter(category__round=event.round_id).values_list("pk", flat=True):
        withdraw(subject=f"nomination:{pk}", kind=Kind.AWARD)
    tell_about_round.defer(round_id=event.round_id)


@app.task(retry=PATIENT)
def tell_about_round(round_id: int) -> None:
    """Winners, everybody nominated, and those who wanted an idea that won. Harmless to repeat."""
    grants = Grant.objects.standing().filter(category__round=round_id).select_related("idea__thread__group")
    for grant in grants:
        winners = set(grant.recipients.values_list("person_id", flat=True))
        _tell(grant.idea, winners, News(Kind.AWARD, f"grant:{grant.pk}", 0))
        voters = set(Vote.objects.filter(idea=grant.idea_id, counted=True).values_list("person_id", flat=True))
        _tell(grant.idea, voters - winners, News(Kind.IDEA_VOTED, f"idea:{grant.idea_id}", 0))
    won = {(grant.category_id, grant.idea_id) for grant in grants}
    nominations = Nomination.objects.filter(category__round=round_id, state=Nomination.State.ACCEPTED)
    for nomination in nominations.select_related("idea__thread__group"):
        if (nomination.category_id, nomination.idea_id) not in won:
            authors = IdeaAuthor.objects.standing().filter(idea=nomination.idea_id)
            people = set(authors.values_list("person_id", flat=True))
            _tell(nomination.idea, people, News(Kind.AWARD, f"nomination:{nomination.pk}", 0))


def _tell(idea: Idea, people: set[int], news: News) -> None:
    """Those of them who read where the idea is."""
    group = idea.thread.group if idea.thread else None
    told = Person.objects.get_queryset().filter(readers(group), pk__in=people).values_list("pk", flat=True)
    notify(list(told), News(news.kind, news.subject, news.actor_id, group.pk if group else None))


@app.periodic(cron="15 5 * * *")
@app.task(retry=PATIENT, queueing_lock="turn-idea-clocks")
def turn_clocks(timestamp: int) -> None:
    """Every morning; each step is harmless to repeat."""
    _take_in()
    _park_unanswered()
    _take_up_again()
    _have_judged()
    soon = add_working_days(localdate(), 2)
    for assignment in Assignment.objects.filter(state=Assignment.State.OPEN, due_on__lte=soon):
        remind_reviewer(assignment=assignment)
    for clock in Clock.objects.filter(met_at=None, paused_on=None, due_on__lte=soon):
        remind(clock=clock)
    for delivery in _asked_for():
        remind_of_delivery(delivery=delivery)
    forget_readings(before=now() - KEPT)


def _asked_for() -> "QuerySet[Delivery]":
    """Those whose day is near or past, that are to be measured, or that are a year old; each is asked about once."""
    today = localdate()
    near = Q(
        idea__state__in=[State.APPROVED, State.IN_PROGRESS], target_on__lte=add_working_days(today, 2), nudges__lt=2
    )
    measured = Q(idea__state=State.IMPLEMENTED, follow_up_on__lte=today, follow_up_asked_at=None, measured_at=None)
    old = Q(idea__state__in=CARRIED_OUT, done_on__lte=today - A_YEAR, year_asked_at=None)
    return Delivery.objects.filter(near | measured | old).order_by("pk")


def _take_in() -> None:
    """So that nothing waits on whoever takes ideas in."""
    today = localdate()
    for idea in Idea.objects.unrestricted().filter(state=State.SUBMITTED).select_related("campaign__group"):
        waited = idea.submitted_at and add_working_days(localdate(idea.submitted_at), UNSCREENED) <= today
        owner = next_owner(idea) if waited else None
        if owner is not None:
            move_idea(by=None, idea=idea, to=State.OPEN, said=Said(person=owner))


def _park_unanswered() -> None:
    for idea in Idea.objects.filter(state=State.NEEDS_INFO, state_since__lt=now() - UNANSWERED):
        move_idea(by=None, idea=idea, to=State.PARKED)


def _take_up_again() -> None:
    for idea in Idea.objects.filter(state=State.PARKED, park_until__lte=localdate()):
        move_idea(by=None, idea=idea, to=State.IN_REVIEW)


def _have_judged() -> None:
    """Once people have voted, what came in is judged. Where no panel can be made, whoever answers names one."""
    over = Campaign.objects.filter(vote_ends_at__lte=now(), closed_at=None)
    waiting = Idea.objects.unrestricted().filter(state=State.OPEN, campaign__in=over, owner__is_active=True)
    for idea in waiting.select_related("campaign__group", "campaign__rubric", "thread__group"):
        panel = tuple(one.person for one in propose_panel(idea))
        if panel:
            move_idea(by=None, idea=idea, to=State.IN_REVIEW, said=Said(panel=panel))


@app.periodic(cron="*/5 * * * *")
@app.task(retry=PATIENT, queueing_lock="turn-award-rounds")
def turn_rounds(timestamp: int) -> None:
    """Every five minutes: what is due for each round that is under way; each step is harmless to repeat."""
    for round in AwardRound.objects.exclude(state__in=IS_OVER):
        turn_round(round=round)
