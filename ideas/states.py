"""The states of an idea and the table of moves between them: who may make each move, and what it must bring."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REASON = 80  # characters that a reason has at least
LONGEST_PARK = 366  # days
APPEAL_DAYS, UNMERGE_DAYS = 30, 90  # from the moment of the no, of the merge
REGRET_DAYS = 14  # in which a vote that a merge brought along can be taken back


class State(TextChoices):
    """Where an idea stands; the labels are those of the board."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("idea", "New")
    NEEDS_INFO = "needs-info", _("Waits for the author")
    OPEN = "open", pgettext_lazy("idea", "Open")
    IN_REVIEW = "in-review", _("Under review")
    APPROVED = "approved", _("Approved")
    IN_PROGRESS = "in-progress", _("In progress")
    IMPLEMENTED = "implemented", _("Implemented")
    CONFIRMED = "confirmed", _("Effect confirmed")
    PARKED = "parked", _("Parked")
    DECLINED = "declined", _("Not now")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")


UNDECIDED = frozenset({State.SUBMITTED, State.NEEDS_INFO, State.OPEN, State.IN_REVIEW})
CARRIED_OUT = frozenset({State.IMPLEMENTED, State.CONFIRMED})
ANSWERED = frozenset({State.APPROVED, State.IN_PROGRESS, State.PARKED, State.DECLINED}) | CARRIED_OUT
OVER = frozenset({State.DECLINED, State.WITHDRAWN, State.MERGED}) | CARRIED_OUT  # nobody votes on these any more

RELEASING = frozenset({State.DECLINED, State.WITHDRAWN, State.MERGED})  # the points given to it come back


class ReasonKind(TextChoices):
    """Why not, or why not now."""

    ALREADY_EXISTS = "already-exists", _("We have this already")
    PLANNED_ELSEWHERE = "planned-elsewhere", _("Somebody is already doing it")
    COST_TOO_HIGH = "cost-too-high", _("It costs too much")
    BENEFIT_TOO_LOW = "benefit-too-low", _("It gives too little")
    NOT_FEASIBLE = "not-feasible", _("It cannot be done")
    AGAINST_POLICY = "against-policy", _("The rules do not allow it")
    OUT_OF_SCOPE = "out-of-scope", _("It is not ours to decide")
    NEEDS_OTHER_OWNER = "needs-other-owner", _("Somebody else must own it")
    TIMING = "timing", _("The time is wrong")


class Who(StrEnum):
    """Who makes a move. None of them but the lead is ever an author of the idea."""

    LEAD = "lead"  # the author who speaks for the others
    SCREENER = "screener"  # receives ideas for the campaign
    OWNER = "owner"  # answers for this idea
    DELIVERER = "deliverer"  # carries it out
    WITNESS = "witness"  # anybody who neither wrote it nor carried it out
    CLOCK = "clock"  # time itself, when people let a date go by


class Need(StrEnum):
    """What a move must bring."""

    OWNER = "owner"
    QUESTION = "question"
    REASON = "reason"  # kind, REASON characters, and what would change our mind
    DATE = "date"  # park until, at most LONGEST_PARK days ahead
    DELIVERY = "delivery"  # who carries it out, and by when
    OUTCOME = "outcome"  # what was done, and on which day
    EFFECT = "effect"  # a measured benefit, or that none can be measured
    NEWS = "news"  # REASON characters that were not known before
    INTO = "into"  # the idea that it is merged into
    PANEL = "panel"  # those who judge it: three at least, mixed (ideas.access.reviews)
    TALK = "talk"  # where they see it differently: what came of talking about that


@dataclass(frozen=True)
class Move:
    """One line of the table."""

    who: tuple[Who, ...]
    needs: tuple[Need, ...] = ()


_NO = Move((Who.OWNER, Who.SCREENER), (Need.REASON,))
_PARK = Move((Who.OWNER,), (Need.REASON, Need.DATE))
_ASK = Move((Who.OWNER, Who.SCREENER), (Need.QUESTION,))
_MERGE = Move((Who.OWNER, Who.SCREENER), (Need.INTO,))
_WITHDRAW = Move((Who.LEAD,))

