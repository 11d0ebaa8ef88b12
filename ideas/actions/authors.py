"""Asking colleagues to be co-authors, answering, leaving, handing the lead over."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ideas.access import can_ask_co_author, can_be_co_author
from ideas.actions.counts import recount_votes
from ideas.events import CoAuthorAnswered, CoAuthorAsked
from ideas.models import Idea, IdeaAuthor
from ideas.states import State
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from profiles.models import Person

NOT_LEAD = _("Only the author who leads asks others to take part, and only until the idea is decided on.")
NOT_THEM = _("This colleague cannot be co-author: they are one already, answer for the idea, or cannot read it.")
NOT_ASKED = _("You are not asked to be co-author here, or you have answered already.")
LEAD_STAYS = _("Hand the lead over to a co-author before you leave.")


@transaction.atomic
def ask_co_author(*, by: Person, idea: Idea, person: Person) -> None:
    """Asks a colleague; until they answer they neither vote on it nor count as an author."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    require(can_ask_co_author(by, idea), NOT_LEAD)
    require(can_be_co_author(person, idea), NOT_THEM)
    IdeaAuthor.objects.update_or_create(
        idea=idea,
        person=person,
        defaults={"state": IdeaAuthor.State.INVITED, "role": IdeaAuthor.Role.CO, "asked_by": by, "answered_at": None},
    )
    _changed(idea)
    announce(CoAuthorAsked(idea.pk, person.pk, by.pk))


@transaction.atomic
def answer_co_author(*, by: Person, idea: Idea, yes: bool) -> None:
    """Says yes or no, once. A vote given before stops counting with a yes and counts again with a no."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    said = IdeaAuthor.State.ACCEPTED if yes else IdeaAuthor.State.DECLINED
    asked = IdeaAuthor.objects.filter(idea=idea, person=by, state=IdeaAuthor.State.INVITED)
    require(by.is_active and asked.update(state=said, answered_at=now()) == 1, NOT_ASKED)
    _changed(idea)
    announce(CoAuthorAnswered(idea.pk, by.pk))


@transaction.atomic
def take_back_request(*, by: Person, idea: Idea, person: Person) -> None:
    """The lead no longer asks."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    require(can_ask_co_author(by, idea), NOT_LEAD)
    IdeaAuthor.objects.filter(idea=idea, person=person, state=IdeaAuthor.State.INVITED).delete()
    _changed(idea)
    announce(CoAuthorAnswered(idea.pk, person.pk))


@transaction.atomic
def leave_idea(*, by: Person, idea: Idea) -> None:
    """A co-author is one no longer; the lead hands over first."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    part = IdeaAuthor.objects.standing().filter(idea=idea, person=by).first()
    require(part is not None, NOT_ASKED)
    require(part is not None and part.role == IdeaAuthor.Role.CO, LEAD_STAYS)
    IdeaAuthor.objects.filter(idea=idea, person=by).update(state=IdeaAuthor.State.LEFT, answered_at=now())
    _changed(idea)
    announce(CoAuthorAnswered(idea.pk, by.pk))


@transaction.atomic
def hand_over_lead(*, by: Person, idea: Idea, person: Person) -> None:
    """A co-author speaks for the others from now on."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    require(can_ask_co_author(by, idea), NOT_LEAD)
    heir = IdeaAuthor.objects.standing().filter(idea=idea, person=person, role=IdeaAuthor.Role.CO)
    require(heir.exists() and person.is_active, NOT_THEM)
    IdeaAuthor.objects.filter(idea=idea, person=by).update(role=IdeaAuthor.Role.CO)
    heir.update(role=IdeaAuthor.Role.LEAD)
    _changed(idea)
    announce(CoAuthorAnswered(idea.pk, person.pk))


def _changed(idea: Idea) -> None:
    """The card names its authors, and their votes do not count."""
    if idea.state == State.DRAFT or not (idea.merged_into or idea).is_votable:  # what is closed stays as it was
        Idea.objects.filter(pk=idea.pk).update(version=F("version") + 1)
    else:
        recount_votes(idea)
