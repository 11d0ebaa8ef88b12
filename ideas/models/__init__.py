"""Campaign, Idea and what happens to it; the parts are split by noun."""

from ideas.models.campaigns import Campaign, Phase
from ideas.models.delivery import Benefit, Delivery, Milestone
from ideas.models.history import Clock, StatusChange
from ideas.models.ideas import Idea, IdeaAuthor, IdeaRevision, authorship
from ideas.models.likeness import IdeaTerm, SimilarJudgement, TermDf, body_of
from ideas.models.voting import Reader, Vote

__all__ = [
    "Benefit",
    "Campaign",
    "Clock",
    "Delivery",
    "Idea",
    "IdeaAuthor",
    "IdeaRevision",
    "IdeaTerm",
    "Milestone",
    "Phase",
    "Reader",
    "SimilarJudgement",
    "StatusChange",
    "TermDf",
    "Vote",
    "authorship",
    "body_of",
]
