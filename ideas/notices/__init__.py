"""Who is told about ideas: one function per event. Always within sight of the idea, never whoever did it."""

from ideas.notices.grants import grant_changed, grant_given, round_decided, signature_asked
from ideas.notices.ideas import (
    answer_due,
    co_author_answered,
    co_author_asked,
    delivery_changed,
    delivery_due,
    delivery_given,
    idea_moved,
    idea_owned,
)
from ideas.notices.reviews import review_asked, review_due, review_handed_in, reviewer_left, reviews_closed
from ideas.notices.rounds import (
    ballot_given,
    judging_opened,
    jury_left,
    jury_seated,
    nomination_changed,
    round_due,
    round_moved,
)

__all__ = [
    "answer_due",
    "ballot_given",
    "co_author_answered",
    "co_author_asked",
    "delivery_changed",
    "delivery_due",
    "delivery_given",
    "grant_changed",
    "grant_given",
    "idea_moved",
    "idea_owned",
    "judging_opened",
    "jury_left",
    "jury_seated",
    "nomination_changed",
    "review_asked",
    "review_due",
    "review_handed_in",
    "reviewer_left",
    "reviews_closed",
    "round_decided",
    "round_due",
    "round_moved",
    "signature_asked",
]
