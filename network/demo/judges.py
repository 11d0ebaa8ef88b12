"""Has the ideas under review judged: each panel obeys the rules that people are held to; personas have a queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations

from django.db.models import QuerySet
from django.utils.timezone import localdate

from ideas.access import at_home, judges_of, panel_faults
from ideas.access.reviews import knows_field
from ideas.actions import house_rubric
from ideas.actions.panels import DAYS
from ideas.models import Assignment, Campaign, Criterion, Idea, Review, Rubric, Score, Talk
from network.core.clock import add_working_days
from network.demo.plots import Plot
from network.demo.verdicts import Judged, Said, judged, rubrics
from network.notifications.actions import recount
from network.notifications.models import Kind, Notification
from profiles.models import Person

_TRIED = 12  # colleagues of each kind who are tried before a panel is given up
_AFTER = timedelta(days=2, hours=3)  # from being asked to handing in


def have_judged(plots: Sequence[Plot], until: datetime) -> None:
    """Writes the rubrics of campaigns, the panels, and what they have said so far."""
    for asked in rubrics():
        rubric = Rubric.objects.create(name=asked.name, created_at=until - timedelta(days=30))
        Criterion.objects.bulk_create(
            Criterion(
                rubric=rubric, position=place, name=one.name, help=one.help, weight=one.weight, anchors=one.anchors
            )
            for place, one in enumerate(asked.questions, 1)
        )
        Campaign.objects.filter(slug=asked.campaign).update(rubric=rubric)
    by_key = {plot.written.key: plot for plot in plots}
    for one in judged():
        _judge(by_key[one.idea], one, until)
    Rubric.objects.filter(is_house=True, frozen_at=None).update(frozen_at=until - timedelta(days=20))
    _knock(until)


def _judge(plot: Plot, written: Judged, until: datetime) -> None:
    idea = Idea.objects.select_related("campaign", "thread__group").get(pk=plot.idea.pk)
    panel = _panel(idea, written.said, plot.moments[-1])
    rubric = idea.campaign.rubric or house_rubric()
    for said, person in zip(written.said, panel, strict=False):
        _write(idea, rubric, said, person, plot.moments[-1], until)
    if written.talk and idea.owner is not None:
        Talk.objects.create(idea=idea, note=written.talk, by=idea.owner, created_at=until - timedelta(days=1, hours=4))


def _panel(idea: Idea, said: Sequence[Said], began: datetime) -> list[Person]:
    """Those written by name where the rules allow it; for the others whoever makes the panel whole."""
    can = judges_of(idea).filter(created_at__lte=began)
    personas = {person.handle: person for person in can.filter(handle__in=[one.who for one in said])}
    plain = can.exclude(about__gt="").order_by("pk")  # personas judge where it is written so, if it can be helped
    away, home = _apart(plain.exclude(at_home(idea)), idea), list(plain.filter(at_home(idea))[:_TRIED])
    knowing = list(can.filter(knows_field(idea)).order_by("about", "pk")[:_TRIED])
    # One who knows the field and others from elsewhere: the rules ask for it, so the first is nearly always right.
    tried = dict.fromkeys([*(home or knowing)[:1], *away, *home, *knowing])
    others_than = [person for person in tried if person not in personas.values()]
    for others in combinations(others_than, len(said) - len(personas)):
        people = [*personas.values(), *others]
        if not panel_faults(idea, people):
            return _seated(idea, said, personas, list(others))
    raise ValueError(f"nobody can judge {idea.title}")


def _apart(people: "QuerySet[Person]", idea: Idea) -> list[Person]:
    """One of each department, in an order of the idea's own."""
    found = {person.department_id: person for person in people}
    return sorted(found.values(), key=lambda person: (person.pk * idea.pk) % 97)[:_TRIED]


def _seated(idea: Idea, said: Sequence[Said], personas: dict[str, Person], others: list[Person]) -> list[Person]:
    """Whoever is at home where the idea comes from says what is written for them, if somebody is."""
    others.sort(key=lambda person: person.department_id != idea.department_id)
    wants_home = [one for one in said if one.who not in personas]
    wants_home.sort(key=lambda one: one.who != "home")
    places = {id(one): person for one, person in zip(wants_home, others, strict=True)}
    return [personas.get(one.who) or places[id(one)] for one in said]


def _write(idea: Idea, rubric: Rubric, said: Said, person: Person, began: datetime, until: datetime) -> None:
    asked_at = max(began, until - timedelta(days=said.days)) if said.days else began
    closed_at = min(asked_at + _AFTER + timedelta(hours=person.pk % 40), until) if said.kind != "asked" else None
    states = {"asked": Assignment.State.OPEN, "done": Assignment.State.DONE, "back": Assignment.State.RECUSED}
    assignment = Assignment.objects.create(
        idea=idea,
        reviewer=person,
        rubric=rubric,
        due_on=add_working_days(localdate(asked_at), DAYS),
        source=Assignment.Source.CHOSEN if said.days else Assignment.Source.PROPOSED,
        state=states[said.kind],
        recusal=said.to_owner if said.kind == "back" else "",
        asked_by=idea.owner,
        created_at=asked_at,
        closed_at=closed_at,
    )
    if said.kind == "done" and closed_at is not None:
        review = Review.objects.create(
            assignment=assignment, verdict=said.verdict, to_owner=said.to_owner, to_authors=said.to_authors,
            saved_at=closed_at,
        )  # fmt: skip
        Score.objects.bulk_create(
            Score(review=review, criterion=criterion, value=value)
            for criterion, value in zip(rubric.criteria.order_by("position"), said.scores, strict=True)
        )
        Review.objects.filter(pk=review.pk).update(submitted_at=closed_at)


def _knock(until: datetime) -> None:
    """Whoever has an idea to judge finds it in the inbox."""
    waiting = list(Assignment.objects.filter(state=Assignment.State.OPEN))
    Notification.objects.bulk_create(
        Notification(
            recipient_id=row.reviewer_id, kind=Kind.REVIEW, subject=f"review:{row.idea_id}",
            actors=[row.asked_by_id or 0], created_at=row.created_at, moment=row.created_at,
        )
        for row in waiting
    )  # fmt: skip
    recount(sorted({row.reviewer_id for row in waiting}))
