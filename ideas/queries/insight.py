"""The page of figures: aggregates over ideas that everybody may read, and never about a single person."""

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.queries.breadth import Breadth, Spread, award_spread, breadth
from ideas.queries.counted import Span, counted
from ideas.queries.funnel import Answers, Cohort, Decisions, answers, cohorts, decisions
from ideas.queries.judged import Exposure, Gain, Order, OwnUnit, Reviews, exposure, gains, orders, own_unit, reviews
from ideas.states import State


@dataclass(frozen=True)
class Insight:
    """Everything on the page; the same for every reader."""

    whole: Cohort
    months: Sequence[Cohort]
    answers: Answers
    decisions: Decisions
    breadth: Breadth
    exposure: Exposure
    orders: Sequence[Order]
    own_unit: OwnUnit
    reviews: Reviews
    awards: Spread
    gains: Sequence[Gain]

    @property
    def implemented(self) -> int:
        """Ideas that came as far as being in place."""
        return self.whole.came(State.IMPLEMENTED)

    @property
    def implemented_of_decided(self) -> float | None:
        """Of those that somebody decided on."""
        return self.implemented / self.decisions.decided if self.decisions.decided else None

    @property
    def implemented_of_sent(self) -> float | None:
        """Of all that were sent in."""
        return self.implemented / self.whole.sent if self.whole.sent else None

    @property
    def parked_share(self) -> float | None:
        """Parked by the clock, of all that were sent in."""
        return self.decisions.parked_by_clock / self.whole.sent if self.whole.sent else None


def insight(span: Span) -> Insight:
    """A fixed number of queries, however many ideas and people there are."""
    ideas = counted(span)
    whole, months = cohorts(ideas)
    taking_part = breadth()
    return Insight(
        whole,
        months,
        answers(ideas),
        decisions(ideas),
        taking_part,
        exposure(ideas),
        orders(ideas),
        own_unit(ideas),
        reviews(ideas),
        award_spread(span, taking_part.heads),
        gains(ideas),
    )
