"""A round of awards: planned, and moved from state to state by the one function that may."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ideas import ranking
from ideas.access import can_change_categories, can_edit_round, can_manage_awards, can_move_round
from ideas.access.juries import LOOKED_AT
from ideas.actions.juries import find_conflicts, take_seat
from ideas.actions.rubrics import house_rubric
from ideas.actions.winners import make_grants
from ideas.events import RoundAnnounced, RoundChanged, RoundMoved
from ideas.models import (
    Award,
    AwardRound,
    Campaign,
    Category,
    Grant,
    JuryMember,
    Nomination,
    Prize,
    RoundChange,
    Rubric,
)
from ideas.queries.checklist import blocking
from ideas.queries.counting import count_votes
from ideas.queries.rounds import load_desk
from ideas.states import RoundState
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line, clean_text, fold
from profiles.models import Person

NOT_MANAGER = _("Only those with the role of idea owner start a round of awards.")
NOT_RUNNER = _("Only the chair, the secretary and whoever made the round change it, until it is announced.")
NO_SUCH_MOVE = _("The round cannot go there from where it stands, or it is not yours to move.")
NO_REASON = _("Say why the round is cancelled, for everybody who took part.")
NOT_PLANNED = _("What is judged, and by what, is settled before ideas are nominated.")
DAYS = _("The days come one after the other: nominating, judging, announcing.")
PASSED = _("A day that has passed cannot be changed, and a new one lies ahead.")
ONCE = _("The award is in this round already, or it is given on the spot.")
UNTITLED = _("Give the round a title.")


@dataclass(frozen=True)
class Plan:
    """What a round is called, who chairs it, and its days."""

    title: str
    chair: Person
    nominate_from: date
    nominate_until: date
    judge_until: date
    announce_at: datetime
    min_jury: int = 3


@dataclass(frozen=True)
class CategoryPlan:
    """An award as it is given in one round."""

    award: Award
    rubric: Rubric | None = None
    prize: Prize | None = None
    campaign: Campaign | None = None
    eligible: str = Category.Eligible.CARRIED_OUT
    max_winners: int = 1


@transaction.atomic
def plan_round(*, by: Person, plan: Plan, key: Any = None) -> AwardRound:
    """A new round; its address comes of its title, and its chair has a seat at once. Same key, same round, once."""
    require(can_manage_awards(by), NOT_MANAGER)
    made = earlier_result(by.pk, key)
    if made is not None:
        return AwardRound.objects.get(pk=made)
    require(_in_order(plan), DAYS)
    require(plan.nominate_until >= localdate() and plan.announce_at > now(), PASSED)
    require(bool(clean_line(plan.title)), UNTITLED)
    round = AwardRound(slug=_free_slug(plan.title), made_by=by, chair=plan.chair)
    _write(round, plan)
    round.save()
    take_seat(by=by, round=round, person=plan.chair, role=JuryMember.Role.CHAIR)
    remember_result(by.pk, key, round.pk)
    announce(RoundChanged(round.pk))
    return round


@transaction.atomic
def edit_round(*, by: Person, round: AwardRound, plan: Plan) -> None:
    """Changes it, each day until it has passed; the chair is chosen with the jury."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    require(can_edit_round(by, round), NOT_RUNNER)
    require(_in_order(plan), DAYS)
    require(bool(clean_line(plan.title)), UNTITLED)
    require(not passed_days(round, plan), PASSED)
    if round.state != RoundState.PLANNING:
        plan = Plan(**{**vars(plan), "min_jury": round.min_jury})
    _write(round, plan)
    round.save()
    announce(RoundChanged(round.pk))


def passed_days(round: AwardRound, plan: Plan) -> list[str]:
    """The days of the plan that cannot be set: those that have passed, and those moved into the past."""
    today = localdate()
    days = ("nominate_from", "nominate_until", "judge_until")
    moved = [name for name in days if getattr(plan, name) != getattr(round, name)]
    found = [name for name in moved if min(getattr(plan, name), getattr(round, name)) < today]
    late = plan.announce_at != round.announce_at and plan.announce_at <= now()
    return [*found, "announce_at"] if late else found


@transaction.atomic
def add_category(*, by: Person, round: AwardRound, plan: CategoryPlan) -> Category:
    """An award more in the round, each once."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    require(can_change_categories(by, round), NOT_PLANNED)
    there = round.categories.filter(award=plan.award).exists()
    require(not there and plan.award.kind != Award.Kind.SPOT and plan.award.archived_at is None, ONCE)
    position = round.categories.count() + 1
    category = Category.objects.create(round=round, position=position, **_fields(plan))
    announce(RoundChanged(round.pk))
    return category


@transaction.atomic
def edit_category(*, by: Person, category: Category, plan: CategoryPlan) -> None:
    """Changes how it is judged, as long as nobody has been nominated."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=category.round_id)
    require(can_change_categories(by, round), NOT_PLANNED)
    Category.objects.filter(pk=category.pk).update(**{**_fields(plan), "award": category.award})
    announce(RoundChanged(round.pk))


