"""Shape and limits of what is written about ideas; the parts are split by noun."""

from ideas.forms.campaigns import AnswerForm, CampaignForm
from ideas.forms.moves import MoveForm
from ideas.forms.people import PersonForm
from ideas.forms.proposals import NewForm, ProposalForm, narrowing_from
from ideas.forms.votes import VoiceForm, VoteForm

__all__ = [
    "AnswerForm",
    "CampaignForm",
    "MoveForm",
    "NewForm",
    "PersonForm",
    "ProposalForm",
    "VoiceForm",
    "VoteForm",
    "narrowing_from",
]
