"""Who answers for an idea."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ideas.access import can_give_owner, can_own_idea, receivers
from ideas.actions.clocks import meet_first_answer
from ideas.actions.panels import release_reviewer
from ideas.events import IdeaOwned
from ideas.models import Campaign, Idea, IdeaAuthor, StatusChange
from ideas.states import UNDECIDED, State
from network.core.access import require
from network.core.events import announce
from network.groups.access import readers
from profiles.models import Person

NOT_RECEIVER = _("Only those who take ideas in, or who answer for this one, choose who answers for it.")
NOT_THEM = _("This colleague cannot answer for it: they wrote it, cannot read it, or said no to it before.")


@transaction.atomic
def give_owner(*, by: Person, idea: Idea, owner: Person) -> None:
    """Somebody with a face answers for it from now on."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=idea.pk)
    require(can_give_owner(by, idea), NOT_RECEIVER)
    require(can_own_idea(owner, idea), NOT_THEM)
    if idea.owner_id == owner.pk:
        return
    idea.owner, idea.version = owner, idea.version + 1
    idea.save(update_fields=["owner", "version"])
    release_reviewer(person_id=owner.pk, idea_id=idea.pk)  # nobody decides on what they judge
    meet_first_answer(idea, by)
    announce(IdeaOwned(idea.pk, owner.pk, by.pk))


@transaction.atomic
def note_answer(*, thread_id: int, by: Person) -> None:
    """A comment of somebody who answers for the idea is an answer."""
    idea = Idea.objects.select_related("campaign").filter(thread=thread_id).first()
    if idea is None or idea.first_answer_at is not None:
        return
    if idea.owner_id == by.pk or Person.objects.filter(receivers(idea.campaign), pk=by.pk).exists():
        meet_first_answer(idea, by)


def next_owner(idea: Idea) -> Person | None:
    """Of those who take ideas in for the campaign, whoever answers for the fewest now; None: nobody can."""
    campaign: Campaign = idea.campaign
    authors = IdeaAuthor.objects.bound().filter(idea=idea).values("person")
    refused = StatusChange.objects.filter(idea=idea, after=State.DECLINED).values("by")
    busy = Count("owned_ideas", filter=Q(owned_ideas__state__in=UNDECIDED))
    able = (
        Person.objects.active()
        .filter(receivers(campaign), readers(campaign.group))
        .exclude(pk__in=authors)
        .exclude(pk__in=refused)
    )
    return able.annotate(busy=busy).order_by("busy", "pk").first()
