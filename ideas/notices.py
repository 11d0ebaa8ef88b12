"""Who is told about ideas: one function per event. Always within sight of the idea, never whoever did it."""

from collections.abc import Iterable

from ideas.access import is_bound, receivers
from ideas.events import AnswerDue, CoAuthorAnswered, CoAuthorAsked, IdeaMoved, IdeaOwned
from ideas.models import Idea, IdeaAuthor, StatusChange, Vote
from ideas.states import ANSWERED, OVER, State
from network.groups.access import readers
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from profiles.models import Person

TO_MANAGER = 3  # three working days late: from this reminder on the manager of who answers is told too
TO_SPONSOR = 4  # ten working days late: who stands behind the campaign too


def idea_moved(event: IdeaMoved) -> None:
    """The authors at once; voters when it is decided; who takes ideas in, when a new one comes."""
    change = StatusChange.objects.select_related("idea__thread__group", "idea__campaign").get(pk=event.change_id)
    idea, actor = change.idea, change.by_id or 0
    if change.before == State.DRAFT:
        _tell_receivers(idea, actor)
        return
    authors = IdeaAuthor.objects.standing().filter(idea=idea).values_list("person_id", flat=True)
    _tell(idea, authors, Kind.IDEA, actor)
    if change.after in ANSWERED | OVER:
        withdraw(subject=f"idea:{idea.pk}", kind=Kind.IDEA_DUTY)
        voters = Vote.objects.filter(idea=idea, counted=True).values_list("person_id", flat=True)
        _tell(idea, set(voters) - set(authors), Kind.IDEA_VOTED, actor)
    if change.before == State.NEEDS_INFO and idea.owner_id is not None:  # they have answered: it is the owner's turn
        _tell(idea, [idea.owner_id], Kind.IDEA_DUTY, actor)
    if change.before == State.DECLINED:
        _tell_receivers(idea, actor)


def idea_owned(event: IdeaOwned) -> None:
    """Whoever answers for it now; nobody else has it on their desk any more."""
    idea = Idea.objects.select_related("thread__group", "campaign").get(pk=event.idea_id)
    withdraw(subject=f"idea:{idea.pk}", kind=Kind.IDEA_DUTY)
    _tell(idea, [event.owner_id], Kind.IDEA_DUTY, event.by_id or 0)


def answer_due(event: AnswerDue) -> None:
    """Whoever answers for it, or those who take ideas in; later their managers too."""
    idea = Idea.objects.select_related("thread__group", "campaign").get(pk=event.idea_id)
    people = (
        Person.objects.filter(pk=idea.owner_id) if idea.owner_id else Person.objects.filter(receivers(idea.campaign))
    )
    told = set(people.values_list("pk", flat=True))
    if event.step >= TO_MANAGER:
        told |= {pk for pk in people.values_list("manager_id", flat=True) if pk is not None}
    if event.step >= TO_SPONSOR and idea.campaign.sponsor_id is not None:
        told.add(idea.campaign.sponsor_id)
    # A reminder is told anew, also when the first one was read.
    withdraw(subject=f"idea:{idea.pk}", kind=Kind.IDEA_DUTY)
    _tell(idea, told, Kind.IDEA_DUTY, 0)


def co_author_asked(event: CoAuthorAsked) -> None:
    """The colleague who is asked."""
    idea = Idea.objects.select_related("thread__group", "campaign__group").get(pk=event.idea_id)
    _tell(idea, [event.person_id], Kind.IDEA_ASKED, event.by_id)


def co_author_answered(event: CoAuthorAnswered) -> None:
    """Nothing is asked of them any more."""
    withdraw(subject=f"idea:{event.idea_id}", kind=Kind.IDEA_ASKED, recipient_id=event.person_id)


def _tell_receivers(idea: Idea, actor_id: int) -> None:
    """Those who take ideas in have one to look at."""
    people = Person.objects.filter(receivers(idea.campaign)).values_list("pk", flat=True)
    _tell(idea, people, Kind.IDEA_DUTY, actor_id)


def _tell(idea: Idea, people: Iterable[int], kind: Kind, actor_id: int) -> None:
    """A letter names whoever did it, unless that would tell who wrote an idea that hides its authors."""
    group = idea.thread.group if idea.thread is not None else idea.campaign.group
    hidden = kind != Kind.IDEA_ASKED and idea.hides_authors and is_bound(actor_id, idea)
    reachable = Person.objects.get_queryset().filter(readers(group), pk__in=set(people) - {actor_id})
    news = News(kind, f"idea:{idea.pk}", 0 if hidden else actor_id, group.pk if group else None)
    notify(list(reachable.values_list("pk", flat=True)), news)
