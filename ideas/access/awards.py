"""Who runs awards and their rounds, and who nominates and votes. One condition per line."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q

from ideas.access.conflicts import tied_ideas
from ideas.access.ideas import can_see_idea, is_bound
from ideas.models import Award, AwardRound, Category, Idea, JuryMember, Nomination
from ideas.states import CARRIED_OUT, IS_OVER, ROUND_MOVES, By, RoundState, State
from network.conversations.models import unrestricted
from profiles.access import has_role
from profiles.models import Person, Role

YES = CARRIED_OUT | {State.APPROVED, State.IN_PROGRESS}
SEATED_UNTIL = frozenset({RoundState.PLANNING, RoundState.NOMINATING, RoundState.JUDGING})


def can_manage_awards(person: Person) -> bool:
    """Those with the role of idea owner: the catalogue, the prizes and new rounds."""
    return person.is_active and has_role(person, Role.Kind.IDEA_OWNER)


def seat_in(person: Person, round: AwardRound) -> JuryMember | None:
    """The person's seat in the jury, as long as they work here and have not left it."""
    if not person.is_active:
        return None
    return JuryMember.objects.filter(round=round, person=person, left_at=None).first()


def can_run_round(person: Person, round: AwardRound) -> bool:
    """Chair and secretary, and whoever made it."""
    if not person.is_active:
        return False
    if round.made_by_id == person.pk:
        return True
    seat = seat_in(person, round)
    return seat is not None and seat.role in (JuryMember.Role.CHAIR, JuryMember.Role.SECRETARY)


def is_chair(person: Person, round: AwardRound) -> bool:
    """Speaks for the jury."""
    seat = seat_in(person, round)
    return seat is not None and seat.role == JuryMember.Role.CHAIR


def can_see_round_desk(person: Person, round: AwardRound) -> bool:
    """Managers of awards, whoever made it, and its jury. Being an administrator gives no right here."""
    if not person.is_active:
        return False
    if can_manage_awards(person) or round.made_by_id == person.pk:
        return True
    return seat_in(person, round) is not None


def can_open_desk(person: Person) -> bool:
    """Has some round to see there, or may make one."""
    if not person.is_active:
        return False
    manages = Role.objects.current().filter(kind=Role.Kind.IDEA_OWNER, person=OuterRef("pk"))
    seats = JuryMember.objects.filter(person=OuterRef("pk"), left_at=None)
    made = AwardRound.objects.filter(made_by=OuterRef("pk"))
    return Person.objects.active().filter(Exists(manages) | Exists(seats) | Exists(made), pk=person.pk).exists()


def rounds_on_desk(person: Person) -> Q:
    """The same as can_see_round_desk, asked of rounds."""
    if not person.is_active:
        return Q(pk__in=[])
    if can_manage_awards(person):
        return Q()
    seats = JuryMember.objects.filter(person=person, left_at=None)
    return Q(made_by=person) | Q(pk__in=seats.values("round"))


def can_edit_round(person: Person, round: AwardRound) -> bool:
    """Who runs it, until it is announced or cancelled."""
    return round.state not in IS_OVER and can_run_round(person, round)


def can_change_categories(person: Person, round: AwardRound) -> bool:
    """Who runs it, until ideas are nominated: everybody knows beforehand what is judged by."""
    return round.state == RoundState.PLANNING and can_run_round(person, round)


def can_change_jury(person: Person, round: AwardRound) -> bool:
    """Who runs it, until the jury talks it over."""
    return round.state in SEATED_UNTIL and can_run_round(person, round)


def can_move_round(person: Person | None, round: AwardRound, to: RoundState) -> bool:
    """The table says so; nobody (None) is the clock."""
    who = ROUND_MOVES.get((RoundState(round.state), to), ())
    if person is None:
        return By.CLOCK in who
    if By.CHAIR in who and is_chair(person, round):
        return True
    return By.RUNNER in who and can_run_round(person, round)


def eligible(category: Category) -> Q:
    """Ideas that can be nominated there: of its campaign, far enough on their way, read by everybody and by name."""
    states = {
        Category.Eligible.CARRIED_OUT: CARRIED_OUT,
        Category.Eligible.DECIDED: YES,
        Category.Eligible.ALL: frozenset(State) - {State.DRAFT, State.WITHDRAWN, State.MERGED},
    }[Category.Eligible(category.eligible)]
    open_to_all = Q(thread__isnull=False, thread__group=None) & unrestricted("thread_id")
    asked = Q(campaign=category.campaign_id) if category.campaign_id else Q()
    return Q(state__in=states) & open_to_all & asked


def is_eligible(idea: Idea, category: Category) -> bool:
    """The same question of one idea. Who wrote it must be known: an award has a name on it."""
    return not idea.hides_authors and Idea.objects.filter(eligible(category), pk=idea.pk).exists()


def can_nominate(person: Person, idea: Idea, category: Category) -> bool:
    """Anybody who neither wrote it nor carried it out, while nominating is open, once an idea and category."""
    return bool(nominable(person, idea, [category]))


def nominable(person: Person, idea: Idea, categories: Sequence[Category]) -> list[Category]:
    """The same of several categories: those in which the person can put the idea forward now."""
    open_now = [category for category in categories if category.round.state == RoundState.NOMINATING]
    if not open_now or idea.hides_authors or not can_see_idea(person, idea):
        return []
    if is_bound(person, idea) or _carried(person, idea):
        return []
    there = Nomination.objects.filter(category__in=open_now, idea=idea).exclude(state=Nomination.State.WITHDRAWN)
    taken = set(there.values_list("category_id", flat=True))
    fits = {f"in_{category.pk}": Count("pk", filter=eligible(category)) for category in open_now}
    found = Idea.objects.filter(pk=idea.pk).aggregate(**fits)
    return [c for c in open_now if found[f"in_{c.pk}"] and c.pk not in taken]


def _carried(person: Person, idea: Idea) -> bool:
    delivery = getattr(idea, "delivery", None)
    return delivery is not None and delivery.owner_id == person.pk


def can_decide_nomination(person: Person, nomination: Nomination) -> bool:
    """Who runs the round, while ideas are nominated, and has no part in the idea."""
    if nomination.state not in (Nomination.State.PROPOSED, Nomination.State.ACCEPTED, Nomination.State.INELIGIBLE):
        return False
    if nomination.category.round.state != RoundState.NOMINATING:
        return False
    if is_bound(person, nomination.idea) or _carried(person, nomination.idea):
        return False
    return can_run_round(person, nomination.category.round)


def can_vote_in_category(person: Person, category: Category) -> bool:
    """Whoever works here, where everybody decides, while the round is judged."""
    if not person.is_active:
        return False
    if category.award.kind != Award.Kind.PEOPLES_CHOICE:
        return False
    return category.round.state == RoundState.JUDGING


def can_vote_for(person: Person, nomination: Nomination) -> bool:
    """The same for one of the nominated, which must not be one's own affair: such a vote would not count."""
    if nomination.state != Nomination.State.ACCEPTED or not can_vote_in_category(person, nomination.category):
        return False
    tied = tied_ideas(person, nomination.category.round, [nomination.idea_id])
    return can_see_idea(person, nomination.idea) and not tied
