"""A round of awards as far on its way as a test wants it, with people, ideas and a jury."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from ideas import actions
from ideas.actions.rounds import CategoryPlan, Plan
from ideas.models import Award, AwardRound, Category, Criterion, Delivery, Idea, JuryMember, Nomination, Rubric
from ideas.states import RoundState, State
from network.core.clock import now
from profiles.models import Person
from tests.factories import PersonFactory, idea_of

R = RoundState
WHY = "Alle på huset har merket det, og ingen av oss vil tilbake til slik det var før i tiden."
CITATION = (
    "For et gult ark som lar to mennesker peke på samme linje, og for den som la merke til at det manglet et bilde."
)
WAY = (R.NOMINATING, R.JUDGING, R.DELIBERATING, R.DECIDED, R.ANNOUNCED, R.CLOSED)


def carried_out(author: Person, title: str, deliverer: Person | None = None, **kept: Any) -> Idea:
    """An idea that has been carried out: written straight into its state, as how it came there is another test's."""
    idea = idea_of(author, None, title)
    Idea.objects.filter(pk=idea.pk).update(state=State.IMPLEMENTED, decided_at=now(), **kept)
    if deliverer is not None:
        Delivery.objects.create(idea=idea, owner=deliverer, target_on=localdate(), done_on=localdate())
    return Idea.objects.select_related("campaign", "thread").get(pk=idea.pk)


def rubric_of(*weights: int) -> Rubric:
    """Criteria with these weights."""
    rubric = Rubric.objects.create(name=f"Rubrikk {Rubric.objects.count()}")
    Criterion.objects.bulk_create(  # at once: the database asks that their weights sum to 100
        Criterion(rubric=rubric, position=position, name=f"Kriterium {position}", weight=weight, anchors=[*"abcde"])
        for position, weight in enumerate(weights, 1)
    )
    return rubric


@dataclass
class Season:
    """A round, its chair and jurors, and its categories."""

    maker: Person
    round: AwardRound
    chair: Person
    jurors: list[Person]
    jury: Category
    people: Category
    nominators: list[Person] = field(default_factory=list)

    @property
    def judges(self) -> list[Person]:
        """Chair and jurors."""
        return [self.chair, *self.jurors]

    def again(self) -> AwardRound:
        """The round as it is now."""
        self.round = AwardRound.objects.get(pk=self.round.pk)
        categories = Category.objects.select_related("round", "award")
        self.jury, self.people = (categories.get(pk=one.pk) for one in (self.jury, self.people))
        return self.round

    def seat(self, person: Person) -> JuryMember:
        return JuryMember.objects.get(round=self.round, person=person)

    def put_forward(self, idea: Idea, category: Category | None = None, by: Person | None = None) -> Nomination:
        """Somebody puts it forward; nobody has said anything to it yet."""
        by = by or PersonFactory()
        return Nomination.objects.create(category=category or self.jury, idea=idea, by=by, motivation=WHY)

    def nominate(self, idea: Idea, category: Category | None = None) -> Nomination:
        """It is nominated."""
        nomination = self.put_forward(idea, category)
        actions.accept_nomination(by=self.maker, nomination=nomination)
        return self.fresh(nomination)

    @staticmethod
    def fresh(nomination: Nomination) -> Nomination:
        related = ("category__round", "category__award", "category__rubric", "idea__campaign")
        return Nomination.objects.select_related(*related).get(pk=nomination.pk)

    def to(self, state: RoundState) -> AwardRound:
        """Moved on, step by step, by the chair."""
        done = WAY.index(R(self.again().state)) + 1 if self.again().state in WAY else 0
        for step in WAY[done : WAY.index(state) + 1]:
            if step == R.DELIBERATING:
                AwardRound.objects.filter(pk=self.round.pk).update(**past("judge_until"))
            actions.move_round(by=self.chair, round=self.again(), to=step)
        return self.again()

    def cast(self, juror: Person, nomination: Nomination, *values: int) -> None:
        """A ballot with a score for each criterion in order; one value is said for all."""
        nomination = self.fresh(nomination)
        criteria = list(nomination.category.rubric.criteria.all())
        given = list(values) if len(values) > 1 else [values[0]] * len(criteria)
        scores = {c.pk: value for c, value in zip(criteria, given, strict=True)}
        actions.cast_ballot(by=juror, nomination=nomination, scores=scores, comment="")

    def cast_all(self, nomination: Nomination, *values: int) -> None:
        """A ballot of each judge, one value for each of them."""
        for juror, value in zip(self.judges, values, strict=True):
            self.cast(juror, nomination, value)

    def choose(self, nomination: Nomination, by: Person | None = None, **said: str) -> None:
        """It is to win."""
        choice = actions.Choice(**{"citation": CITATION, **said})
        actions.choose_winner(by=by or self.chair, nomination=self.fresh(nomination), choice=choice)

    def nobody(self, category: Category | None = None) -> None:
        """Nobody wins there."""
        actions.say_no_winner(by=self.chair, category=category or self.people, reason="Ingen stemte.")


def past(*names: str) -> dict[str, Any]:
    """Days that have passed; those before them too, so that they stay in order."""
    return {"nominate_from": days(-9), "nominate_until": days(-8), "judge_until": days(-1)} if names else {}


def days(number: int):  # type: ignore[no-untyped-def]
    return localdate() + timedelta(days=number)


def season_of(maker: Person, *, jurors: int = 2, min_jury: int = 3, state: RoundState = R.NOMINATING) -> Season:
    """A round of one category that a jury decides and one that everybody does; the chair judges too."""
    chair = PersonFactory(name="Kaia Leder")
    plan = Plan("Glødprisen", chair, days(0), days(10), days(20), now() + timedelta(days=30), min_jury)
    round = actions.plan_round(by=maker, plan=plan)
    kinds = {"jury": Award.Kind.JURY, "people": Award.Kind.PEOPLES_CHOICE}
    made = {
        name: actions.add_category(
            by=maker,
            round=round,
            plan=CategoryPlan(
                Award.objects.get_or_create(name=f"Pris {name}", kind=kind, defaults={"description": "For alle."})[0],
                rubric=rubric_of(60, 40) if name == "jury" else None,
            ),
        )
        for name, kind in kinds.items()
    }
    people = PersonFactory.create_batch(jurors)
    for person in people:
        actions.seat_member(by=maker, round=round, person=person, role=JuryMember.Role.JUROR)
    season = Season(maker, round, chair, people, made["jury"], made["people"])
    if state != R.PLANNING:
        season.to(state)
    return season
