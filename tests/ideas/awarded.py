"""Awards, rounds and grants as far on their way as a test wants them, without the desk that brings them there."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ideas.actions import give_to
from ideas.events import RoundAnnounced
from ideas.models import (
    Award,
    AwardRound,
    Category,
    Grant,
    Idea,
    JuryMember,
    Nomination,
    Prize,
    RoundChange,
)
from ideas.queries import count_votes
from ideas.states import RoundState
from network.core.clock import now
from network.core.events import announce
from profiles.models import Person

WHY = "De tok den fra skisse til drift på fire uker, og nå merker alle forskjellen når de kommer på jobb om morgenen."


def award_of(kind: str = Award.Kind.JURY, name: str = "Kvartalets idé") -> Award:
    """A line of the catalogue."""
    described = {"description": "Det som gjorde hverdagen bedre.", "kind": kind}
    return Award.objects.get_or_create(name=name, defaults=described)[0]


def round_at(state: RoundState, chair: Person, slug: str = "host", **kinds: str) -> AwardRound:
    """A round with these categories (name of the award=kind; one that a jury decides if none is named)."""
    day, is_public = timezone.localdate(), state in (RoundState.ANNOUNCED, RoundState.CLOSED)
    made = AwardRound.objects.create(
        slug=slug, title=f"Runden {slug}", state=state, chair=chair, made_by=chair, nominate_from=day,
        nominate_until=day + timedelta(days=7), judge_until=day + timedelta(days=14),
        announce_at=now() + timedelta(days=15), announced_at=now() if is_public else None,
    )  # fmt: skip
    JuryMember.objects.create(round=made, person=chair, role=JuryMember.Role.CHAIR)
    named = kinds or {"Kvartalets idé": Award.Kind.JURY.value}
    for position, (name, kind) in enumerate(named.items(), 1):
        category_of(made, award_of(kind, name), position=position)
    return made


def category_of(round: AwardRound, award: Award, **more: Any) -> Category:  # noqa: A002
    """One award of a round, for every idea on the board."""
    return Category.objects.create(round=round, award=award, **{"eligible": Category.Eligible.ALL, **more})


def nominated(idea: Idea, category: Category, by: Person, state: str = Nomination.State.ACCEPTED) -> Nomination:
    """An idea that somebody put forward."""
    return Nomination.objects.create(category=category, idea=idea, by=by, motivation=WHY, state=state)


def grant_of(idea: Idea, category: Category, winners: dict[Person, str] | None = None, **more: Any) -> Grant:
    """What the round decided; announced when the round is."""
    grant = Grant.objects.create(
        **{
            "category": category, "award": category.award, "idea": idea, "citation": WHY,
            "decided_by": category.round.chair, "announced_at": category.round.announced_at, **more,
        }
    )  # fmt: skip
    give_to(grant=grant, winners={person.pk: part for person, part in (winners or {idea.lead: "author"}).items()})
    return grant


def prize_of(category: Category, kind: str = Prize.Kind.CASH, value: int = 10_000, **more: Any) -> Prize:
    """What goes with the category's award."""
    note = "Trekkpliktig" if kind == Prize.Kind.CASH else ""
    made = Prize.objects.create(**{"title": "Pengepremie", "kind": kind, "value": value, "tax_note": note, **more})
    Category.objects.filter(pk=category.pk).update(prize=made)
    return made


def freeze_votes(round: AwardRound) -> None:  # noqa: A002
    """What everybody's vote says when judging ends."""
    for pk, votes in count_votes(round).items():
        Nomination.objects.filter(pk=pk).update(counted_votes=votes)


@transaction.atomic
def announce_now(round: AwardRound) -> None:  # noqa: A002
    """What the chair's desk does at the moment of announcing, once; the effects follow."""
    held = AwardRound.objects.select_for_update().get(pk=round.pk)
    if held.announced_at is None:
        at = now()
        freeze_votes(held)
        AwardRound.objects.filter(pk=held.pk).update(state=RoundState.ANNOUNCED, announced_at=at)
        Grant.objects.filter(category__round=held, revoked_at=None).update(announced_at=at)
        announce(RoundAnnounced(held.pk))


def decided_now(round: AwardRound) -> RoundChange:  # noqa: A002
    """The round is decided: its row of the past."""
    AwardRound.objects.filter(pk=round.pk).update(state=RoundState.DECIDED)
    return RoundChange.objects.create(round=round, before=RoundState.DELIBERATING, after=RoundState.DECIDED)
