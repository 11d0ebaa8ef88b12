"""Which forms the page of a case holds, for whoever looks at it and as the case stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest

from network.moderation.access import Handler, was_asked_to_change
from network.moderation.forms.custody import HoldForm, NameForm
from network.moderation.forms.deciding import DecideForm, RefuseForm, VerdictForm
from network.moderation.forms.desk import AskForm, SortForm, ThinkForm
from network.moderation.forms.ladder import LiftForm, ReopenForm
from network.moderation.models import Case
from network.moderation.queries.custody import Kept, NameAsked, asked_about, kept_of, names_of
from network.moderation.queries.desk import Desk
from network.moderation.queries.drafts import drafts_for
from network.moderation.queries.ladder import offer_of
from network.moderation.queries.log import log_of
from network.moderation.states import State


def panels_of(request: HttpRequest, handler: Handler, desk: Desk, written: Mapping[str, forms.Form]) -> dict[str, Any]:
    """By name: those that can be used now. One that was sent and came back keeps what was written."""
    fresh: dict[str, Any] = {}
    if desk.is_mine and desk.case.state in (State.NEW, State.TRIAGED, State.IN_REVIEW):
        fresh["sort"] = SortForm(initial={"reason": desk.case.reason})
    if desk.is_mine and desk.is_in_review:
        fresh |= _working(request, handler, desk)
    if "approve" in desk.may:
        fresh["refuse"] = RefuseForm()
    if desk.limited is not None and "lift" in desk.may:
        fresh["lift"] = LiftForm()
    if "reopen" in desk.may:
        fresh["reopen"] = ReopenForm()
    if "answer" in desk.may and desk.appeal is not None:
        fresh["answer"] = VerdictForm(desk.appeal)
    custody = custody_of(handler, desk)
    panels = {name: written.get(name, form) for name, form in {**fresh, **custody.forms}.items()}
    custody = replace(custody, forms={name: panels[name] for name in custody.forms})
    panels |= {"custody": custody, "log": log_of(desk.case)}
    return panels | {"ask_drafts": _drafts(desk.case, "ask"), "why_drafts": _drafts(desk.case, "why")}


@dataclass(frozen=True)
class Custody:
    """What was asked of the custodian about this case, and what may be."""

    names: Mapping[int, NameAsked]
    kept: Kept
    forms: Mapping[str, Any]


def custody_of(handler: Handler, desk: Desk) -> Custody:
    """For whoever has the case, or leads; and what they have asked before."""
    asked = asked_about(desk.case)
    names, kept = names_of(handler, desk.case, desk.reports, asked), kept_of(handler, desk.case, asked)
    forms = {f"name{row.pk}": NameForm(row) for row in desk.reports if row.pk in names and names[row.pk].may_ask}
    return Custody(names, kept, {**forms, "hold": HoldForm()} if kept.may_ask else forms)


def _working(request: HttpRequest, handler: Handler, desk: Desk) -> dict[str, Any]:
    """What whoever has it does: think, ask, decide."""
    case, wanted = desk.case, request.GET.get("draft", "")
    begun = {use: next((text for key, _n, text in _drafts(case, use) if key == wanted), "") for use in ("ask", "why")}
    panels: dict[str, Any] = {"think": ThinkForm(initial=_thought(case))}
    if case.view:
        panels["decide"] = DecideForm(desk.sections, offer_of(handler, case, desk.content), reasoning=begun["why"])
        if case.author_id is not None:
            panels["ask"] = AskForm(desk.sections, text=begun["ask"], may_change=not was_asked_to_change(case))
    return panels


def _thought(case: Case) -> dict[str, str]:
    answers = {f"q{n}": "yes" if answer else "no" for n, answer in enumerate(case.checklist, 1)}
    return {**answers, "view": case.view}


def _drafts(case: Case, use: str) -> list[tuple[str, Any, str]]:
    """Key, name and text in the language of whoever is written to."""
    language = case.author.language if case.author else "nb"
    return [
        (draft.key, draft.name, draft.text.get(language, draft.text["nb"])) for draft in drafts_for(case.reason, use)
    ]