MOVES: dict[tuple[State, State], Move] = {
    (State.DRAFT, State.SUBMITTED): Move((Who.LEAD,)),
    (State.SUBMITTED, State.OPEN): Move((Who.SCREENER, Who.OWNER, Who.CLOCK), (Need.OWNER,)),
    (State.SUBMITTED, State.DECLINED): _NO,
    (State.OPEN, State.IN_REVIEW): Move((Who.OWNER, Who.CLOCK), (Need.PANEL,)),
    (State.IN_REVIEW, State.APPROVED): Move((Who.OWNER,), (Need.TALK, Need.DELIVERY)),
    (State.IN_REVIEW, State.PARKED): Move((Who.OWNER,), (Need.TALK, *_PARK.needs)),
    (State.IN_REVIEW, State.DECLINED): Move((Who.OWNER,), (Need.TALK, Need.REASON)),
    (State.APPROVED, State.IN_PROGRESS): Move((Who.DELIVERER,)),
    (State.IN_PROGRESS, State.IMPLEMENTED): Move((Who.DELIVERER,), (Need.OUTCOME,)),
    (State.IMPLEMENTED, State.CONFIRMED): Move((Who.WITNESS,), (Need.EFFECT,)),
    (State.IN_PROGRESS, State.PARKED): _PARK,
    (State.IN_PROGRESS, State.DECLINED): Move((Who.OWNER,), (Need.REASON,)),
    (State.PARKED, State.IN_REVIEW): Move((Who.OWNER, Who.CLOCK)),
    (State.DECLINED, State.IN_REVIEW): Move((Who.LEAD,), (Need.NEWS,)),
    **{(state, State.NEEDS_INFO): _ASK for state in (State.SUBMITTED, State.OPEN, State.IN_REVIEW)},
    # back to where it was asked; the clock parks what nobody answered for thirty days
    **{
        (State.NEEDS_INFO, state): Move((Who.LEAD, Who.OWNER, Who.SCREENER))
        for state in (State.SUBMITTED, State.OPEN, State.IN_REVIEW)
    },
    (State.NEEDS_INFO, State.PARKED): Move((Who.CLOCK,)),
    **{(state, State.WITHDRAWN): _WITHDRAW for state in UNDECIDED},
    **{(state, State.MERGED): _MERGE for state in UNDECIDED},
    **{(State.MERGED, state): Move((Who.OWNER, Who.SCREENER)) for state in UNDECIDED},
}


def is_reversal(before: str, after: str) -> bool:
    """A yes that is taken back: it is shown as one, and needs a reason as a no does."""
    return before == State.IN_PROGRESS and after in (State.PARKED, State.DECLINED)


class RoundState(TextChoices):
    """Where a round of awards stands. Forward only, or cancelled with a reason."""

    PLANNING = "planning", _("Being planned")
    NOMINATING = "nominating", _("Nominations are open")
    JUDGING = "judging", _("The jury judges")
    DELIBERATING = "deliberating", _("The jury talks it over")
    DECIDED = "decided", _("Decided")
    ANNOUNCED = "announced", _("Announced")
    CLOSED = "closed", pgettext_lazy("award round", "Closed")
    CANCELLED = "cancelled", _("Cancelled")


class By(StrEnum):
    """Who moves a round."""

    RUNNER = "runner"  # chair, secretary, or whoever made it
    CHAIR = "chair"  # who speaks for the jury
    CLOCK = "clock"  # the day that was set for it


R = RoundState
ROUND_MOVES: dict[tuple[RoundState, RoundState], tuple[By, ...]] = {
    (R.PLANNING, R.NOMINATING): (By.RUNNER, By.CLOCK),
    (R.NOMINATING, R.JUDGING): (By.RUNNER, By.CLOCK),
    (R.JUDGING, R.DELIBERATING): (By.RUNNER,),
    (R.DELIBERATING, R.DECIDED): (By.CHAIR,),
    (R.DECIDED, R.ANNOUNCED): (By.RUNNER, By.CLOCK),
    (R.ANNOUNCED, R.CLOSED): (By.RUNNER,),
    **{
        (state, R.CANCELLED): (By.RUNNER,) for state in (R.PLANNING, R.NOMINATING, R.JUDGING, R.DELIBERATING, R.DECIDED)
    },
}
IS_PUBLIC = frozenset({R.ANNOUNCED, R.CLOSED})
IS_OVER = IS_PUBLIC | {R.CANCELLED}
