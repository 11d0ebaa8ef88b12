"""Who is told of judging: those who are asked, and whoever decides."""

from ideas.events import (
    ReviewAsked,
    ReviewDue,
    ReviewerLeft,
    ReviewHandedIn,
    ReviewsClosed,
)
from ideas.models import (
    Assignment,
    Idea,
)
from ideas.notices.telling import tell
from ideas.states import State
from network.groups.access import readers
from network.notifications.actions import News, notify, withdraw
from network.notifications.models import Kind
from profiles.models import Person


def review_asked(event: ReviewAsked) -> None:
    """The colleague who is asked to judge; the letter names whoever asked, who is never an author."""
    _ask_to_judge(event.idea_id, event.person_id, event.by_id or 0)


def review_due(event: ReviewDue) -> None:
    """The same colleague, anew, also when the first letter was read."""
    withdraw(subject=f"review:{event.idea_id}", kind=Kind.REVIEW, recipient_id=event.person_id)
    _ask_to_judge(event.idea_id, event.person_id, 0)


def review_handed_in(event: ReviewHandedIn) -> None:
    """Nothing is asked of them any more; whoever decides is told when the last one is in."""
    withdraw(subject=f"review:{event.idea_id}", kind=Kind.REVIEW, recipient_id=event.person_id)
    idea = Idea.objects.select_related("thread__group", "campaign").get(pk=event.idea_id)
    if idea.state == State.IN_REVIEW and not idea.assignments.filter(state=Assignment.State.OPEN).exists():
        _tell_owner(idea, 0)


def reviewer_left(event: ReviewerLeft) -> None:
    """Nothing is asked of them any more; whoever decides asks somebody else."""
    withdraw(subject=f"review:{event.idea_id}", kind=Kind.REVIEW, recipient_id=event.person_id)
    idea = Idea.objects.select_related("thread__group", "campaign").get(pk=event.idea_id)
    if idea.state == State.IN_REVIEW and event.by_id != idea.owner_id:
        _tell_owner(idea, event.by_id or 0)


def reviews_closed(event: ReviewsClosed) -> None:
    """It is decided: nobody is asked any more."""
    withdraw(subject=f"review:{event.idea_id}", kind=Kind.REVIEW)


def _ask_to_judge(idea_id: int, person_id: int, actor_id: int) -> None:
    idea = Idea.objects.select_related("thread__group", "campaign").get(pk=idea_id)
    group = idea.thread.group if idea.thread is not None else None
    waits = Assignment.objects.filter(idea=idea, reviewer=person_id, state=Assignment.State.OPEN).exists()
    if waits and Person.objects.get_queryset().filter(readers(group), pk=person_id).exists():
        notify([person_id], News(Kind.REVIEW, f"review:{idea.pk}", actor_id, group.pk if group else None))


def _tell_owner(idea: Idea, actor_id: int) -> None:
    if idea.owner_id is not None:
        tell(idea, [idea.owner_id], Kind.IDEA_DUTY, actor_id)
