"""Campaign, Idea and what happens to it; the parts are split by noun."""

from ideas.models.campaigns import MOST_QUESTIONS, Campaign, Phase
from ideas.models.delivery import Benefit, Delivery, Milestone
from ideas.models.grants import Grant, Recipient
from ideas.models.history import Clock, StatusChange
from ideas.models.ideas import Idea, IdeaAuthor, IdeaRevision, authorship
from ideas.models.likeness import IdeaTerm, SimilarJudgement, TermDf, body_of
from ideas.models.nominations import (
    Ballot,
    BallotScore,
    Conflict,
    ConflictLifted,
    JuryMember,
    Nomination,
    PeoplesVote,
)
from ideas.models.reviews import Assignment, Review, Score
from ideas.models.rounds import Award, AwardRound, Category, Prize, RoundChange, RoundState
from ideas.models.rubrics import Criterion, Rubric
from ideas.models.voting import CustomerVoice, Reader, Vote

__all__ = [
    "MOST_QUESTIONS",
    "Assignment",
    "Award",
    "AwardRound",
    "Ballot",
    "BallotScore",
    "Benefit",
    "Campaign",
    "Category",
    "Clock",
    "Conflict",
    "ConflictLifted",
    "Criterion",
    "CustomerVoice",
    "Delivery",
    "Grant",
    "Idea",
    "IdeaAuthor",
    "IdeaRevision",
    "IdeaTerm",
    "JuryMember",
    "Milestone",
    "Nomination",
    "PeoplesVote",
    "Phase",
    "Prize",
    "Reader",
    "Recipient",
    "Review",
    "RoundChange",
    "RoundState",
    "Rubric",
    "Score",
    "SimilarJudgement",
    "StatusChange",
    "TermDf",
    "Vote",
    "authorship",
    "body_of",
]
