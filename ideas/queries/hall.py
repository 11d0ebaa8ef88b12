"""The hall of fame: what was won, year by year and round by round. Nobody is counted or ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.db.models.functions import ExtractYear

from ideas.models import Award, AwardRound, Benefit, Grant
from ideas.models.grants import GrantQuerySet
from ideas.states import RoundState
from profiles.models import Department, Person
from profiles.queries.people import department_and_below

RUNNING = (RoundState.NOMINATING, RoundState.JUDGING, RoundState.DELIBERATING, RoundState.DECIDED)
MOST = 200  # awards of one year


@dataclass(frozen=True)
class HallWish:
    """What the reader asked for; year 0 is the newest in which anything was won."""

    department: str = ""
    award: int = 0
    year: int = 0


@dataclass(frozen=True)
class HallRound:
    """The awards of one round, or (None) those that were given on the spot."""

    round: AwardRound | None
    grants: Sequence[Grant]


@dataclass(frozen=True)
class Hall:
    """One year of the wall, what can be chosen, and the newest winner, who stands before the others."""

    year: int
    years: Sequence[int]
    rounds: Sequence[HallRound]
    departments: Sequence[Department]
    awards: Sequence[Award]
    newest: Grant | None


def hall_of_fame(person: Person, wish: HallWish) -> Hall:
    """What the person may see of one year, the newest round first; it costs the same however much was won."""
    seen = Grant.objects.visible_to(person)
    rows = _narrowed(seen, wish)
    years = sorted(
        set(rows.annotate(year=ExtractYear("announced_at")).order_by().values_list("year", flat=True)), reverse=True
    )
    year = wish.year if wish.year in years else next(iter(years), 0)
    confirmed = Benefit.objects.filter(confirmed_at__isnull=False, actual__isnull=False)
    rows = rows.for_card().prefetch_related(Prefetch("idea__benefits", confirmed, to_attr="confirmed"))
    told = list((rows.filter(announced_at__year=year) if year else rows.none()).order_by("-announced_at", "-pk")[:MOST])
    newest = next((grant for each in _by_round(told) for grant in each.grants if grant.revoked_at is None), None)
    rounds = _by_round([grant for grant in told if newest is None or grant.pk != newest.pk])
    chosen = {"pk__in": seen.order_by().values("idea__department")}
    return Hall(
        year, years, rounds, list(Department.objects.filter(**chosen).order_by("name")),
        list(Award.objects.filter(pk__in=seen.order_by().values("award"))),
        newest,
    )  # fmt: skip


def _narrowed(rows: GrantQuerySet, wish: HallWish) -> GrantQuerySet:
    if wish.department:
        unit = Department.objects.filter(slug=wish.department).first()
        rows = rows.filter(idea__department__in=department_and_below(unit.pk) if unit else [])
    if wish.award:
        rows = rows.filter(award=wish.award)
    return rows


def _by_round(grants: Sequence[Grant]) -> list[HallRound]:
    """Rounds in the order of their days, categories in their own; then what was given on the spot."""

    def of(grant: Grant) -> int:
        return grant.category.round_id if grant.category else 0

    def place(grant: Grant) -> tuple[int, int, int]:
        return (grant.category.position, grant.category.pk, grant.place) if grant.category else (0, 0, -grant.pk)

    order = list(dict.fromkeys(of(grant) for grant in grants))
    told = sorted(grants, key=lambda grant: (of(grant) == 0, order.index(of(grant)), *place(grant)))
    groups = (list(group) for _key, group in groupby(told, of))
    return [HallRound(group[0].category.round if group[0].category else None, group) for group in groups]


def running_round() -> AwardRound | None:
    """The round whose light is not lit yet; the one that comes first."""
    return AwardRound.objects.filter(state__in=RUNNING).order_by("announce_at", "pk").first()
