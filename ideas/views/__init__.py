"""Pages of the idea board; the parts are split by noun."""

from ideas.views.award_catalogue import award_catalogue, award_edit, award_new, prize_edit, prize_new
from ideas.views.award_juries import ballot, ballots, conflict, conflict_look, nomination, round_jury
from ideas.views.award_rounds import (
    award_compare,
    award_desk,
    award_rounds,
    category_edit,
    round_categories,
    round_edit,
    round_move,
    round_new,
    round_words,
)
from ideas.views.award_winners import award_news, category_winners, grant_revoke
from ideas.views.boards import board, by_person, mine, screening, seen
from ideas.views.campaigns import campaign, campaign_close, campaign_edit, campaign_new, campaigns
from ideas.views.delivery import delivery, measure, step, year
from ideas.views.exports import exports
from ideas.views.grants import awards_of, certificate, grant, spot_award
from ideas.views.hall import hall, prize_export, prize_given, prizes
from ideas.views.ideas import idea, move, moves, owner, timeline
from ideas.views.insight import insight
from ideas.views.panels import ask_reviewer, panel, talk
from ideas.views.reviews import review, review_draft, reviews, step_back
from ideas.views.rounds import nominate, nomination_withdraw, peoples_vote, round, rounds
from ideas.views.rubrics import rubric, rubric_archive, rubric_edit, rubric_new, rubrics
from ideas.views.shortlists import shortlist
from ideas.views.votes import regret, voices, vote
from ideas.views.writing import authors, delete, draft, edit, history, new, part, questions, similar

__all__ = [
    "ask_reviewer",
    "authors",
    "award_catalogue",
    "award_compare",
    "award_desk",
    "award_edit",
    "award_new",
    "award_news",
    "award_rounds",
    "awards_of",
    "ballot",
    "ballots",
    "board",
    "by_person",
    "campaign",
    "campaign_close",
    "campaign_edit",
    "campaign_new",
    "campaigns",
    "category_edit",
    "category_winners",
    "certificate",
    "conflict",
    "conflict_look",
    "delete",
    "delivery",
    "draft",
    "edit",
    "exports",
    "grant",
    "grant_revoke",
    "hall",
    "history",
    "idea",
    "insight",
    "measure",
    "mine",
    "move",
    "moves",
    "new",
    "nominate",
    "nomination",
    "nomination_withdraw",
    "owner",
    "panel",
    "part",
    "peoples_vote",
    "prize_edit",
    "prize_export",
    "prize_given",
    "prize_new",
    "prizes",
    "questions",
    "regret",
    "review",
    "review_draft",
    "reviews",
    "round",
    "round_categories",
    "round_edit",
    "round_jury",
    "round_move",
    "round_new",
    "round_words",
    "rounds",
    "rubric",
    "rubric_archive",
    "rubric_edit",
    "rubric_new",
    "rubrics",
    "screening",
    "seen",
    "shortlist",
    "similar",
    "spot_award",
    "step",
    "step_back",
    "talk",
    "timeline",
    "voices",
    "vote",
    "year",
]
