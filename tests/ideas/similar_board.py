"""A board to look for similar ideas on, made by the actions that people use."""

from ideas.actions import Said, move_idea, open_box, submit_idea
from ideas.actions.writing import Proposal
from ideas.models import Campaign, Idea
from ideas.queries import Alike, similar_to
from ideas.states import State
from network.groups.models import Group
from profiles.models import Person, Role

NO = "Vi har prøvd det på to avdelinger i fjor, og det kostet mer enn det ga. Regnestykket ligger ved referatet."


def proposal(title: str, problem: str = "", text: str = "") -> Proposal:
    """What an author writes."""
    return Proposal(title, problem, text, "")


def campaign_of(group: Group) -> Campaign:
    """A campaign that only a group reads."""
    made = {"title": "Bare for oss", "group": group}
    return Campaign.objects.get_or_create(slug=f"kampanje-{group.pk}", defaults=made)[0]


def sent(by: Person, title: str, problem: str = "", campaign: Campaign | None = None) -> Idea:
    """An idea that was sent in."""
    words = proposal(title, problem)
    return submit_idea(by=by, campaign=campaign or open_box(), words=words, draft=None, key=None)


def declined(idea: Idea, by: Person) -> Idea:
    """The idea with a published no."""
    Role.objects.get_or_create(person=by, kind=Role.Kind.IDEA_OWNER, defaults={"starts_on": "2020-01-01"})
    said = Said(reason_kind="cost-too-high", reason=NO, change_of_mind="Lavere priser på utstyret.")
    move_idea(by=by, idea=idea, to=State.DECLINED, said=said)
    return Idea.objects.get(pk=idea.pk)


def found(person: Person, title: str, body: str = "", besides: Idea | None = None) -> list[Alike]:
    """What the person is shown while writing this in Norwegian."""
    return similar_to(person, title, body, language="nb", besides=besides)


def titles(person: Person, title: str, body: str = "", besides: Idea | None = None) -> list[str]:
    """The same, their titles only."""
    return [alike.idea.title for alike in found(person, title, body, besides)]
