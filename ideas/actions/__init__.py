"""What people do to ideas; the parts are split by noun."""

from ideas.actions.authors import (
    NOT_LEAD,
    answer_co_author,
    ask_co_author,
    hand_over_lead,
    leave_idea,
    take_back_request,
)
from ideas.actions.campaigns import (
    NOT_STARTER,
    Brief,
    close_campaign,
    edit_campaign,
    loosens,
    open_box,
    start_campaign,
    undecided_in,
)
from ideas.actions.clocks import remind
from ideas.actions.counts import recount_votes
from ideas.actions.likeness import NOT_THESE, index_idea, rebuild_terms, record_judgement
from ideas.actions.moves import SILENT, Said, lacking, move_idea
from ideas.actions.owning import NOT_RECEIVER, give_owner, next_owner, note_answer
from ideas.actions.voting import forget_readings, note_reading, note_seen, set_vote, stop_counting
from ideas.actions.writing import FIELDS, NOT_YOURS, Proposal, delete_draft, edit_idea, keep_draft, submit_idea

__all__ = [
    "FIELDS",
    "NOT_LEAD",
    "NOT_RECEIVER",
    "NOT_STARTER",
    "NOT_THESE",
    "NOT_YOURS",
    "SILENT",
    "Brief",
    "Proposal",
    "Said",
    "answer_co_author",
    "ask_co_author",
    "close_campaign",
    "delete_draft",
    "edit_campaign",
    "edit_idea",
    "forget_readings",
    "give_owner",
    "index_idea",
    "hand_over_lead",
    "keep_draft",
    "lacking",
    "leave_idea",
    "loosens",
    "move_idea",
    "next_owner",
    "note_answer",
    "note_reading",
    "note_seen",
    "open_box",
    "rebuild_terms",
    "record_judgement",
    "recount_votes",
    "remind",
    "set_vote",
    "start_campaign",
    "stop_counting",
    "submit_idea",
    "take_back_request",
    "undecided_in",
]
