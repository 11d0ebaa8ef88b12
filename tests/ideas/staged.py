"""The way to each state, as people would go it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.timezone import localdate

from ideas.actions import keep_draft, open_box
from ideas.models import Campaign, Idea
from ideas.states import State
from network.conversations.models import Thread
from tests.factories import REASON, idea_of, moved, panel_for, proposal

S = State
REVIEWED = (S.OPEN, S.IN_REVIEW)
CARRIED = (*REVIEWED, S.APPROVED, S.IN_PROGRESS)
WAYS: dict[State, tuple[State, ...]] = {
    S.SUBMITTED: (),
    S.NEEDS_INFO: (S.OPEN, S.NEEDS_INFO),
    S.OPEN: (S.OPEN,),
    S.IN_REVIEW: REVIEWED,
    S.APPROVED: CARRIED[:3],
    S.IN_PROGRESS: CARRIED,
    S.IMPLEMENTED: (*CARRIED, S.IMPLEMENTED),
    S.CONFIRMED: (*CARRIED, S.IMPLEMENTED, S.CONFIRMED),
    S.PARKED: (*REVIEWED, S.PARKED),
    S.DECLINED: (*REVIEWED, S.DECLINED),
    S.WITHDRAWN: (S.WITHDRAWN,),
    S.MERGED: (S.OPEN, S.MERGED),
}
NO = {"reason_kind": "timing", "reason": REASON, "change_of_mind": "Et rør på riktig side."}


def days(number: int):  # type: ignore[no-untyped-def]
    """So many days from today."""
    return localdate() + timedelta(days=number)


def complete(idea: Idea, cast: SimpleNamespace) -> dict[State, dict[str, Any]]:
    """What each move may need, whole; `into` another idea that stands open."""
    thread = Thread.objects.filter(idea=idea).first()
    group = thread.group if thread else None
    others = Idea.objects.filter(thread__group=group, state=S.OPEN, merged_into=None).exclude(pk=idea.pk)
    return {
        S.OPEN: {"person": cast.odd},
        S.NEEDS_INFO: {"note": "Hvor mange biler gjelder det?"},
        S.IN_REVIEW: {"panel": panel_for(idea)} if idea.state == S.OPEN else {"note": REASON},
        S.APPROVED: {"person": cast.dag, "until": days(60)},
        S.IMPLEMENTED: {"note": "Bilen står i nabodepotet.", "until": days(0)},
        S.CONFIRMED: {"note": "Ingen leiebil på et kvartal."},
        S.PARKED: {**NO, "until": days(90)},
        S.DECLINED: NO,
        S.MERGED: {"into": others.select_related("thread").first(), "note": "Samme forslag."},
    }


def idea_at(state: State, cast: SimpleNamespace, campaign: Campaign | None, title: str) -> Idea:
    """An idea of ann's in the state. For a merged one another idea is there first."""
    if state == S.DRAFT:
        box = campaign or open_box()
        return keep_draft(by=cast.ann, campaign=box, words=proposal(title), draft=None, key=None)
    if state == S.MERGED:
        idea_at(S.OPEN, cast, campaign, "Del bilene mellom depotene")
    idea = idea_of(cast.ann, campaign, title)
    taker = idea.campaign.owner or cast.siv
    by = {S.OPEN: taker, S.WITHDRAWN: cast.ann, S.IN_PROGRESS: cast.dag, S.IMPLEMENTED: cast.dag, S.MERGED: taker}
    for to in WAYS[state]:
        idea = moved(idea, by.get(to, cast.odd), to, **complete(idea, cast).get(to, {}))
    return idea
