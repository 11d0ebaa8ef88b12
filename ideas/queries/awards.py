"""What pages of awards fetch, each within the right to see it; refused and missing raise the same DoesNotExist."""

from collections import Counter
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from ideas.access import rounds_on_desk
from ideas.access.juries import VOTES
from ideas.models import (
    Award,
    AwardRound,
    Benefit,
    Category,
    Conflict,
    Criterion,
    Delivery,
    Grant,
    Idea,
    IdeaAuthor,
    JuryMember,
    Nomination,
    Prize,
    Rubric,
)
from ideas.states import IS_OVER, IS_PUBLIC, RoundState
from network.notifications.subjects import Subject
from profiles.models import Department, Person

TOLD = "recipients"  # what AwardRound.told says once those who win know: see ideas.actions.turning


def rounds_for(person: Person) -> tuple[list[AwardRound], list[AwardRound]]:
    """The rounds on the person's desk: under way, and over."""
    rows = AwardRound.objects.filter(rounds_on_desk(person)).select_related("chair__department")
    rows = rows.annotate(n=Count("categories__nominations", filter=Q(categories__nominations__state="accepted")))
    every = list(rows)
    return [r for r in every if r.state not in IS_OVER], [r for r in every if r.state in IS_OVER]


def round_on_desk(person: Person, slug: str) -> AwardRound:
    """A round whose desk the person may open."""
    return AwardRound.objects.filter(rounds_on_desk(person)).select_related("chair", "made_by").get(slug=slug)


def _seen(person: Person) -> "QuerySet[AwardRound]":
    return AwardRound.objects.filter(rounds_on_desk(person))


def category_on_desk(person: Person, pk: int) -> Category:
    """A category of such a round."""
    return Category.objects.select_related("round", "award").get(pk=pk, round__in=_seen(person))


def nomination_on_desk(person: Person, pk: int) -> Nomination:
    """A nomination in such a round, of an idea that the person may read."""
    related = ("category__round", "category__award", "category__rubric", "idea__campaign", "idea__department", "by")
    rows = Nomination.objects.select_related(*related).exclude(state=Nomination.State.WITHDRAWN)
    seen = Idea.objects.visible_to(person).values("pk")
    return rows.get(pk=pk, category__round__in=_seen(person), idea__in=seen)


def conflict_on_desk(person: Person, pk: int) -> Conflict:
    """A conflict in the jury of such a round."""
    rows = Conflict.objects.select_related("member__round", "member__person", "idea", "lifted", "upheld", "by")
    return rows.get(pk=pk, member__round__in=_seen(person))


def grant_on_desk(person: Person, pk: int) -> Grant:
    """A grant of such a round."""
    rows = Grant.objects.select_related("category__round", "award", "idea")
    return rows.get(pk=pk, category__round__in=_seen(person))


def awards_in_catalogue() -> list[Award]:
    """Those offered first, then those archived."""
    return list(Award.objects.annotate(used=Count("categories")).order_by("archived_at", "name"))


def prizes_in_catalogue() -> list[Prize]:
    """Those offered first, then those archived."""
    return list(Prize.objects.order_by("archived_at", "title", "pk"))


def award_in_catalogue(pk: int) -> Award:
    """One line of the catalogue."""
    return Award.objects.get(pk=pk)


def prize_in_catalogue(pk: int) -> Prize:
    """One prize."""
    return Prize.objects.get(pk=pk)


def awards_for_round(round: AwardRound, besides: Category | None = None) -> list[Award]:
    """Those that the round can still give."""
    taken = round.categories.exclude(pk=besides.pk if besides else 0).values("award")
    return list(Award.objects.exclude(kind=Award.Kind.SPOT).filter(archived_at=None).exclude(pk__in=taken))


def prizes_offered() -> list[Prize]:
    """Those that are not archived."""
    return list(Prize.objects.filter(archived_at=None))


