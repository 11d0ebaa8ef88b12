"""Pages of the idea board; the parts are split by noun."""

from ideas.views.boards import board, by_person, mine, screening, seen
from ideas.views.campaigns import campaign, campaign_close, campaign_edit, campaign_new, campaigns
from ideas.views.ideas import idea, move, moves, owner, timeline
from ideas.views.votes import regret, voices, vote
from ideas.views.writing import authors, delete, draft, edit, history, new, part, questions, similar

__all__ = [
    "regret",
    "voices",
    "authors",
    "board",
    "by_person",
    "campaign",
    "campaign_close",
    "campaign_edit",
    "campaign_new",
    "campaigns",
    "delete",
    "draft",
    "edit",
    "history",
    "idea",
    "mine",
    "move",
    "moves",
    "new",
    "owner",
    "part",
    "questions",
    "screening",
    "seen",
    "similar",
    "timeline",
    "vote",
]
