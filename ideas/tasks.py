"""What time does to ideas: takes in what nobody took in, reminds, parks, takes up again, forgets who read."""

from datetime import timedelta

from django.utils.timezone import localdate

from ideas.actions import Said, forget_readings, move_idea, next_owner, note_answer, remind, stop_counting
from ideas.models import Clock, Idea
from ideas.states import State
from network.conversations.events import CommentPublished
from network.conversations.models import Comment
from network.core.clock import add_working_days, now
from network.core.tasks import PATIENT, app
from profiles.events import PersonDeactivated

UNSCREENED = 2  # working days after which an idea comes onto the board by itself
UNANSWERED = timedelta(days=30)  # a question to the authors
KEPT = timedelta(days=365)  # who has read what


def comment_published(event: CommentPublished) -> None:
    """A comment of whoever answers for the idea is a first answer."""
    comment = Comment.objects.select_related("author").get(pk=event.comment_id)
    note_answer(thread_id=comment.thread_id, by=comment.author)


def person_deactivated(event: PersonDeactivated) -> None:
    """Their votes on what is open count no more."""
    stop_counting(person_id=event.person_id)


@app.periodic(cron="15 5 * * *")
@app.task(retry=PATIENT, queueing_lock="turn-idea-clocks")
def turn_clocks(timestamp: int) -> None:
    """Every morning; each step is harmless to repeat."""
    _take_in()
    _park_unanswered()
    _take_up_again()
    for clock in Clock.objects.filter(met_at=None, paused_on=None, due_on__lte=add_working_days(localdate(), 2)):
        remind(clock=clock)
    forget_readings(before=now() - KEPT)


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
