"""Campaign, Idea and what happens to it; the parts are split by noun."""

from ideas.models.campaigns import MOST_QUESTIONS, Campaign, Phase
from ideas.models.delivery import A_YEAR, Benefit, Delivery, DeliveryChange, Milestone, YearNote
from ideas.models.exports import Export
from ideas.models.grants import CITATION, Grant, PrizeExport, Recipient
from ideas.models.history import Clock, StatusChange
from ideas.models.ideas import Idea, IdeaAuthor, IdeaRevision, authorship
from ideas.models.likeness import IdeaTerm, IdeaWords, SimilarJudgement, TermDf, body_of
from ideas.models.nominations import (
    Ballot,
    BallotScore,
    Conflict,
    ConflictLifted,
    ConflictUpheld,
    JuryMember,
    Nomination,
    PeoplesVote,
)
from ideas.models.reviews import Assignment, Review, Score, Talk
from ideas.models.rounds import Award, AwardRound, AwardRules, Category, Prize, RoundChange
from ideas.models.rubrics import Criterion, Rubric
from ideas.models.shortlists import Shortlist, ShortlistEntry
from ideas.models.voting import CustomerVoice, Reader, Vote
from ideas.models.winners import TieVote, Winner
from ideas.states import RoundState

__all__ = [
    "A_YEAR",
    "Assignment",
    "Award",
    "AwardRound",
    "AwardRules",
    "Ballot",
    "BallotScore",
    "Benefit",
    "CITATION",
    "Campaign",
    "Category",
    "Clock",
    "Conflict",
    "ConflictLifted",
    "ConflictUpheld",
    "Criterion",
    "CustomerVoice",
    "Delivery",
    "DeliveryChange",
    "Export",
    "Grant",
    "Idea",
    "IdeaAuthor",
    "IdeaRevision",
    "IdeaTerm",
    "IdeaWords",
    "JuryMember",
    "MOST_QUESTIONS",
    "Milestone",
    "Nomination",
    "PeoplesVote",
    "Phase",
    "Prize",
    "PrizeExport",
    "Reader",
    "Recipient",
    "Review",
    "RoundChange",
    "RoundState",
    "Rubric",
    "Score",
    "Shortlist",
    "ShortlistEntry",
    "SimilarJudgement",
    "StatusChange",
    "Talk",
    "TermDf",
    "TieVote",
    "Vote",
    "Winner",
    "YearNote",
    "authorship",
    "body_of",
]