@transaction.atomic
def drop_category(*, by: Person, category: Category) -> None:
    """Takes the award out of a round that is still being planned."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=category.round_id)
    require(can_change_categories(by, round), NOT_PLANNED)
    category.delete()
    announce(RoundChanged(round.pk))


@transaction.atomic
def write_thanks(*, by: Person, round: AwardRound, text: str, to_each: dict[int, str]) -> None:
    """The jury's words to everybody nominated, and to the authors of each idea; told when it is announced."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    require(can_edit_round(by, round), NOT_RUNNER)
    AwardRound.objects.filter(pk=round.pk).update(thanks=clean_text(text)[:2_000])
    for nomination in Nomination.objects.standing().filter(category__round=round, pk__in=to_each):
        nomination.to_authors = clean_text(to_each[nomination.pk])[:1_000]
        nomination.save(update_fields=["to_authors"])
    announce(RoundChanged(round.pk))


@transaction.atomic
def move_round(*, by: Person | None, round: AwardRound, to: RoundState, reason: str = "") -> RoundChange:
    """Moves a round as the table allows and its guard holds, under its lock; by nobody (None) when its day has come."""
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    require(can_move_round(by, round, to), NO_SUCH_MOVE)
    if to == RoundState.CANCELLED:
        require(bool(clean_text(reason)), NO_REASON)
    elif to != RoundState.CLOSED:
        if round.state in LOOKED_AT:  # what comes up after the decision changes nothing that was decided
            find_conflicts(round=round)
        for point in blocking(load_desk(round)):
            require(False, point.sentence)
    before = RoundState(round.state)
    change = RoundChange.objects.create(round=round, before=before, after=to, by=by, reason=clean_text(reason)[:2_000])
    _settle(round, to, by)
    round.state = to
    round.save()
    announce(RoundMoved(round.pk, change.pk))
    if to == RoundState.ANNOUNCED:
        announce(RoundAnnounced(round.pk))
    return change


def _settle(round: AwardRound, to: RoundState, by: Person | None) -> None:
    """What the new state keeps beside itself."""
    if to == RoundState.JUDGING:
        juries = Category.objects.filter(round=round, rubric=None, award__kind=Award.Kind.JURY)
        if juries.exists():
            juries.update(rubric=house_rubric())
    if to == RoundState.DELIBERATING:
        _freeze(round)
    if to == RoundState.DECIDED and by is not None:
        make_grants(round=round, by=by)
    if to == RoundState.ANNOUNCED:
        round.announced_at = now()
        Grant.objects.filter(category__round=round, revoked_at=None).update(announced_at=round.announced_at)


def _freeze(round: AwardRound) -> None:
    """What the people's vote says when judging ends is what it says for good."""
    counted = count_votes(round)
    for nomination in Nomination.objects.standing().filter(category__round=round).select_related("idea"):
        idea = nomination.idea
        nomination.counted_votes = counted.get(nomination.pk, 0)
        read = idea.reader_count or idea.vote_count
        nomination.support = ranking.wilson(idea.vote_count, idea.reader_count)[0] if read else 0.0
        nomination.save(update_fields=["counted_votes", "support"])


def _in_order(plan: Plan) -> bool:
    days = [plan.nominate_from, plan.nominate_until, plan.judge_until, localdate(plan.announce_at)]
    return days == sorted(days)


def _write(round: AwardRound, plan: Plan) -> None:
    round.title, round.min_jury = clean_line(plan.title)[:80], max(1, plan.min_jury)
    for name in ("nominate_from", "nominate_until", "judge_until", "announce_at"):
        setattr(round, name, getattr(plan, name))


def _fields(plan: CategoryPlan) -> dict[str, Any]:
    return {**vars(plan), "max_winners": max(1, plan.max_winners)}


def _free_slug(title: str) -> str:
    """From the title; with a number when another round has it, as a name never passes on."""
    stem = slugify(fold(title))[:50] or "runde"
    taken = set(AwardRound.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED
    numbers = (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    return next(slug for slug in numbers if slug not in taken)


RESERVED = {
    "new",
    "catalogue",
    "prizes",
    "nominations",
    "ballots",
    "categories",
    "conflicts",
    "grants",
}  # our addresses
