"""The smallest rows that make sense; a test says only what it is about."""

from typing import Any

import factory
from django.db.models import F

from ideas.actions import Proposal, Said, move_idea, open_box, submit_idea
from ideas.models import Campaign, Idea
from ideas.states import State
from network.conversations.actions import publish_comment
from network.conversations.models import Comment, Thread
from network.feed.actions import Words, publish_post
from network.feed.models import Post
from network.groups.models import Group, Membership
from profiles.models import Department, Person, Skill


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"Avdeling {n}")
    slug = factory.Sequence(lambda n: f"avdeling-{n}")


class SkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Skill

    name = factory.Sequence(lambda n: f"Ferdighet {n}")
    slug = factory.Sequence(lambda n: f"ferdighet-{n}")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    handle = factory.Sequence(lambda n: f"kollega{n}")
    name = factory.Sequence(lambda n: f"Kollega Nummer{n}")
    email = factory.LazyAttribute(lambda person: f"{person.handle}@glod.example")
    department = factory.SubFactory(DepartmentFactory)
    title = "Rådgiver"
    password = factory.django.Password("glod-demo")


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Gruppe {n}")
    slug = factory.Sequence(lambda n: f"gruppe-{n}")
    about = "Vi som jobber sammen"

    @factory.post_generation
    def people(group: Group, create: bool, extracted: list[Person] | None) -> None:  # noqa: N805
        """The first is the host."""
        for number, person in enumerate(extracted or []):
            join(group, person, host=number == 0)


def join(group: Group, person: Person, host: bool = False) -> Membership:
    """A membership row with its count, without the events of joining."""
    role = Membership.Role.HOST if host else Membership.Role.MEMBER
    membership = Membership.objects.create(group=group, person=person, role=role)
    Group.objects.filter(pk=group.pk).update(member_count=F("member_count") + 1)
    return membership


def post_of(author: Person, group: Group | None = None, text: str = "Vi målte 11 cm is.", **words: str) -> Post:
    """A post published as a person would."""
    return publish_post(author=author, group=group, words=Words(text=text, **words))


def comment_of(
    author: Person, thread: Thread | Post, text: str = "Bra sett!", parent: Comment | None = None
) -> Comment:
    """A comment published as a person would."""
    thread = thread.thread if isinstance(thread, Post) else thread
    return publish_comment(author=author, thread=thread, text=text, parent=parent)


REASON = "Røret ligger på feil side av huset, og en ny føring koster mer enn sju år med strøsand."


def proposal(title: str = "Lån en bil fra nabodepotet", **words: str) -> Proposal:
    """What somebody may propose."""
    given = {"problem": "Bilen står på verksted.", "proposal": "Lån av naboen.", "benefit": "Færre leiebiler."}
    return Proposal(title=title, **{**given, **words})


def idea_of(author: Person, campaign: Campaign | None = None, title: str = "Lån en bil fra nabodepotet") -> Idea:
    """An idea sent in as a person would, by default to the box that is always open."""
    return submit_idea(by=author, campaign=campaign or open_box(), words=proposal(title), draft=None, key=None)


def panel_for(idea: Idea) -> tuple[Person, ...]:
    """Three colleagues who may judge the idea: one from where it comes from and two from elsewhere, who can read it."""
    homes = (idea.department, None, None)
    people = [PersonFactory(**({"department": home} if home else {})) for home in homes]
    group = idea.thread.group if idea.thread else None
    if group is not None and not group.is_open:
        for person in people:
            join(group, person)
    return tuple(people)


def moved(idea: Idea, by: Person | None, *states: State, **said: Any) -> Idea:
    """The idea after these moves; `said` goes with the last one."""
    for number, state in enumerate(states, 1):
        given = said if number == len(states) else {"person": by} if state == State.OPEN else {}
        if (idea.state, state) == (State.OPEN, State.IN_REVIEW) and "panel" not in given:
            given = {**given, "panel": panel_for(idea)}
        move_idea(by=by, idea=idea, to=state, said=Said(**given))
        idea = Idea.objects.select_related("campaign", "thread").get(pk=idea.pk)
    return idea
