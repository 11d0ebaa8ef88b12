"""Who is told what becomes of an idea: its authors, its voters, and whoever answers for it."""

from ideas.access import receivers
from ideas.events import (
    AnswerDue,
    CoAuthorAnswered,
    CoAuthorAsked,
    DeliveryChanged,
    DeliveryDue,
    DeliveryGiven,
    IdeaMoved,
    IdeaOwned,
)
from ideas.models import (
    Delivery,
    Idea,
    IdeaAuthor,
    StatusChange,
    Vote,
)
from ideas.notices.telling import tell, tell_receivers
from ideas.states import ANSWERED, CARRIED_OUT, OVER, State
from network.notifications.actions import withdraw
from network.notifications.models import Kind
from profiles.models import Person

TO_MANAGER = 3  # three working days late: from this reminder on the manager of who answers is told too
TO_SPONSOR = 4  # ten working days late: who stands behind the campaign too


def idea_moved(event: IdeaMoved) -> None:
    """The authors at once; voters when it is decided; who takes ideas in, when a new one comes."""
    change = StatusChange.objects.select_related("idea__thread__group", "idea__campaign").get(pk=event.change_id)
    idea, actor = change.idea, change.by_id or 0
    if change.before == State.DRAFT:
        tell_receivers(idea, actor)
        return
    authors = IdeaAuthor.objects.standing().filter(idea=idea).values_list("person_id", flat=True)
    tell(idea, authors, Kind.IDEA, actor)
    if change.after in ANSWERED | OVER:
        withdraw(subject=f"idea:{idea.pk}", kind=Kind.IDEA_DUTY)
        voters = Vote.objects.filter(idea=idea, counted=True).values_list("person_id", flat=True)
        tell(idea, set(voters) - set(authors), Kind.IDEA_VOTED, actor)
    if change.after == State.APPROVED:  # it is theirs now, also where they wrote it
        tell(idea, _deliverers(idea), Kind.IDEA_DUTY, actor)
    if change.before == State.NEEDS_INFO and idea.owner_id is not None:  # they have answered: it is the owner's turn
        tell(idea, [idea.owner_id], Kind.IDEA_DUTY, actor)
    if change.before == State.DECLINED:
        tell_receivers(idea, actor)


def idea_owned(event: IdeaOwned) -> None:
    """Whoever answers for it now; nobody else has it on their desk any more."""
    idea = Idea.objects.select_related("thread__group", "campaign").get(pk=event.idea_id)
    withdraw(subject=f"idea:{idea.pk}", kind=Kind.IDEA_DUTY)
    tell(idea, [event.owner_id], Kind.IDEA_DUTY, event.by_id or 0)


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
    tell(idea, told, Kind.IDEA_DUTY, 0)


def delivery_given(event: DeliveryGiven) -> None:
    """Whoever carries it out from now on; nobody else has it on their desk any more."""
    idea = Idea.objects.select_related("thread__group", "campaign").get(pk=event.idea_id)
    withdraw(subject=f"idea:{idea.pk}", kind=Kind.IDEA_DUTY)
    tell(idea, [event.person_id], Kind.IDEA_DUTY, event.by_id)


def delivery_due(event: DeliveryDue) -> None:
    """Whoever carries it out; what it gave and what is left of it is asked of whoever answers for it too."""
    idea = Idea.objects.select_related("thread__group", "campaign").get(pk=event.idea_id)
    people = set(_deliverers(idea))
    if event.what != "target" and idea.owner_id is not None:
        people.add(idea.owner_id)
    withdraw(subject=f"idea:{idea.pk}", kind=Kind.IDEA_DUTY)
    tell(idea, people, Kind.IDEA_DUTY, 0)


def delivery_changed(event: DeliveryChanged) -> None:
    """What was asked about a finished idea has its answer: it is on nobody's desk any more."""
    idea = Idea.objects.get(pk=event.idea_id)
    if idea.state in CARRIED_OUT:
        withdraw(subject=f"idea:{idea.pk}", kind=Kind.IDEA_DUTY)


def _deliverers(idea: Idea) -> list[int]:
    return list(Delivery.objects.filter(idea=idea).values_list("owner_id", flat=True))


def co_author_asked(event: CoAuthorAsked) -> None:
    """The colleague who is asked."""
    idea = Idea.objects.select_related("thread__group", "campaign__group").get(pk=event.idea_id)
    tell(idea, [event.person_id], Kind.IDEA_ASKED, event.by_id)


def co_author_answered(event: CoAuthorAnswered) -> None:
    """Nothing is asked of them any more."""
    withdraw(subject=f"idea:{event.idea_id}", kind=Kind.IDEA_ASKED, recipient_id=event.person_id)
