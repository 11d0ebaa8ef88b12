"""Shape and limits of what is written about ideas; the parts are split by noun."""

from ideas.forms.awards import AwardForm, CategoryForm, LimitForm, PrizeForm, RoundForm
from ideas.forms.campaigns import AnswerForm, CampaignForm
from ideas.forms.delivery import ExpectForm, MeasureForm, ReportForm, StepForm, TargetForm, YearForm
from ideas.forms.exports import ExportForm
from ideas.forms.grants import NominateForm, PublicityForm, RevokeForm, SpotForm, hall_wish_from
from ideas.forms.insight import span_from
from ideas.forms.juries import BallotForm, ConflictForm, ReasonForm, SeatForm, WinnerForm, WordsForm
from ideas.forms.moves import MoveForm
from ideas.forms.people import PersonForm
from ideas.forms.proposals import NewForm, ProposalForm, narrowing_from
from ideas.forms.reviews import AskForm, ReviewForm, StepBackForm, TalkForm
from ideas.forms.rubrics import RubricForm
from ideas.forms.shortlists import EntryForm, ShortlistForm
from ideas.forms.votes import VoiceForm, VoteForm

__all__ = [
    "RevokeForm",
    "AnswerForm",
    "AskForm",
    "AwardForm",
    "BallotForm",
    "CampaignForm",
    "CategoryForm",
    "ConflictForm",
    "EntryForm",
    "ExpectForm",
    "ExportForm",
    "LimitForm",
    "MeasureForm",
    "MoveForm",
    "NewForm",
    "NominateForm",
    "PersonForm",
    "PrizeForm",
    "ProposalForm",
    "PublicityForm",
    "ReasonForm",
    "ReportForm",
    "ReviewForm",
    "RoundForm",
    "RubricForm",
    "SeatForm",
    "ShortlistForm",
    "SpotForm",
    "StepBackForm",
    "StepForm",
    "TalkForm",
    "TargetForm",
    "VoiceForm",
    "VoteForm",
    "WinnerForm",
    "WordsForm",
    "YearForm",
    "hall_wish_from",
    "narrowing_from",
    "span_from",
]