def rubrics_for_juries() -> list[Rubric]:
    """The newest version of each that is not archived."""
    return list(Rubric.objects.filter(archived_at=None, replaced_by=None))


def round_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Rounds as subjects of news, for those who may open the desk."""
    rounds = AwardRound.objects.filter(rounds_on_desk(person), pk__in=ids)
    return {round.pk: Subject(round.title, reverse("ideas:award_desk", args=[round.slug])) for round in rounds}


def _own_nominations(person: Person) -> "QuerySet[Nomination]":
    """Of ideas that the person wrote or carried out, as far as they may read them."""
    wrote = IdeaAuthor.objects.standing().filter(idea=OuterRef("idea"), person=person)
    carried = Delivery.objects.filter(idea=OuterRef("idea"), owner=person)
    rows = Nomination.objects.filter(Exists(wrote) | Exists(carried), state=Nomination.State.ACCEPTED)
    return rows.filter(idea__in=Idea.objects.visible_to(person).values("pk"))


def own_nomination_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Nominations as subjects of news, for those whose idea it is."""
    rows = _own_nominations(person).filter(pk__in=ids).select_related("idea")
    return {row.pk: Subject(row.idea.title, reverse("ideas:award_news", args=[row.pk])) for row in rows}


class AwardNews(NamedTuple):
    """What those whose idea is nominated may know now. `grant`: from half an hour before everybody."""

    nomination: Nomination
    round: AwardRound
    grant: Grant | None


def award_news(person: Person, pk: int) -> AwardNews:
    """For an author or whoever carried it out."""
    rows = _own_nominations(person).select_related("category__round", "category__award", "idea", "by")
    nomination = rows.get(pk=pk)
    round = nomination.category.round
    is_told = round.state == RoundState.DECIDED and any(key.startswith(TOLD) for key in round.told)
    knows = round.state in IS_PUBLIC or is_told
    given = Grant.objects.filter(category=nomination.category, idea=nomination.idea, revoked_at=None)
    mine = given.filter(recipients__person=person).first() if knows else None
    return AwardNews(nomination, round, mine)


class Share(NamedTuple):
    """A department's part of the awards and of the people, in percent."""

    department: Department
    awards: int
    people: int


ROUNDS_BACK = 4


def past_shares() -> list[Share]:
    """Over the last four rounds announced; departments too small for figures are left out. Never by numbers alone."""
    rounds = AwardRound.objects.filter(state__in=IS_PUBLIC).order_by("-announced_at")[:ROUNDS_BACK]
    given = Grant.objects.filter(category__round__in=list(rounds.values_list("pk", flat=True)), revoked_at=None)
    won = Counter(given.values_list("idea__department_id", flat=True))
    staff = Counter(Person.objects.active().values_list("department_id", flat=True))
    awards, people = sum(won.values()), sum(staff.values())
    if not awards:
        return []
    large = Department.objects.filter(pk__in=[pk for pk, n in staff.items() if n >= settings.K_ANONYMITY])
    shares = [Share(d, round(100 * won[d.pk] / awards), round(100 * staff[d.pk] / people)) for d in large]
    return sorted(shares, key=lambda share: (-share.awards, -share.people, share.department.name))


def effects_of(idea: Idea) -> list[Benefit]:
    """What somebody has confirmed that it gives."""
    return list(idea.benefits.filter(confirmed_at__isnull=False))


def criteria_in(category: Category) -> list[Criterion]:
    """What it is judged by, in order; the first one counts when nothing else tells two apart."""
    return list(Criterion.objects.filter(rubric=category.rubric_id).order_by("position")) if category.rubric_id else []


def jury_of(round: AwardRound) -> list[JuryMember]:
    """Who has a seat now."""
    return list(round.jury.filter(left_at=None).select_related("person"))


def votes_in_jury(round: AwardRound) -> list[JuryMember]:
    """Who has a seat with a vote now."""
    return [seat for seat in jury_of(round) if seat.role in VOTES]
