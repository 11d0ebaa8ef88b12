"""Who judges an idea: the rules about one colleague, and about a panel as a whole, each in one place."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.access.campaigns import can_screen
from ideas.access.ideas import can_see_idea, is_bound, parts_in
from ideas.judging import ENOUGH
from ideas.models import Assignment, Idea, IdeaAuthor, Rubric, StatusChange
from ideas.states import State, Who
from ideas.terms import counts_of, is_letters, words_of
from network.groups.access import readers
from profiles.access import has_role
from profiles.models import Person, PersonSkill, Role, Skill

MOST_OPEN = 12  # ideas that wait for one reviewer: a longer queue makes people mark down what is new

NOT_JUDGE = _(
    "This colleague cannot judge it: they wrote it or lead somebody who did, answer for it, cannot read it, or have"
    " been asked before."
)
FULL = _("This colleague has twelve ideas to judge already. Ask somebody else.")
TWICE = _("You have named this colleague twice.")
FEW = _("Name at least three who judge it, or everybody who may where there are fewer.")
ONE_SIDED = _(
    "Mix the panel: at least one who knows the field or works where the idea comes from, and at least half from other"
    " departments."
)


def current_round(idea: Idea) -> int:
    """1, and one more each time that the idea is taken up again after an answer: it is judged anew then."""
    again = StatusChange.objects.filter(idea=idea, after=State.IN_REVIEW, before__in=[State.PARKED, State.DECLINED])
    return 1 + again.count()


def judges_of(idea: Idea) -> QuerySet[Person]:
    """Who may judge the idea, however much they have to do.

    Not its authors, also those who have left it, nor those of what was merged into it, not their managers, not who
    answers for it, and nobody twice.
    """
    group = idea.thread.group if idea.thread is not None else idea.campaign.group
    wrote = IdeaAuthor.objects.exclude(state=IdeaAuthor.State.DECLINED)
    authors = wrote.filter(Q(idea=idea) | Q(idea__merged_into=idea))
    asked = Assignment.objects.filter(idea=idea, round=current_round(idea))
    able = Person.objects.active().filter(readers(group)).exclude(pk=idea.owner_id or 0)
    return (
        able.exclude(pk__in=authors.values("person"))
        .exclude(pk__in=authors.exclude(person__manager=None).values("person__manager"))
        .exclude(pk__in=asked.values("reviewer"))
    )


def open_reviews(people: Sequence[int]) -> dict[int, int]:
    """How many ideas wait for each of them; who has none is not named."""
    rows = Assignment.objects.filter(state=Assignment.State.OPEN, reviewer__in=people).order_by()
    return dict(rows.values_list("reviewer").annotate(n=Count("pk")))


def at_home(idea: Idea) -> Q:
    """On people: works where the idea comes from."""
    return Q(department=idea.department_id)


def fitting_skills(idea: Idea) -> list[Skill]:
    """Skills that somebody here declares and that the idea speaks of: every word of the name is in its text."""
    body = "\n".join((idea.problem, idea.proposal))
    said = {term for term in counts_of(idea.title, body, idea.language) if not is_letters(term)}
    declared = Exists(PersonSkill.objects.filter(skill=OuterRef("pk"), person__is_active=True))
    return [skill for skill in Skill.objects.filter(declared) if _is_in(skill.name, said, idea.language)]


def _is_in(name: str, said: set[str], language: str) -> bool:
    words = words_of(name, language)
    return bool(words) and all(said & {t for t in counts_of(word, "", language) if not is_letters(t)} for word in words)


def knows_field(idea: Idea) -> Q:
    """On people: works where the idea comes from, or has a skill that it speaks of."""
    skilled = PersonSkill.objects.filter(skill__in=fitting_skills(idea)).values("person")
    return at_home(idea) | Q(pk__in=skilled)


def judge_fault(idea: Idea, person: Person) -> "str | Promise | None":
    """Why this colleague may not be asked to judge the idea; in words that do not tell who wrote it."""
    return _judge_faults(idea, [person]).get(person.pk)


def _judge_faults(idea: Idea, people: Sequence[Person]) -> dict[int, "str | Promise"]:
    """The same of several, by their numbers; whoever may be asked is not named."""
    ids = [person.pk for person in people]
    able = set(judges_of(idea).filter(pk__in=ids).values_list("pk", flat=True))
    loads = open_reviews(ids)
    full = {pk: FULL for pk in ids if loads.get(pk, 0) >= MOST_OPEN}
    return {**full, **{pk: NOT_JUDGE for pk in ids if pk not in able}}


def mix_fault(idea: Idea, people: Sequence[Person]) -> "str | Promise | None":
    """Why these may not be the whole panel, or cannot grow into one. Asks for no more than the house has people for.

    A house, or a closed group, may be too small for three judges or have one department only. Then everybody who may
    judge does; who is busy counts as somebody who may, so a full queue never makes the rule milder.
    """
    pool = judges_of(idea)
    ids = [person.pk for person in people]
    every = Person.objects.get_queryset().filter(Q(pk__in=ids) | Q(pk__in=pool.values("pk")))
    floor = min(ENOUGH, every.count())
    size = max(len(ids), floor)
    elsewhere = sum(person.department_id != idea.department_id for person in people)
    wanted = min((size + 1) // 2, every.exclude(at_home(idea)).count())
    if len(ids) - elsewhere > size - wanted:
        return ONE_SIDED
    knowing = every.filter(knows_field(idea))
    if len(ids) == size and knowing.exists() and not knowing.filter(pk__in=ids).exists():
        return ONE_SIDED
    return None


def panel_faults(idea: Idea, people: Sequence[Person | None]) -> dict[int, "str | Promise"]:
    """What is wrong with a panel that is to be asked: the place of each name, and a sentence; at 0 what is of all."""
    faults: dict[int, str | Promise] = {}
    named: list[Person] = []
    each = _judge_faults(idea, [person for person in people if person is not None])
    for place, person in enumerate(people):
        if person is None:
            continue
        fault = TWICE if person in named else each.get(person.pk)
        if fault is not None:
            faults[place] = fault
        named.append(person)
    if faults:
        return faults
    if len(named) < min(ENOUGH, judges_of(idea)[:ENOUGH].count()):
        return {0: FEW}
    mixed = mix_fault(idea, named)
    return {0: mixed} if mixed is not None else {}


def can_lead_review(person: Person, idea: Idea) -> bool:
    """Who answers for the idea and decides on it, while it is judged."""
    return idea.state == State.IN_REVIEW and can_read_reviews(person, idea)


def can_read_reviews(person: Person, idea: Idea) -> bool:
    """Who answers for the idea and is no author; never somebody who still owes a review of it."""
    if Who.OWNER not in parts_in(person, idea):
        return False
    return not Assignment.objects.filter(idea=idea, reviewer=person, state=Assignment.State.OPEN).exists()


def can_judge(person: Person, assignment: Assignment) -> bool:
    """The colleague who was asked, while it waits for them and the idea is judged; no author, no owner, in sight."""
    idea = assignment.idea
    if not person.is_active or assignment.reviewer_id != person.pk:
        return False
    if assignment.state != Assignment.State.OPEN or idea.state != State.IN_REVIEW:
        return False
    if is_bound(person, idea) or idea.owner_id == person.pk:
        return False
    return can_see_idea(person, idea)


def can_open_reviews(person: Person) -> bool:
    """Whoever has been asked to judge, and those who take ideas in or answer for one."""
    if not person.is_active:
        return False
    if Assignment.objects.filter(reviewer=person).exists():
        return True
    return can_screen(person) or Idea.objects.filter(owner=person).undecided().exists()


def can_write_rubrics(person: Person) -> bool:
    """Those with the role of idea owner."""
    return person.is_active and has_role(person, Role.Kind.IDEA_OWNER)


def can_edit_rubric(person: Person, rubric: Rubric) -> bool:
    """The same, but for the one that comes with Glød, and what was put away or has a newer version."""
    if rubric.is_house or rubric.archived_at is not None:
        return False
    if Rubric.objects.filter(replaces=rubric).exists():
        return False
    return can_write_rubrics(person)
