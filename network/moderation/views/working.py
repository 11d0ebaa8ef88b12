"""Working on a case: what it is about, the five questions, the author's word, the decision, the second person."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.moderation.actions import appealing, deciding, desk
from network.moderation.forms.deciding import DecideForm, RefuseForm, VerdictForm
from network.moderation.forms.desk import AskForm, SortForm, ThinkForm
from network.moderation.models import Case, Hearing
from network.moderation.queries.content import content_of
from network.moderation.queries.desk import open_appeal, proposed_in, rules_of
from network.moderation.queries.ladder import offer_of
from network.moderation.views.places import case_page, case_url, found, refused, tried, version_of
from network.policy.models import Section


@require_POST
def sort(request: HttpRequest, ref: str) -> HttpResponse:
    """What it is really about."""
    person, case = found(request, ref)
    form, version = SortForm(request.POST), version_of(request)
    return tried(
        request, case, "sort", form,
        lambda: desk.sort_case(by=person, case=case, reason=form.cleaned_data["reason"], version=version),
    )  # fmt: skip


@require_POST
def think(request: HttpRequest, ref: str) -> HttpResponse:
    """The five questions, and a first view."""
    person, case = found(request, ref)
    form, version = ThinkForm(request.POST), version_of(request)
    return tried(
        request, case, "think", form,
        lambda: desk.think_through(
            by=person, case=case, answers=form.answers(), view=form.cleaned_data["view"], version=version
        ),
    )  # fmt: skip


@require_POST
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """The author's word, or a change."""
    person, case = found(request, ref)
    form, version = AskForm(_rules(case), request.POST), version_of(request)
    return tried(
        request, case, "ask", form,
        lambda: desk.ask_author(
            by=person, case=case, kind=Hearing.Kind(form.cleaned_data["kind"]), text=form.cleaned_data["text"],
            section=form.cleaned_data["section"], version=version,
        ),
    )  # fmt: skip


@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """A step of the ladder, or the proposal of one."""
    person, case = found(request, ref)
    content = content_of(case.kind, case.subject_id)
    form = DecideForm(list(rules_of(case)), offer_of(person, case, content), request.POST)
    version = version_of(request)
    return tried(
        request, case, "decide", form,
        lambda: deciding.decide_case(by=person, case=case, plan=form.plan(), version=version),
    )  # fmt: skip


@require_POST
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """The second person agrees with what they have seen."""
    person, case = found(request, ref)
    try:
        deciding.approve_decision(by=person, decision=proposed_in(case, request.POST.get("decision", "")))
    except Refused as refusal:
        return refused(request, case, {}, refusal)
    return see_other(request, case_url(case))


@require_POST
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """The second person does not agree."""
    person, case = found(request, ref)
    form, named = RefuseForm(request.POST), request.POST.get("decision", "")
    return tried(
        request, case, "refuse", form,
        lambda: deciding.refuse_decision(
            by=person, decision=proposed_in(case, named), reason=form.cleaned_data["reason"]
        ),
    )  # fmt: skip


@require_POST
def appeal(request: HttpRequest, ref: str) -> HttpResponse:
    """What comes of an appeal, by somebody who did not decide."""
    person, case = found(request, ref)
    waiting = open_appeal(case)
    if waiting is None:
        return case_page(request, case, status=409, refusal=str(desk.MOVED_ON))
    form = VerdictForm(waiting, request.POST)
    return tried(
        request, case, "answer", form,
        lambda: appealing.decide_appeal(by=person, appeal=waiting, answer=form.answer()),
    )  # fmt: skip


def _rules(case: Case) -> list[Section]:
    return list(rules_of(case))
