"""Pages of the idea board; the parts are split by noun."""

from ideas.views.boards import board, by_person, campaign, mine, screening, seen
from ideas.views.ideas import idea, move, moves, owner, timeline, vote
from ideas.views.writing import authors, delete, draft, edit, history, new, part

__all__ = [
    "authors",
    "board",
    "by_person",
    "campaign",
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
    "screening",
    "seen",
    "timeline",
    "vote",
]
